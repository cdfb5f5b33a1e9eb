"""How a database would answer: whether any statement reads a whole table to find a few rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLES = re.compile(r"""(?:from|join)\s+"?(ostiary_\w+)"?(?:\s+(?:as\s+)?"?(\w+)"?)?""", re.IGNORECASE)


@contextmanager
def no_scans() -> Iterator[None]:
    """Every statement inside finds its rows by an index."""
    with CaptureQueriesContext(connection) as queries:
        yield
    found = [f"{table}: {query['sql']}" for query in queries for table in scans(query["sql"])]
    assert not found, "\n\n".join(found)


def scans(sql: str) -> list[str]:
    """The tables that a statement would read from end to end."""
    return _scans_of_sqlite(sql) if connection.vendor == "sqlite" else _scans_of_postgresql(sql)


def _scans_of_sqlite(sql: str) -> list[str]:
    names = {name for pair in TABLES.findall(sql) for name in pair}
    with connection.cursor() as cursor:
        cursor.execute(f"explain query plan {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    scanned = [step.split()[1] for step in steps if step.startswith("SCAN ")]
    return [name for name in scanned if name in names]


def _scans_of_postgresql(sql: str) -> list[str]:
    """Few rows are always read whole; told not to, it does so only where no index leads to them."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("set local enable_seqscan = on")
    return re.findall(r"Seq Scan on (ostiary_\w+)", plan)
