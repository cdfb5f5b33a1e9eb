"""An account's settings: one history, so all that one action changes in it is one row."""

from typing import Any, NamedTuple

from ..models import AccountSettings
from ..models.rows import get
from ..proofs.names import name_key
from .act import Act
from .histories import succeed


class Change(NamedTuple):
    """What is wanted of some settings, and the event that tells of it."""

    event: str
    wanted: dict[str, Any]


def current(act: Act) -> AccountSettings:
    return get(AccountSettings, account=act.account, until=None)


def change(act: Act, *changes: Change) -> None:
    """Make them hold from now on. What is as it was is told by no event."""
    held = current(act)
    real = [(event, changed) for event, wanted in changes if (changed := _differing(held, wanted))]
    if not real:
        return act.nothing_changed()
    wanted = {field: value for _, changed in real for field, value in changed.items()}
    keys = {"name_key": name_key(wanted["name"])} if "name" in wanted else {}
    before = {field: getattr(held, field) for field in wanted}
    succeed(held, act.now, **wanted, **keys)
    for event, after in real:
        act.record(event, act.account, before={field: before[field] for field in after}, after=after)
    return None


def differing(act: Act, wanted: dict[str, Any]) -> dict[str, Any]:
    """What of it is not as it is wanted yet."""
    return _differing(current(act), wanted)


def _differing(held: AccountSettings, wanted: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in wanted.items() if getattr(held, field) != value}
