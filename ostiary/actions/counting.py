"""How tries are counted: so many in a window, in one row of the database for each limit and key.

What guards a secret is counted and committed before the secret is looked at, so that fifty tries at once
count as fifty. Keys are HMACs: the table tells nobody whose addresses were tried. A window is fixed, and
trying on does not prolong it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address, ip_network
from math import ceil
from typing import NamedTuple

from django.db import connection, transaction

from ..access.refusals import Throttled
from ..clock import now
from ..keyring import ring
from ..queries import sql

# More tries than any window counts.
ALL = 1_000_000


@dataclass(frozen=True)
class Limit:
    """So many in so long for one key."""

    what: str
    most: int
    window: timedelta
    # Whether it guards one person, who is told when it closes; others are about a network or an account.
    is_told: bool = False

    def of(self, *whose: object) -> "Counter":
        return Counter(self, ring().mac(f"throttle {self.what}", "/".join(map(str, whose))))


@dataclass(frozen=True)
class Counter:
    limit: Limit
    key: str


class Count(NamedTuple):
    """The seconds to wait where one try was too many, else 0, and the limits whose first such try it was."""

    wait: int
    closing: tuple[Limit, ...]


class Closing(Throttled):
    """The first try too many of those that count against one person: who is told of it is told now."""


@lru_cache(maxsize=4096)
def network_of(ip: str, of_ipv6: int = 64) -> str:
    """A /24 of IPv4, a /64 of IPv6: what one party usually holds. Those we cannot tell apart share one."""
    try:
        version = ip_address(ip).version
    except ValueError:
        return ""
    return str(ip_network((ip, 24 if version == 4 else of_ipv6), strict=False))


def count_first(counters: Sequence[Counter]) -> None:
    """Before a secret is looked at. Raises `Throttled`, and where a person is to be told, `Closing`."""
    found = count_durably(counters)
    if found.wait:
        is_told = any(limit.is_told for limit in found.closing)
        raise (Closing if is_told else Throttled)(found.wait)


def count_durably(counters: Sequence[Counter]) -> Count:
    """In a transaction of its own: what comes after cannot take the count back."""
    with transaction.atomic(durable=True):
        return count(counters)


# One statement adds to all counters, in one order, so that two of them never wait for each other.
COUNT = """
insert into ostiary_throttle (key, window_ends_at, count) values {rows}
on conflict (key) do update set
  count = case when ostiary_throttle.window_ends_at <= %s then 1 else ostiary_throttle.count + 1 end,
  window_ends_at = case when ostiary_throttle.window_ends_at <= %s
                        then excluded.window_ends_at else ostiary_throttle.window_ends_at end
returning key, count, window_ends_at
"""


def count(counters: Sequence[Counter]) -> Count:
    """Count one try for each, in the transaction of what asks: if that fails, nothing was counted."""
    moment = now()
    limits = {counter.key: counter.limit for counter in counters}
    over = [
        (limits[key], tries, ends_at)
        for key, (tries, ends_at) in counted(counters, moment).items()
        if tries > limits[key].most
    ]
    wait = max((_seconds(ends_at, moment) for _, _, ends_at in over), default=0)
    return Count(wait, tuple(limit for limit, tries, _ in over if tries == limit.most + 1))


def counted(counters: Sequence[Counter], moment: datetime) -> dict[str, tuple[int, datetime]]:
    """Count one try for each: how many that makes in its window, and when the window ends."""
    limits = {counter.key: counter.limit for counter in sorted(counters, key=lambda one: one.key)}
    at = connection.ops.adapt_datetimefield_value
    values = [part for key, limit in limits.items() for part in (key, at(moment + limit.window))]
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT.format(rows=", ".join(["(%s, %s, 1)"] * len(limits))), [*values, at(moment), at(moment)]
        )
        found = cursor.fetchall()
    return {key: (tries, sql.moment(ends_at)) for key, tries, ends_at in found}


def _seconds(ends_at: datetime, moment: datetime) -> int:
    return max(1, ceil((ends_at - moment).total_seconds()))


# The same way round, for tries that turned out right. What was counted in a window that is over stays away.
TAKE_BACK = """
insert into ostiary_throttle (key, window_ends_at, count) values {rows}
on conflict (key) do update set
  count = case when ostiary_throttle.count > -excluded.count
               then ostiary_throttle.count + excluded.count else 0 end
"""


def take_back(tries: Mapping[Counter, int]) -> None:
    """Count so many tries less for each: they turned out right."""
    over = connection.ops.adapt_datetimefield_value(now())
    ordered = sorted(tries.items(), key=lambda one: one[0].key)
    values = [part for counter, number in ordered for part in (counter.key, over, -number)]
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK.format(rows=", ".join(["(%s, %s, %s)"] * len(ordered))), values)
