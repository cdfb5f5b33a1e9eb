"""Histories of what belongs together: a member and a group, say. Beginning or ending many is one step."""

from collections.abc import Iterable
from typing import Any

from ..models.rows import insert_all
from .act import Act


def begin(act: Act, kind: Any, to: str, things: Iterable[Any], **one: Any) -> list[str]:
    """Link each of these that is not linked yet. Returns which they were; none means nothing has changed."""
    linked = {_name(getattr(row, to)) for row in _current(kind, to, one)}
    fresh = {_name(thing): thing for thing in things if _name(thing) not in linked}
    insert_all([kind(**one, **{to: thing}, since=act.now) for thing in fresh.values()])
    return _told(act, fresh)


def end(act: Act, kind: Any, to: str, things: Iterable[Any], **one: Any) -> list[str]:
    """End the links to these that are there. Returns which they were."""
    names = {_name(thing) for thing in things}
    ended = {_name(getattr(row, to)): row.pk for row in _current(kind, to, one)}
    gone = {name: pk for name, pk in ended.items() if name in names}
    if gone:
        kind.objects.filter(pk__in=list(gone.values())).end(act.now)
    return _told(act, gone)


def _current(kind: Any, to: str, one: dict[str, Any]) -> Any:
    rows = kind.objects.current().filter(**one)
    return rows if kind._meta.get_field(to).related_model is None else rows.select_related(to)


def _told(act: Act, changed: Iterable[str]) -> list[str]:
    told = sorted(changed)
    if not told:
        act.nothing_changed()
    return told


def _name(thing: Any) -> str:
    return str(getattr(thing, "ref", thing))
