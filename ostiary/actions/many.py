"""Rows by their public ids, however many those are: one statement each, so that thousands hold nobody up."""

from collections.abc import Iterable
from typing import Any

from ..access.refusals import NotFound

# Above this, reading all of an account's rows beats naming each one in the statement.
FEW = 500


def all_named(rows: Any, refs: Iterable[str], what: str) -> list[Any]:
    """The rows that these ids name, each once. Raises `NotFound` where one names none, saying of what."""
    wanted = set(refs)
    found = named(rows, wanted)
    if unknown := wanted - {row.ref for row in found}:
        raise NotFound(what=what, ref=min(unknown))
    return found


def named(rows: Any, refs: set[str]) -> list[Any]:
    """Those of the rows that the ids name."""
    return [row for row in narrowed(rows, refs).order_by("pk") if row.ref in refs]


def narrowed(rows: Any, refs: set[str]) -> Any:
    """Rows among which are all that the ids name."""
    return rows.filter(ref__in=refs) if len(refs) <= FEW else rows
