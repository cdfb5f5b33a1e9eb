"""Rows in a form that both databases give and take, so that what one kept the other can keep."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models

Row = dict[str, Any]
Kind = type[models.Model]


def kinds() -> list[Kind]:
    """All that has rows, in one order."""
    return sorted(apps.get_app_config("ostiary").get_models(), key=name_of)


def name_of(kind: Kind) -> str:
    return kind._meta.db_table.removeprefix("ostiary_")


def to_row(kind: Kind) -> Callable[[tuple[Any, ...]], Row]:
    """Turns the values of one row, as the database gave them, into what JSON can hold."""
    names = columns(kind)
    return lambda values: {name: _out(value) for name, value in zip(names, values, strict=True)}


def from_row(kind: Kind) -> Callable[[Row], models.Model]:
    """Turns such a row back into what can be saved. Raises TypeError for a column that is not ours."""
    readers = dict(_readers(kind))

    def read(row: Row) -> models.Model:
        return kind(
            **{name: readers[name](value) if name in readers else value for name, value in row.items()}
        )

    return read


def columns(kind: Kind) -> list[str]:
    return [field.attname for field in kind._meta.concrete_fields]


def _out(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value


def _readers(kind: Kind) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    for field in kind._meta.concrete_fields:
        if isinstance(field, models.DateTimeField):
            yield field.attname, lambda value: value and datetime.fromisoformat(value)
        elif isinstance(field, models.BinaryField):
            yield field.attname, lambda value: None if value is None else b64decode(value)
