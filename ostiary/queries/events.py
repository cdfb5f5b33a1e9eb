"""An account's trail by page, for programs: filtered, sorted by time, and read by an index whatever is asked.

Numbers in a trail have no gaps, and later events have later times. So where only times are asked for, a page
and the whole are reckoned from the first and the last number; nothing is counted or skipped.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from .sql import Row, moment, rows

COLUMNS = "e.ref, e.at, e.name, e.actor_ref, e.token_ref, e.body, e.personal, e.id"
BOUNDS = """
select (select e.number from ostiary_event e where {where} order by e.at, e.id limit 1),
       (select e.number from ostiary_event e where {where} order by e.at desc, e.id desc limit 1)
"""
BY_NUMBER = f"""
select {COLUMNS} from ostiary_event e
 where e.account_id = %(account)s and e.number between %(first)s and %(last)s order by e.number {{direction}}
"""  # noqa: S608 -- put together from constants
BRANCH = f"""
select * from (select {COLUMNS} from ostiary_event e where {{where}}
 order by e.at {{direction}}, e.id {{direction}} limit %(reach)s) as branch{{number}}
"""  # noqa: S608
MERGED = """
select * from ({branches}) as found order by 2 {direction}, 8 {direction} limit %(size)s offset %(offset)s
"""
COUNT = "select count(*) from ostiary_event e where {where}"
ONE = f"select {COLUMNS} from ostiary_event e where e.ref = %(ref)s and e.account_id = %(account)s"  # noqa: S608

CONDITIONS = {
    "actor": "e.actor_ref = %(actor)s",
    "target": "e.target_ref = %(target)s",
    # The second half is the index's own condition.
    "token": "e.token_ref = %(token)s and e.token_ref <> ''",
    "since": "e.at >= %(since)s",
    "until": "e.at < %(until)s",
}


@dataclass(frozen=True)
class Filter:
    """What is asked for; what is empty asks nothing. `names` are those of our events, and none finds none."""

    names: Sequence[str] | None = None
    actor: str = ""
    target: str = ""
    token: str = ""
    since: datetime | None = None
    until: datetime | None = None
    descending: bool = False

    @property
    def asks_for_times_alone(self) -> bool:
        return self.names is None and not (self.actor or self.target or self.token)

    @property
    def direction(self) -> str:
        return "desc" if self.descending else "asc"


class EventRow(NamedTuple):
    ref: str
    at: datetime
    name: str
    actor_ref: str
    token_ref: str
    body: dict[str, Any]
    # A salt and a text by digest, of what has not been erased.
    personal: dict[str, list[str]]


@dataclass
class Asked:
    """A filter as the parts of a statement."""

    account_id: int
    chosen: Filter
    params: dict[str, Any] = field(init=False)
    where: str = field(init=False)

    def __post_init__(self) -> None:
        given = {name: getattr(self.chosen, name) for name in CONDITIONS}
        given = {name: value for name, value in given.items() if value}
        names = {f"name{number}": name for number, name in enumerate(self.chosen.names or ())}
        self.params = {"account": self.account_id, **given, **names}
        self.where = " and ".join(["e.account_id = %(account)s", *(CONDITIONS[name] for name in given)])

    def named(self) -> list[str]:
        """The condition once for each name, so that each is read in the order of its index."""
        if self.chosen.names is None:
            return [self.where]
        return [f"{self.where} and e.name = %(name{number})s" for number in range(len(self.chosen.names))]


def listed(account_id: int, chosen: Filter, *, offset: int, size: int) -> tuple[list[EventRow], int]:
    """One page, and how many there are in all: two statements."""
    asked = Asked(account_id, chosen)
    if chosen.asks_for_times_alone:
        return _by_number(asked, offset, size)
    wheres = asked.named()
    if not wheres:
        return [], 0
    total = sum(count for (count,) in rows(_counts(wheres), asked.params))
    branches = " union all ".join(
        BRANCH.format(where=where, direction=chosen.direction, number=number)
        for number, where in enumerate(wheres)
    )
    statement = MERGED.format(branches=branches, direction=chosen.direction)
    found = rows(statement, {**asked.params, "reach": offset + size, "size": size, "offset": offset})
    return [_row(row) for row in found], total


def one(account_id: int, ref: str) -> EventRow | None:
    found = rows(ONE, {"account": account_id, "ref": ref})
    return _row(found[0]) if found else None


def _by_number(asked: Asked, offset: int, size: int) -> tuple[list[EventRow], int]:
    lowest, highest = rows(BOUNDS.format(where=asked.where), asked.params)[0]
    if lowest is None or highest < lowest:
        return [], 0
    if asked.chosen.descending:
        first, last = max(highest - offset - size + 1, lowest), highest - offset
    else:
        first, last = lowest + offset, min(lowest + offset + size - 1, highest)
    statement = BY_NUMBER.format(direction=asked.chosen.direction)
    found = rows(statement, {"account": asked.account_id, "first": first, "last": last})
    return [_row(row) for row in found], highest - lowest + 1


def _counts(wheres: list[str]) -> str:
    return " union all ".join(COUNT.format(where=where) for where in wheres)


def _row(row: Row) -> EventRow:
    ref, at, name, actor, token, body, personal, _ = row
    return EventRow(ref, moment(at), name, actor, token, json.loads(body), json.loads(personal))
