"""What a request changed: every row of every table, compared before and after."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction

from ostiary.models.portable import Kind, columns, kinds, name_of

# Counters of tries, and when somebody was last here, move when a page is only looked at. A challenge for a
# passkey is asked for by the page's script, and opens nothing.
UNTOLD = {
    "throttle": None,
    "passkeychallenge": None,
    "session": {"last_seen_at"},
    "member": {"last_active_at"},
}
READS = ("select", "savepoint", "release", "rollback")
COUNTS = "insert into ostiary_throttle"

Answer = Any


class Outcome(NamedTuple):
    answer: Answer
    changed: set[str]


def outcome(ask: Callable[..., Answer], *args: Any) -> Outcome:
    """The answer to a request, and the tables that it changed; afterwards everything is as it was."""
    with undone() as undo, watched() as writes:
        answer = ask(*args)
        if not writes:
            return Outcome(answer, set())
        after = digests()
        undo()
        before = digests()
    return Outcome(answer, {table for table in after if after[table] != before[table]})


@contextmanager
def undone() -> Iterator[Callable[[], None]]:
    """What happens inside did not happen. Calling what it gives undoes what has happened so far."""
    savepoint = transaction.savepoint()
    try:
        yield lambda: transaction.savepoint_rollback(savepoint)
    finally:
        transaction.savepoint_rollback(savepoint)
        transaction.savepoint_commit(savepoint)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every statement that is no mere reading."""
    writes: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        text = sql.lstrip().lower()
        if not text.startswith((*READS, COUNTS)):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield writes


def digests() -> dict[str, str]:
    """A digest of each table's rows."""
    with connection.cursor() as cursor:
        return {
            name_of(kind): _digest(cursor, kind)
            for kind in kinds()
            if UNTOLD.get(name_of(kind), ()) is not None
        }


def _digest(cursor: Any, kind: Kind) -> str:
    told = sorted(set(columns(kind)) - (UNTOLD.get(name_of(kind)) or set()))
    cursor.execute(f"select {', '.join(told)} from {kind._meta.db_table} order by id")
    return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
