"""Lists that page by keyset: a page begins where the one before ended, however far down that is.

An address names the row beside the page by its cursor, so a page stays where it is while rows come and go
elsewhere. A list is two statements: the rows, and how many there are with how many come before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from django.db.models import Count, Q, QuerySet, Subquery

SIZE = 50


class Addressed(Protocol):
    """A row that an address can name."""

    @property
    def ref(self) -> str: ...


R = TypeVar("R")
A = TypeVar("A", bound=Addressed)


@dataclass(frozen=True)
class Order:
    """By a field that is unique in the list. `cursor` is the field that addresses name a row by."""

    field: str
    cursor: str
    descending: bool = False


@dataclass(frozen=True)
class Window:
    """Which page: the one after a row, the one before a row, or the first."""

    after: str = ""
    before: str = ""


class Page(NamedTuple, Generic[R]):
    """Rows `first` to `last` of `total`, counted from one, and the cursors of the pages beside this one."""

    rows: list[R]
    first: int
    last: int
    total: int
    previous: str
    next: str


def page(
    found: "QuerySet[Any]",
    fields: tuple[str, ...],
    row: Callable[..., R],
    order: Order,
    window: Window,
    size: int = SIZE,
) -> Page[R]:
    """One page, each row made by `row` from its `fields`. A cursor that is gone leads to the first page."""
    cut = _beside(found, order, window)
    upwards = bool(window.before)
    sign = "-" if upwards != order.descending else ""
    values = list(cut.order_by(sign + order.field).values_list(order.field, order.cursor, *fields)[:size])
    if upwards:
        values.reverse()
    # The page before the second is the first, also when rows were added in between.
    if (window.after and not values) or (upwards and len(values) < size):
        return page(found, fields, row, order, Window(), size)
    return _counted(found, order, values, row)


def page_by_statements(
    find: Callable[[Window], list[tuple[Any, ...]]],
    count: Callable[[tuple[Any, ...]], tuple[int, int]],
    row: Callable[[tuple[Any, ...]], A],
    window: Window,
    size: int = SIZE,
) -> Page[A]:
    """The same for lists that plain statements read. The cursor of a row is its ref.

    `find` reads a page, from its cursor on in the direction of the window. `count`, given its first row, says
    how many rows there are and how many come before that one.
    """
    found = find(window)
    if window.before:
        found.reverse()
    # The page before the second is the first, also when rows were added in between.
    if (window.after and not found) or (window.before and len(found) < size):
        return page_by_statements(find, count, row, Window(), size)
    if not found:
        return Page([], 0, 0, 0, "", "")
    total, above = count(found[0])
    last = above + len(found)
    shown = [row(one) for one in found]
    return Page(
        shown, above + 1, last, total, shown[0].ref if above else "", shown[-1].ref if last < total else ""
    )


def _beside(found: "QuerySet[Any]", order: Order, window: Window) -> "QuerySet[Any]":
    cursor = window.after or window.before
    if not cursor:
        return found
    row = found.filter(**{order.cursor: cursor}).order_by()
    place = cursor if order.cursor == order.field else Subquery(row.values(order.field)[:1])
    further = "gt" if bool(window.after) != order.descending else "lt"
    return found.filter(**{f"{order.field}__{further}": place})


def _counted(
    found: "QuerySet[Any]", order: Order, values: list[tuple[Any, ...]], row: Callable[..., R]
) -> Page[R]:
    """The page with its place in the whole. Nothing found needs no second statement."""
    if not values:
        return Page([], 0, 0, 0, "", "")
    above = Q(**{f"{order.field}__{'gt' if order.descending else 'lt'}": values[0][0]})
    counts = found.order_by().aggregate(total=Count("pk"), above=Count("pk", filter=above))
    last = counts["above"] + len(values)
    return Page(
        [row(*value[2:]) for value in values],
        counts["above"] + 1,
        last,
        counts["total"],
        str(values[0][1]) if counts["above"] else "",
        str(values[-1][1]) if last < counts["total"] else "",
    )
