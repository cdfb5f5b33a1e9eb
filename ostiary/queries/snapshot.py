"""Everything as it was at one instant, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from ..models.portable import Kind, Row, columns, to_row

AT_ONCE = 1000


@contextmanager
def one_instant() -> Iterator[None]:
    """Whatever is read inside is of one instant. Nobody waits for it, and it waits for nobody."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Not `atomic()`, which would take SQLite's write lock: a reader in WAL mode needs none.
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def rows(kind: Kind) -> Iterator[Row]:
    """All rows of one kind in the order in which they were made, a thousand in memory at a time."""
    found = kind._base_manager.order_by("pk").values_list(*columns(kind))
    return map(to_row(kind), found.iterator(AT_ONCE))
