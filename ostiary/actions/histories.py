"""Ending one row of a history and beginning the next, at one instant."""

from datetime import datetime
from typing import Any, TypeVar

from ..models.history import History
from ..models.rows import change, insert

H = TypeVar("H", bound=History)

# What a successor does not inherit.
_OWN = ("id", "since", "until", "ref")


def succeed(row: H, now: datetime, **changes: Any) -> H:
    """End a current row and begin its successor, which differs in `changes`.

    A row that this same action began has not held for any moment yet, so it is changed in place.
    """
    if row.since == now:
        change(row, **changes)
        return row
    change(row, until=now)
    return insert(successor(row, now, **changes))


def successor(row: H, now: datetime, **changes: Any) -> H:
    """What follows a row, not saved yet."""
    kind = type(row)
    kept = {
        field.attname: getattr(row, field.attname) for field in kind._meta.fields if field.name not in _OWN
    }
    return kind(**{**kept, **changes}, since=now)
