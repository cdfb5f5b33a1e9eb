"""How often something may be tried: every limit of the server, by name, with its number in sight.

What guards a secret is counted and committed before the secret is looked at, so that fifty tries at once
count as fifty. Keys are HMACs: the table tells nobody whose addresses were tried. A window is fixed and
trying on does not prolong it, so nobody is kept out for sport: what counts against one address is counted
per network, and what counts over all networks leaves out those the person has signed in from before.
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
from ..models import Throttle
from ..queries import sql

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# More tries than any window counts.
ALL = 1_000_000
# How far back a person's sessions make a network one of theirs.
REMEMBERED_SESSIONS = 50


@dataclass(frozen=True)
class Limit:
    """So many in so long for one key."""

    what: str
    most: int
    window: timedelta

    def of(self, *whose: object) -> "Counter":
        return Counter(self, ring().mac(f"throttle {self.what}", "/".join(map(str, whose))))


class Closing(Throttled):
    """The first try too many of those that count against one person: who is told of it is told now."""


class Count(NamedTuple):
    """The seconds to wait where one try was too many, else 0, and the counters whose first such it was."""

    wait: int
    closing: frozenset[str]


class Window(NamedTuple):
    """What is left of a limit, and until when."""

    remaining: int
    ends_at: datetime
    exceeded: bool


@dataclass(frozen=True)
class Counter:
    limit: Limit
    key: str


PASSWORDS_HERE = Limit("passwords for an address from one network", 10, 15 * MINUTE)
PASSWORDS_FROM_NETWORK = Limit("passwords from one network", 100, 15 * MINUTE)
PASSWORDS_FROM_STRANGERS = Limit("passwords for an address from networks new to it", 50, HOUR)
CODES = Limit("codes of a person", 10, 15 * MINUTE)
CHALLENGES_TO_NETWORK = Limit("challenges for passkeys asked for from one network", 1000, 15 * MINUTE)
PASSKEYS_FROM_NETWORK = Limit("passkeys from one network", 100, 15 * MINUTE)
PRESENCE = Limit("passwords in one session", 10, 15 * MINUTE)
JUDGEMENTS = Limit("passwords judged while they are typed, from one network", 300, 15 * MINUTE)
RESETS_TO_ADDRESS = Limit("reset letters to an address", 3, HOUR)
RESETS_FROM_NETWORK = Limit("reset letters asked for from one network", 20, HOUR)
PASS_LETTERS = Limit("letters with codes of passes to a person", 4, HOUR)
PASSES = Limit("passes for a member", 5, DAY)
LETTERS_ABOUT_TRIES = Limit("letters about wrong passwords or codes to a person", 1, DAY)
INVITATIONS_BY_MEMBER = Limit("invitations by a member", 60, HOUR)
INVITATIONS_BY_ACCOUNT = Limit("invitations by an account", 1000, DAY)
INVITATIONS_TO_ADDRESS = Limit("invitations to an address", 10, DAY)
REMINDERS_BY_ACCOUNT = Limit("rounds of letters about second factors by an account", 1, DAY)
ACCEPTANCES_FROM_NETWORK = Limit("invitations accepted by API from one network", 30, HOUR)

# What one person is told of when it closes; the others are about a network or an account.
OF_ONE_PERSON = {PASSWORDS_HERE.what, PASSWORDS_FROM_STRANGERS.what, CODES.what, PRESENCE.what}


def sign_in(person_id: int | None, address_key: str, ip: str) -> None:
    """One more password is about to be checked for an address. Raises `Throttled`, and first `Closing`."""
    counters = _sign_in(address_key, ip)
    if _is_known_network(person_id, ip):
        counters.pop()
    _count_first(counters)


def sign_in_was_right(address_key: str, ip: str) -> None:
    """The right password takes its own try back, and the address starts afresh in this network."""
    here, *others = _sign_in(address_key, ip)
    _take_back({here: ALL, **dict.fromkeys(others, 1)})


def _sign_in(address_key: str, ip: str) -> list[Counter]:
    network = network_of(ip)
    return [
        PASSWORDS_HERE.of(address_key, network),
        PASSWORDS_FROM_NETWORK.of(network),
        PASSWORDS_FROM_STRANGERS.of(address_key),
    ]


LATEST = """
select distinct ip from (
  select ip from ostiary_session where person_id = %(person)s order by id desc limit %(most)s) latest
"""


def _is_known_network(person_id: int | None, ip: str) -> bool:
    """One of the networks of this person's latest sessions. Asked for nobody as well: it costs the same."""
    latest = sql.rows(LATEST, {"person": person_id or 0, "most": REMEMBERED_SESSIONS})
    return network_of(ip) in {network_of(address) for (address,) in latest}


def forgive(address_key: str) -> None:
    """Whoever proved the mailbox of an address has nothing to do with what strangers tried on it."""
    _take_back({PASSWORDS_FROM_STRANGERS.of(address_key): ALL})


def code(person_id: int) -> None:
    """One more code. Only who knows the password comes this far, so nobody else can use the tries up."""
    _count_first([CODES.of(person_id)])


def code_was_right(person_id: int) -> None:
    _take_back({CODES.of(person_id): ALL})


def challenge(ip: str) -> None:
    """One more challenge for a passkey: the page to log in asks for one whenever it is opened."""
    _count_first([CHALLENGES_TO_NETWORK.of(network_of(ip))])


def passkey(ip: str) -> None:
    """One more sign-in by passkey alone. Nobody guesses those; each try costs a signature and a line."""
    _count_first([PASSKEYS_FROM_NETWORK.of(network_of(ip))])


def passkey_was_right(ip: str) -> None:
    _take_back({PASSKEYS_FROM_NETWORK.of(network_of(ip)): 1})


def presence(session_id: int) -> None:
    """One more password to confirm who one is."""
    _count_first([PRESENCE.of(session_id)])


def presence_was_right(session_id: int) -> None:
    _take_back({PRESENCE.of(session_id): ALL})


def letter_about_tries(step: str, whose: object) -> bool:
    """Whether another letter may tell somebody that they are being guessed at; counts with what asks."""
    return not _count([LETTERS_ABOUT_TRIES.of(step, whose)]).wait


def reset(address_key: str, ip: str) -> bool:
    """Whether a letter with a way to a new password may go to an address; the asker is not told.

    Raises `Throttled` when too many were asked for from one network, whatever the addresses.
    """
    _count_first([RESETS_FROM_NETWORK.of(network_of(ip))])
    return not _count_durably([RESETS_TO_ADDRESS.of(address_key)]).wait


def pass_letter(person_id: int) -> bool:
    """Whether a letter with codes of passes may go to a person; the asker is not told."""
    return not _count_durably([PASS_LETTERS.of(person_id)]).wait


def passes(member_id: int) -> None:
    """One more pass for a member. No secret hangs on it, so it counts in the transaction that gives it."""
    if wait := _count([PASSES.of(member_id)]).wait:
        raise Throttled(wait, "too_many_passes")


def invitation(inviter_id: int, account_id: int, address_key: str) -> None:
    """One more invitation. No secret hangs on it, so it counts in the transaction that invites."""
    counters = [
        INVITATIONS_BY_MEMBER.of(inviter_id),
        INVITATIONS_BY_ACCOUNT.of(account_id),
        INVITATIONS_TO_ADDRESS.of(address_key),
    ]
    if wait := _count(counters).wait:
        raise Throttled(wait, "too_many_invitations")


def judgement(ip: str) -> None:
    """One more password is about to be judged while it is typed, which costs some milliseconds."""
    _count_first([JUDGEMENTS.of(network_of(ip))])


def reminder(account_id: int) -> None:
    """One more round of letters to those without a second factor. Counts with what asks for them."""
    if wait := _count([REMINDERS_BY_ACCOUNT.of(account_id)]).wait:
        raise Throttled(wait, "reminded_lately")


def acceptance(ip: str) -> None:
    """One more invitation is about to be accepted by API, which costs a hash."""
    _count_first([ACCEPTANCES_FROM_NETWORK.of(network_of(ip))])


def write(whose: str, most: int) -> Window:
    """One more write by API in this full hour. Committed by itself: what is refused counts as well."""
    moment = now()
    ends_at = _next_hour(moment)
    counter = Limit("writes by API", most, ends_at - moment).of(whose)
    with transaction.atomic(durable=True):
        count = _counted([counter], moment)[counter.key][0]
    return Window(max(most - count, 0), ends_at, exceeded=count > most)


def hour_of_writes(most: int) -> Window:
    """This hour for somebody who has written nothing in it."""
    return Window(most, _next_hour(now()), exceeded=False)


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR


def paused(people: Mapping[int, str]) -> set[int]:
    """Those of the people, by id with their address keys, who are kept out for a while now.

    Their passwords are refused in networks new to them, or their codes everywhere.
    """
    of_whom = {PASSWORDS_FROM_STRANGERS.of(key): person for person, key in people.items()}
    of_whom |= {CODES.of(person): person for person in people}
    running = Throttle.objects.filter(key__in=[one.key for one in of_whom], window_ends_at__gt=now())
    counts = dict(running.values_list("key", "count"))
    return {person for one, person in of_whom.items() if counts.get(one.key, 0) >= one.limit.most}


def forget_ended(moment: datetime) -> int:
    """Clear the windows that are over."""
    return Throttle.objects.filter(window_ends_at__lte=moment).delete()[0]


@lru_cache(maxsize=4096)
def network_of(ip: str) -> str:
    """A /24 of IPv4, a /64 of IPv6: what one party usually holds. Those we cannot tell apart share one."""
    try:
        version = ip_address(ip).version
    except ValueError:
        return ""
    return str(ip_network((ip, 24 if version == 4 else 64), strict=False))


def _count_first(counters: Sequence[Counter]) -> None:
    count = _count_durably(counters)
    if count.wait:
        raise (Closing if count.closing & OF_ONE_PERSON else Throttled)(count.wait)


def _count_durably(counters: Sequence[Counter]) -> Count:
    """In a transaction of its own: what comes after cannot take the count back."""
    with transaction.atomic(durable=True):
        return _count(counters)


# One statement adds to all counters, in one order, so that two of them never wait for each other.
COUNT = """
insert into ostiary_throttle (key, window_ends_at, count) values {rows}
on conflict (key) do update set
  count = case when ostiary_throttle.window_ends_at <= %s then 1 else ostiary_throttle.count + 1 end,
  window_ends_at = case when ostiary_throttle.window_ends_at <= %s
                        then excluded.window_ends_at else ostiary_throttle.window_ends_at end
returning key, count, window_ends_at
"""


def _count(counters: Sequence[Counter]) -> Count:
    """Count one try for each."""
    moment = now()
    limits = {counter.key: counter.limit for counter in counters}
    over = [
        (limits[key], count, ends_at)
        for key, (count, ends_at) in _counted(counters, moment).items()
        if count > limits[key].most
    ]
    wait = max((_seconds(ends_at, moment) for _, _, ends_at in over), default=0)
    return Count(wait, frozenset(limit.what for limit, count, _ in over if count == limit.most + 1))


def _counted(counters: Sequence[Counter], moment: datetime) -> dict[str, tuple[int, datetime]]:
    """Count one try for each: how many that makes in its window, and when the window ends."""
    limits = {counter.key: counter.limit for counter in sorted(counters, key=lambda one: one.key)}
    at = connection.ops.adapt_datetimefield_value
    values = [part for key, limit in limits.items() for part in (key, at(moment + limit.window))]
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT.format(rows=", ".join(["(%s, %s, 1)"] * len(limits))), [*values, at(moment), at(moment)]
        )
        found = cursor.fetchall()
    return {key: (count, sql.moment(ends_at)) for key, count, ends_at in found}  # type: ignore[misc]


def _seconds(ends_at: datetime, moment: datetime) -> int:
    return max(1, ceil((ends_at - moment).total_seconds()))


# The same way round, for tries that turned out right. What was counted in a window that is over stays away.
TAKE_BACK = """
insert into ostiary_throttle (key, window_ends_at, count) values {rows}
on conflict (key) do update set
  count = case when ostiary_throttle.count > -excluded.count
               then ostiary_throttle.count + excluded.count else 0 end
"""


def _take_back(tries: Mapping[Counter, int]) -> None:
    over = connection.ops.adapt_datetimefield_value(now())
    ordered = sorted(tries.items(), key=lambda one: one[0].key)
    values = [part for counter, number in ordered for part in (counter.key, over, -number)]
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK.format(rows=", ".join(["(%s, %s, %s)"] * len(ordered))), values)
