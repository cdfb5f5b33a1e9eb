"""One row at a time: found by its columns, made, changed.

Most of what an action does is of this kind, and the ORM composes each such statement anew, which takes
several times as long as the database needs for it. Here each is composed once for a kind and its columns.
Values go in and come out by the fields' own rules, as they do in the ORM; sets of rows are left to it. All
that a statement is put together from are the names of our own tables and columns.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
Kind = type[models.Model]


class Statement(NamedTuple):
    sql: str
    # The fields whose values it takes, in their order.
    takes: tuple[Any, ...]


def find(kind: type[Row], /, *, lock: bool = False, **columns: Any) -> Row | None:
    """The row with these values, of which there is at most one. `None` as a value means the null of SQL.

    `lock`: queue behind whoever changes it, until the transaction ends.
    """
    given = tuple(name for name, value in columns.items() if value is not None)
    missing = tuple(name for name, value in columns.items() if value is None)
    statement, db = _select(kind, given, missing, lock), _database()
    with db.cursor() as cursor:
        cursor.execute(statement.sql, _values(db, statement, [columns[name] for name in given]))
        found = cursor.fetchone()
    if found is None:
        return None
    row: Row = kind.from_db(db.alias, _names(kind), _reader(kind)(found))
    return row


def get(kind: type[Row], /, **columns: Any) -> Row:
    """The row that is known to be there. Raises `DoesNotExist` of its kind if it is not."""
    row = find(kind, **columns)
    if row is None:
        raise kind.DoesNotExist(f"no {kind.__name__} with such {', '.join(columns)}")  # type: ignore[attr-defined]
    return row


def insert(row: Row) -> Row:
    """Save a row that is new, and give it back with its key."""
    statement, db = _insert(type(row), returning=True), _database()
    with db.cursor() as cursor:
        cursor.execute(statement.sql, _new_values(db, statement, row))
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, db.alias
    return row


def insert_all(rows: Sequence[models.Model]) -> None:
    """Save rows of one kind that are new; nobody needs their keys."""
    if not rows:
        return
    statement, db = _insert(type(rows[0]), returning=False), _database()
    with db.cursor() as cursor:
        cursor.executemany(statement.sql, [_new_values(db, statement, row) for row in rows])


def change(row: models.Model, /, **columns: Any) -> None:
    """Give a saved row these values, and write no others."""
    for name, value in columns.items():
        setattr(row, name, value)
    statement, db = _update(type(row), tuple(columns)), _database()
    with db.cursor() as cursor:
        cursor.execute(statement.sql, [*_values(db, statement, columns.values()), row.pk])


def _database() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]


def _new_values(db: BaseDatabaseWrapper, statement: Statement, row: models.Model) -> list[Any]:
    return _values(db, statement, [field.pre_save(row, True) for field in statement.takes])


def _values(db: BaseDatabaseWrapper, statement: Statement, values: Any) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(value, "pk", value), db)
        for field, value in zip(statement.takes, values, strict=True)
    ]


@cache
def _select(kind: Kind, given: tuple[str, ...], missing: tuple[str, ...], lock: bool) -> Statement:
    columns = ", ".join(_column(field) for field in kind._meta.concrete_fields)
    takes = tuple(_field(kind, name) for name in given)
    where = [f"{_column(field)} = %s" for field in takes]
    where += [f"{_column(_field(kind, name))} IS NULL" for name in missing]
    for_update = " FOR UPDATE" if lock and _database().features.has_select_for_update else ""
    sql = f"SELECT {columns} FROM {_table(kind)} WHERE {' AND '.join(where)}{for_update}"  # noqa: S608
    return Statement(sql, takes)


@cache
def _insert(kind: Kind, *, returning: bool) -> Statement:
    takes = tuple(field for field in kind._meta.concrete_fields if not isinstance(field, models.AutoField))
    columns, blanks = ", ".join(map(_column, takes)), ", ".join(["%s"] * len(takes))
    key = f" RETURNING {_column(kind._meta.pk)}" if returning else ""
    return Statement(f"INSERT INTO {_table(kind)} ({columns}) VALUES ({blanks}){key}", takes)  # noqa: S608


@cache
def _update(kind: Kind, names: tuple[str, ...]) -> Statement:
    takes = tuple(_field(kind, name) for name in names)
    changes = ", ".join(f"{_column(field)} = %s" for field in takes)
    sql = f"UPDATE {_table(kind)} SET {changes} WHERE {_column(kind._meta.pk)} = %s"  # noqa: S608
    return Statement(sql, takes)


@cache
def _names(kind: Kind) -> list[str]:
    return [field.attname for field in kind._meta.concrete_fields]


@cache
def _reader(kind: Kind) -> Callable[[tuple[Any, ...]], list[Any]]:
    """What turns the values of a row, as the driver gives them, into those of its fields."""
    compiler = kind._base_manager.none().query.get_compiler(DEFAULT_DB_ALIAS)
    converters = compiler.get_converters(
        [field.get_col(kind._meta.db_table) for field in kind._meta.concrete_fields]
    )
    return lambda found: list(next(compiler.apply_converters([found], converters)))


def _field(kind: Kind, name: str) -> Any:
    return kind._meta.pk if name == "pk" else kind._meta.get_field(name)


def _table(kind: Kind) -> str:
    return _database().ops.quote_name(kind._meta.db_table)


def _column(field: Any) -> str:
    return _database().ops.quote_name(field.column)
