"""The database: which it is, whether it has our tables, and whether it is whole."""

import sqlite3
from collections.abc import Iterator

from django.db import connection

from ...queries.tables import missing_migrations, unknown_migrations
from .finding import Finding, ok, problem, warning

OLDEST_POSTGRESQL = (15, 0)
# https://sqlite.org/wal.html#walresetbug
CHECKPOINTS_ARE_SAFE = (3, 51, 3)


def inspect() -> Iterator[Finding]:
    """Raises DatabaseError when it cannot be reached."""
    connection.ensure_connection()
    yield from (_sqlite() if connection.vendor == "sqlite" else _postgresql())


def inspect_tables() -> Iterator[Finding]:
    if unknown := unknown_migrations():
        yield problem("tables", f"A newer version has migrated this database ({', '.join(unknown)}).")
    elif missing := missing_migrations():
        yield problem("tables", f"{len(missing)} migrations are missing. Run `ostiary migrate`.", stops=True)
    else:
        yield ok("tables", "They are those of this version.")
    if connection.vendor == "sqlite":
        yield from _integrity()


def _sqlite() -> Iterator[Finding]:
    version = sqlite3.sqlite_version
    words = f"SQLite {version} at {connection.settings_dict['NAME']}"
    if sqlite3.sqlite_version_info < CHECKPOINTS_ARE_SAFE:
        fixed = ".".join(map(str, CHECKPOINTS_ARE_SAFE))
        words += (
            f". Before {fixed}, a checkpoint that races a writer can damage the file; "
            "Ostiary checkpoints from one place, while nobody writes, so this version is safe to use"
        )
    yield ok("database", f"{words}.")
    if _one("PRAGMA journal_mode") != "wal":
        yield problem("database", "The file is not in WAL mode; is it on a network file system?")


def _postgresql() -> Iterator[Finding]:
    version = connection.get_database_version()
    words = f"PostgreSQL {'.'.join(map(str, version))}"
    if version < OLDEST_POSTGRESQL:
        yield problem("database", f"{words} is too old: at least version {OLDEST_POSTGRESQL[0]} is needed.")
    else:
        yield ok("database", f"{words}, database {connection.settings_dict['NAME']}.")
    if (encoding := _one("SHOW server_encoding")) != "UTF8":
        yield problem("database", f"It keeps text as {encoding}; it must be UTF8.")
    if _one("SHOW synchronous_commit") == "off" or _one("SHOW fsync") == "off":
        yield warning("database", "It acknowledges what it has not written: a crash can lose changes.")


def _integrity() -> Iterator[Finding]:
    found = _one("PRAGMA quick_check(1)")
    orphans = _one("select count(*) from pragma_foreign_key_check")
    if found != "ok":
        yield problem("integrity", f"The file is damaged: {found}. Restore a backup.", stops=True)
    elif orphans:
        yield problem("integrity", f"{orphans} rows refer to rows that are not there. Restore a backup.")
    else:
        yield ok("integrity", "The file is whole.")


def _one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
