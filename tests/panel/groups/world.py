"""What the tests of groups ask of the tables."""

from typing import Any

from ostiary.models import Account


def names(kind: Any, account: Account) -> list[str]:
    """What the groups of a kind are called now, in order."""
    found = kind.objects.current().filter(account=account).order_by("name_key")
    return list(found.values_list("name", flat=True))
