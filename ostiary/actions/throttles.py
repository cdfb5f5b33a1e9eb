"""How often something may be tried: every limit of the server, by name, with its number in sight.

No stranger can lock a person out: what counts against one address is counted per network, and what counts
over all networks leaves out those the person has signed in from before. `counting` is how tries are counted.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from ..access.refusals import Throttled
from ..clock import now
from ..models import Throttle
from ..models.people import NOBODY
from ..queries import sql
from .counting import ALL, Counter, Limit, count, count_durably, count_first, counted, network_of, take_back

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

PASSWORDS_HERE = Limit("passwords for an address from one network", 10, 15 * MINUTE, is_told=True)
PASSWORDS_FROM_NETWORK = Limit("passwords from one network", 100, 15 * MINUTE)
PASSWORDS_FROM_STRANGERS = Limit("passwords for an address from networks new to it", 50, HOUR, is_told=True)
CODES = Limit("codes of a person", 10, 15 * MINUTE, is_told=True)
CHALLENGES_TO_NETWORK = Limit("challenges for passkeys asked for from one network", 1000, 15 * MINUTE)
PASSKEYS_FROM_NETWORK = Limit("passkeys from one network", 100, 15 * MINUTE)
PRESENCE = Limit("passwords in one session", 10, 15 * MINUTE, is_told=True)
JUDGEMENTS = Limit("passwords judged while they are typed, from one network", 300, 15 * MINUTE)
DEAD_LINKS = Limit("links that open nothing, sent from one network", 30, HOUR)
RESETS_TO_ADDRESS = Limit("reset letters to an address", 3, HOUR)
RESETS_FROM_NETWORK = Limit("reset letters asked for from one network", 20, HOUR)
PASS_LETTERS = Limit("letters with codes of passes to a person", 4, HOUR)
PASSES = Limit("passes for a member", 5, DAY)
LETTERS_ABOUT_TRIES = Limit("letters about wrong passwords or codes to a person", 1, DAY)
INVITATIONS_BY_MEMBER = Limit("invitations by a member", 60, HOUR)
INVITATIONS_BY_ACCOUNT = Limit("invitations by an account", 1000, DAY)
# By the second alone, an account could keep its neighbours from inviting somebody, and they would notice.
INVITATIONS_FROM_ACCOUNT_TO_ADDRESS = Limit("invitations by an account to an address", 10, DAY)
INVITATIONS_TO_ADDRESS = Limit("invitations to an address", 20, DAY)
REMINDERS_BY_ACCOUNT = Limit("rounds of letters about second factors by an account", 1, DAY)
ACCEPTANCES_FROM_NETWORK = Limit("invitations accepted by API from one network", 30, HOUR)

# How far back a person's sessions make a network one of theirs.
REMEMBERED_SESSIONS = 50


def sign_in(person_id: int | None, address_key: str, ip: str) -> None:
    """One more password is about to be checked for an address. Raises `Throttled`, and first `Closing`."""
    counters = _sign_in(address_key, ip)
    if _is_known_network(person_id, ip):
        counters.pop()
    count_first(counters)


def sign_in_was_right(address_key: str, ip: str) -> None:
    """The right password takes its own try back, and the address starts afresh in this network."""
    here, *others = _sign_in(address_key, ip)
    take_back({here: ALL, **dict.fromkeys(others, 1)})


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
    latest = sql.rows(LATEST, {"person": person_id or NOBODY, "most": REMEMBERED_SESSIONS})
    return network_of(ip) in {network_of(address) for (address,) in latest}


def forgive(address_key: str) -> None:
    """Whoever proved the mailbox of an address has nothing to do with what strangers tried on it."""
    take_back({PASSWORDS_FROM_STRANGERS.of(address_key): ALL})


def code(person_id: int) -> None:
    """One more code. Only who knows the password comes this far, so nobody else can use the tries up."""
    count_first([CODES.of(person_id)])


def code_was_right(person_id: int) -> None:
    take_back({CODES.of(person_id): ALL})


def challenge(ip: str) -> None:
    """One more challenge for a passkey: the page to log in asks for one whenever it is opened."""
    count_first([CHALLENGES_TO_NETWORK.of(network_of(ip))])


def passkey(ip: str) -> None:
    """One more sign-in by passkey alone. Nobody guesses those; each try costs a signature and a line."""
    count_first([PASSKEYS_FROM_NETWORK.of(network_of(ip))])


def passkey_was_right(ip: str) -> None:
    take_back({PASSKEYS_FROM_NETWORK.of(network_of(ip)): 1})


def presence(session_id: int) -> None:
    """One more password to confirm who one is."""
    count_first([PRESENCE.of(session_id)])


def presence_was_right(session_id: int) -> None:
    take_back({PRESENCE.of(session_id): ALL})


def letter_about_tries(step: str, whose: object) -> bool:
    """Whether another letter may tell somebody that they are being guessed at; counts with what asks."""
    return not count([LETTERS_ABOUT_TRIES.of(step, whose)]).wait


def reset(address_key: str, ip: str) -> bool:
    """Whether a letter with a way to a new password may go to an address; the asker is not told.

    Raises `Throttled` when too many were asked for from one network, whatever the addresses.
    """
    count_first([RESETS_FROM_NETWORK.of(network_of(ip))])
    return not count_durably([RESETS_TO_ADDRESS.of(address_key)]).wait


def dead_link(ip: str) -> bool:
    """Whether another link that opens nothing is written down; whoever sends it is told the same."""
    return not count_durably([DEAD_LINKS.of(network_of(ip))]).wait


def pass_letter(person_id: int) -> bool:
    """Whether a letter with codes of passes may go to a person; the asker is not told."""
    return not count_durably([PASS_LETTERS.of(person_id)]).wait


def passes(member_id: int) -> None:
    """One more pass for a member. No secret hangs on it, so it counts in the transaction that gives it."""
    if wait := count([PASSES.of(member_id)]).wait:
        raise Throttled(wait, "too_many_passes")


def invitation(inviter: object, account_id: int, address_key: str) -> None:
    """One more invitation. No secret hangs on it, so it counts in the transaction that invites.

    `inviter`: a member, or a token of an account's own, which counts for itself alone.
    """
    counters = [
        INVITATIONS_BY_MEMBER.of(inviter),
        INVITATIONS_BY_ACCOUNT.of(account_id),
        INVITATIONS_FROM_ACCOUNT_TO_ADDRESS.of(account_id, address_key),
        INVITATIONS_TO_ADDRESS.of(address_key),
    ]
    if wait := count(counters).wait:
        raise Throttled(wait, "too_many_invitations")


def judgement(ip: str) -> None:
    """One more password is about to be judged while it is typed, which costs some milliseconds."""
    count_first([JUDGEMENTS.of(network_of(ip))])


def reminder(account_id: int) -> None:
    """One more round of letters to those without a second factor. Counts with what asks for them."""
    if wait := count([REMINDERS_BY_ACCOUNT.of(account_id)]).wait:
        raise Throttled(wait, "reminded_lately")


def acceptance(ip: str) -> None:
    """One more invitation is about to be accepted by API, which costs a hash."""
    count_first([ACCEPTANCES_FROM_NETWORK.of(network_of(ip))])


class Window(NamedTuple):
    """What is left of a limit, and until when."""

    remaining: int
    ends_at: datetime
    exceeded: bool


def write(whose: str, most: int) -> Window:
    """One more write by API in this full hour. Committed by itself: what is refused counts as well."""
    moment = now()
    ends_at = _next_hour(moment)
    counter = Limit("writes by API", most, ends_at - moment).of(whose)
    with transaction.atomic(durable=True):
        writes, _ = counted([counter], moment)[counter.key]
    return Window(max(most - writes, 0), ends_at, exceeded=writes > most)


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
