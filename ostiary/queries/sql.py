"""Plain statements on both databases."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def rows(statement: str, params: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: _bound(value) for name, value in params.items()})
        found: list[Row] = cursor.fetchall()
        return found


def _bound(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def stamped(column: str) -> str:
    """A time as programs read it, written by the database: UTC, whole seconds, `Z` (api/answers.stamp).

    For long lists, where making a time of each and a text of that is half of the work.
    """
    if connection.vendor == "postgresql":
        return f"""to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    return f"replace(substr({column}, 1, 19), ' ', 'T') || 'Z'"


def moment(value: Any) -> datetime:
    """A time as the statement returned it: SQLite keeps text in UTC, and returns a column's as naive."""
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    # As `replace(tzinfo=UTC)`, in a seventh of its time: long lists have three of these a row.
    return datetime.combine(found, found.time(), UTC) if found.tzinfo is None else found


def moment_or_none(value: Any) -> datetime | None:
    """The same of a column that may be null."""
    return None if value is None else moment(value)
