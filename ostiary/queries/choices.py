"""What there is to choose from when access is given: the account's services and workspaces, by name."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from ..proofs.names import name_key
from .paging import Page, Window, page
from .protected import BY_NAME, FIRST_PAGE, Kind
from .sql import rows

HOW_MANY = """
select (select count(*) from ostiary_servicename s where s.account_id = %(account)s and s.until is null),
       (select count(*) from ostiary_workspacename w where w.account_id = %(account)s and w.until is null)
"""


class Choice(NamedTuple):
    ref: str
    name: str


class Totals(NamedTuple):
    """How many services and workspaces the account has."""

    services: int
    workspaces: int


def listed(kind: Kind, account_id: int, *, search: str = "", window: Window = FIRST_PAGE) -> Page[Choice]:
    """One page by name; its total counts all that match, on all pages."""
    return page(_matching(kind, account_id, search), (f"{kind.field}__ref", "name"), Choice, BY_NAME, window)


def matching(kind: Kind, account_id: int, search: str) -> list[str]:
    """The refs of all that match a search, on all pages."""
    return list(_matching(kind, account_id, search).values_list(f"{kind.field}__ref", flat=True))


def totals(account_id: int) -> Totals:
    return Totals(*rows(HOW_MANY, {"account": account_id})[0])


def _matching(kind: Kind, account_id: int, search: str) -> "QuerySet[Any]":
    found = kind.names.objects.current().filter(account=account_id)
    return found.filter(name_key__contains=name_key(search)) if search else found
