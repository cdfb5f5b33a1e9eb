"""Filling an empty database from a backup: all of it or nothing, with the ids it had."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction

from ..access.refusals import Conflict
from ..models.portable import Kind, Row, from_row, kinds, name_of

AT_ONCE = 500


def restore(tables: Iterable[tuple[Kind, Iterator[Row]]]) -> None:
    """Keep all rows in one transaction. Raises `Conflict` if anything is there already.

    Whatever the iterators raise undoes everything, and so does a row that refers to one that is missing.
    """
    with transaction.atomic(durable=True):
        _must_be_empty()
        for kind, rows in tables:
            read = from_row(kind)
            while batch := [read(row) for row in islice(rows, AT_ONCE)]:
                kind._base_manager.bulk_create(batch)
        _count_on()


def _must_be_empty() -> None:
    for kind in kinds():
        if kind._base_manager.exists():
            raise Conflict("database_not_empty", table=name_of(kind))


def _count_on() -> None:
    """New ids follow the restored ones. SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kinds()):
            cursor.execute(statement)
