"""Moving SQLite's write-ahead log into the database, from one place and while nobody writes.

Releases before 3.51.3 can corrupt the file when a checkpoint races a writer that starts the log anew
(https://sqlite.org/wal.html#walresetbug). So the connections of the server never checkpoint by themselves
(`wal_autocheckpoint=0`, database.py), and the one that does holds the write lock meanwhile.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

# About 1000 pages, SQLite's own measure.
LARGE = 4 * 1024 * 1024


def is_due() -> bool:
    """Whether the log is large enough to be worth a pause of the writers."""
    return connection.vendor == "sqlite" and _log_size() >= LARGE


def checkpoint() -> None:
    """Move all of the log that no reader still needs. Raises OperationalError if a writer never ends."""
    if connection.vendor != "sqlite" or not _log_size():
        return
    # A connection cannot checkpoint inside its own transaction: one keeps writers out, another does the work.
    with transaction.atomic(durable=True), closing(sqlite3.connect(_file(), isolation_level=None)) as worker:
        worker.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _log_size() -> int:
    try:
        return Path(f"{_file()}-wal").stat().st_size
    except FileNotFoundError:
        return 0
