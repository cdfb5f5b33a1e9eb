"""What a request changed: every row of every table, compared before and after."""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction

from ostiary.models import Account
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
# What says that somebody tried: an event, and the head of the trail that it is on.
A_NOTE = {"event", "person", "account", "server"}
# A statement that begins so changes one table: in this schema nothing follows from a change by itself.
CHANGES_ONE = re.compile(r'(?:insert into|update|delete from) "?ostiary_(\w+)')

# What makes a row an account's, where it does not name the account itself.
TO_ACCOUNT = ("account", "member__account", "group__account", "service_group__account")

TABLES = {name_of(kind): kind for kind in kinds() if UNTOLD.get(name_of(kind), ()) is not None}

Answer = Any


class Outcome(NamedTuple):
    answer: Answer
    changed: set[str]


def outcome(ask: Callable[..., Answer], *args: Any) -> Outcome:
    """The answer to a request, and the tables that it changed; afterwards everything is as it was."""
    with undone() as undo, watched() as written:
        answer = ask(*args)
        if not written:
            return Outcome(answer, set())
        after = contents(written)
        undo()
        before = contents(written)
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
def watched() -> Iterator[set[str]]:
    """The tables that statements write to."""
    written: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        text = sql.lstrip().lower()
        if not text.startswith((*READS, COUNTS)):
            one = CHANGES_ONE.match(text)
            written.update([one[1]] if one else TABLES)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


def contents(tables: Collection[str] = TABLES) -> dict[str, list[Any]]:
    """Each table's rows."""
    with connection.cursor() as cursor:
        return {name: _rows(cursor, kind) for name, kind in TABLES.items() if name in tables}


def theirs(account: Account, tables: Collection[str]) -> dict[str, list[Any]]:
    """The rows of these tables that are one account's."""
    paths = {name: _to_account(TABLES[name]) for name in tables if name in TABLES}
    return {
        name: list(TABLES[name]._base_manager.filter(**{path: account.pk}).order_by("pk").values_list())
        for name, path in paths.items()
        if path
    }


def _to_account(kind: Kind) -> str:
    """By which columns a row is an account's; a person's are nobody's but their own."""
    if kind is Account:
        return "pk"
    fields = {field.name for field in kind._meta.concrete_fields}
    return next((path for path in TO_ACCOUNT if path.partition("__")[0] in fields), "")


def _rows(cursor: Any, kind: Kind) -> list[Any]:
    told = sorted(set(columns(kind)) - (UNTOLD.get(name_of(kind)) or set()))
    cursor.execute(f"select {', '.join(told)} from {kind._meta.db_table} order by id")
    return list(cursor.fetchall())
