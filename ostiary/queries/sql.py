"""Plain statements on both databases."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection


def rows(statement: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: _bound(value) for name, value in params.items()})
        return cursor.fetchall()


def _bound(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def moment(value: Any) -> datetime | None:
    """A time as the statement returned it: SQLite keeps text in UTC, and returns a column's as naive."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    # As `replace(tzinfo=UTC)`, in a seventh of its time: long lists have three of these a row.
    return datetime.combine(value, value.time(), UTC) if value and value.tzinfo is None else value
