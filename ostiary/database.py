"""The two databases and the settings under which they keep what they acknowledge."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .config import BadConfiguration

# Seconds that a writer waits for its turn before the door answers "busy, try again".
BUSY_TIMEOUT = 10

# Times that PostgreSQL plans a statement anew before it keeps the plan: of reading access, planning is most.
PREPARED_AFTER = 3

# FULL: a commit is on the disk before it is acknowledged. Checkpoints are left to one place
# (jobs/checkpoints.py): SQLite before 3.51.3 can corrupt the file when a checkpoint races a writer.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for `DATABASE_URL`; without one, an SQLite file in the data folder."""
    if not url:
        data.mkdir(parents=True, exist_ok=True)
        return sqlite(data / "ostiary.sqlite3")
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url)
    if parts.scheme == "sqlite" and parts.path:
        return sqlite(Path(unquote(parts.path)))
    raise BadConfiguration("DATABASE_URL must look like postgresql://user:password@host:5432/name")


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # A thread keeps its connection: opening one costs more than most statements.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Writers queue at BEGIN, so none fails half-way because another wrote first.
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_TIMEOUT,
            "init_command": SQLITE_PRAGMAS,
        },
        # A file, never memory: threads of a test share what they would share in life.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options.setdefault("server_side_binding", True)
    planned = options.pop("prepare_threshold", str(PREPARED_AFTER))
    options["prepare_threshold"] = None if planned == "none" else int(planned)
    options["pool"] = {"min_size": 1, "max_size": int(options.pop("pool_size", 8)), "timeout": BUSY_TIMEOUT}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
