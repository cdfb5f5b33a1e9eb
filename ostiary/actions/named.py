"""Things with a name and a history of it: services, workspaces and groups. Names differ within an account."""

from typing import Any

from ..access.refusals import Conflict, NotFound
from ..models.rows import find, insert
from ..proofs.names import name_key
from .act import Act
from .histories import succeed


def current(kind: Any, **thing: Any) -> Any:
    """The row that names a thing now. Raises `NotFound` for what was deleted."""
    row = find(kind, **thing, until=None)
    if row is None:
        ((what, deleted),) = thing.items()
        raise NotFound(what=what, ref=deleted.ref)
    return row


def free(act: Act, kind: Any, name: str, besides: int | None = None) -> str:
    """A name that nothing else of its kind has in this account. Raises `Conflict`."""
    taken = find(kind, account=act.account, name_key=name_key(name), until=None)
    if taken and taken.pk != besides:
        raise Conflict("name_taken", field="name", name=name)
    return name


def count(act: Act, kind: Any) -> int:
    """How many of its kind the account has."""
    return int(kind.objects.current().filter(account=act.account).count())


def begin(act: Act, kind: Any, *, name: str, **columns: Any) -> None:
    insert(kind(account=act.account, name=name, name_key=name_key(name), since=act.now, **columns))


def change(act: Act, row: Any, thing: Any, wanted: dict[str, Any], event: str, *, renamed: str = "") -> None:
    """Give a thing another name, or whatever else its row holds, in one step of its history.

    `event` tells of it; `renamed`, where there is one, of what has another name.
    """
    changed = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    if not changed:
        return act.nothing_changed()
    key = {}
    if "name" in changed:
        free(act, type(row), changed["name"], besides=row.pk)
        key = {"name_key": name_key(changed["name"])}
    succeed(row, act.now, **changed, **key)
    before = {field: getattr(row, field) for field in changed}
    told = renamed if renamed and "name" in changed else event
    return act.record(told, thing, before=before, after=changed)
