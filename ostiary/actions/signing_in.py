"""Signing in: a password, then a code where the person holds a second factor.

Every step is counted before its secret is looked at, costs the same for an address that nobody has, and
answers the same. A sign-in costs one hash and two commits: the count, and the session with its standing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from ..access.refusals import Conflict, Invalid
from ..clock import now
from ..models import Member, Person, SignIn
from ..models.rows import change, find, get, insert
from ..models.sessions import HALF_WAY
from ..proofs.addresses import BadAddress, address_key
from ..proofs.cookies import new_session_secret, session_digest
from ..proofs.standings import SECOND, Method, missing
from ..queries import landing
from ..queries.own_security import holds_factor
from . import account_apps, codes, hashes, sessions, standings, throttles, tries, trusted_browsers
from .act import Act
from .actors import Actor
from .codes import Typed
from .kernel import action


@dataclass(frozen=True)
class Signed:
    """Where a step has led: to a session, or half-way to one."""

    # The secret of the new session, and whose it is.
    session: str = ""
    person_id: int = 0
    # The secret of the sign-in that now waits for a code.
    ticket: str = ""
    # The secret of a browser that is trusted from now on.
    trusted: str = ""
    # The account one lands in, and whether it is open already or asks for more.
    account: str = ""
    is_open: bool = False
    # By all of the person's own proofs. Otherwise that account is all that the session is for.
    is_own: bool = True


class RightPassword(NamedTuple):
    """Whose it is, what tries are counted by, which of theirs it is, and its hash anew where that is due."""

    person_id: int
    key: str
    number: int
    renewed: str


def with_password(
    actor: Actor, address: str, password: str, *, wanted: str = "", trusted: str = ""
) -> Signed:
    """The first step. `wanted` is the account of the link that was asked for, `trusted` the browser's secret.

    Raises `Throttled`, and `Invalid` in the same words for a wrong password and an unknown address.
    """
    actor = actor.as_stranger()
    right = check_password(actor, address, password)
    return _password_was_right(replace(actor, person_id=right.person_id), right, wanted, trusted)


def check_password(actor: Actor, address: str, password: str, *, of: int | None = None) -> RightPassword:
    """Count the try, then look at the password. `of`: the one person whose it may be.

    Raises `Throttled`, and `Invalid` whether the password is wrong or nobody has this address.
    """
    actor, key = actor.as_stranger(), key_of(address)
    known = find(Person, address_key=key)
    if known and of is not None and known.pk != of:
        known = None
    person_id, encoded = (known.pk, known.password) if known else (None, "")
    tries.password(actor, person_id, key)
    if not hashes.is_right(password, encoded) or known is None:
        failed(actor, person_id, step="password")
        raise Invalid(None, "sign_in_wrong")
    return RightPassword(known.pk, key, known.password_number, hashes.renewed(password, encoded))


def key_of(address: str) -> str:
    """What tries are counted by. What is no address is nobody's and counts under itself."""
    try:
        return address_key(address)
    except BadAddress:
        return str(address)[:254].casefold()


@action(locks="own")
def failed(act: Act, person_id: int | None, *, step: str) -> None:
    """On the person's trail, or for an address that nobody has on the server's: both cost one commit."""
    if person_id is None:
        act.record("sign_in.failed", after={"step": step}, on=act.lock_server())
    else:
        act.lock(person=person_id)
        person = act.locked_person(person_id)
        act.record("sign_in.failed", person, after={"step": step}, on=person)


@action(locks="own")
def _password_was_right(act: Act, right: RightPassword, wanted: str, trusted: str) -> Signed:
    member_id = lock_landing(act, wanted)
    person = act.person
    settle(act, right)
    if not holds_factor(person.pk):
        return open_session(act, person, member_id, Method.PASSWORD)
    if trusted_browsers.recognises(act, person, trusted):
        return open_session(act, person, member_id, Method.PASSWORD, Method.TRUSTED)
    return _wait_for_code(act, person)


def settle(act: Act, right: RightPassword) -> None:
    """Under the lock of its person: the password still is what was checked, and its try does not count."""
    if act.person.password_number != right.number:  # changed while we hashed
        raise Invalid(None, "sign_in_wrong")
    if right.renewed:
        change(act.person, password=right.renewed)
    throttles.sign_in_was_right(right.key, act.actor.ip)


def lock_landing(act: Act, wanted: str, *, besides: Sequence[int] = ()) -> int | None:
    """The member as whom the person lands, with everything locked that landing writes."""
    person_id = act.actor.as_person
    account = landing.of(person_id, wanted)
    act.lock(person=person_id, accounts={*besides, account.id} if account else besides)
    return account.member_id if account else None


def _wait_for_code(act: Act, person: Person) -> Signed:
    ticket = new_session_secret()
    begun = SignIn(
        person=person,
        digest=session_digest(ticket),
        created_at=act.now,
        expires_at=act.now + HALF_WAY,
    )
    insert(begun)
    act.record("sign_in.begun", person, on=person)
    return Signed(ticket=ticket)


def open_session(act: Act, person: Person, member_id: int | None, *proved: Method) -> Signed:
    """The session, and with it the account it lands in where that asks for nothing more.

    Without a factor it comes this far only for a person who holds none.
    """
    session, secret = sessions.start(act, person, *proved)
    entrance = standings.entrance_of(member_id, act.actor.ip) if member_id else None
    if entrance is None:
        return Signed(session=secret, person_id=person.pk)
    proofs = standings.proved(session, holds=not SECOND.isdisjoint(proved))
    is_open = not missing(proofs, entrance.demands)
    if is_open:
        standings.open_to(act, session, entrance, proofs)
    account = act.locked_account(entrance.member.account_id)
    return Signed(session=secret, person_id=person.pk, account=account.ref, is_open=is_open)


def with_code(actor: Actor, ticket: str, code: str, *, wanted: str = "", trust: bool = False) -> Signed:
    """The second step; `trust` this browser to skip it for a while.

    Raises `Invalid` for a wrong code, `Throttled`, `Conflict` to start again.
    """
    waiting = half_way(ticket)
    tries.code(actor, waiting.person_id)
    typed = codes.read(waiting.person_id, code)
    signed = second_step(actor, waiting, typed, wanted, trust)
    if not signed.session:
        raise Invalid("code", "code_wrong")
    return signed


def second_step(actor: Actor, waiting: SignIn, typed: Typed, wanted: str, trust: bool) -> Signed:
    """Whether what was shown completes the sign-in. The try was counted before."""
    person = replace(actor.as_stranger(), person_id=waiting.person_id)
    return _second_step(person, waiting.pk, typed, wanted, trust)


def half_way(ticket: str) -> SignIn:
    """The sign-in behind a browser's ticket. Raises `Conflict` for one that is used, ended or too old."""
    waiting = still_waiting(now()).select_related("person").filter(digest=session_digest(ticket)).first()
    if waiting is None:
        raise Conflict("sign_in_again")
    return waiting


def still_waiting(moment: datetime) -> "QuerySet[SignIn]":
    return SignIn.objects.filter(done_at__isnull=True, expires_at__gt=moment)


@action(locks="own")
def _second_step(act: Act, sign_in_id: int, typed: Typed, wanted: str, trust: bool) -> Signed:
    beside = list(account_apps.held(act.actor.as_person))
    member_id = lock_landing(act, wanted, besides=account_apps.accounts_of(beside))
    person = act.person
    waiting = still_waiting(act.now).filter(pk=sign_in_id, person=person)
    if not waiting.exists():
        raise Conflict("sign_in_again")
    accepted = codes.accept(act, person, typed, beside=beside)
    if accepted is None:
        step = "passkey" if typed.answer else "code"
        act.record("sign_in.failed", person, after={"step": step}, on=person)
        return Signed()
    waiting.update(done_at=act.now)
    if accepted.member_id:
        return _open_one(act, person, accepted.member_id)
    signed = open_session(act, person, member_id, Method.PASSWORD, accepted.method)
    # Whoever comes by a recovery code has lost something: the next time asks again.
    if trust and accepted.method != Method.RECOVERY:
        return replace(signed, trusted=trusted_browsers.trust(act, person))
    return signed


def _open_one(act: Act, person: Person, member_id: int) -> Signed:
    """By an app that counts in this member's account alone: that account, and nothing of the person's own."""
    session, secret = sessions.start(act, person, Method.PASSWORD)
    is_open = standings.open_by_app(act, session, member_id)
    account = get(Member, pk=member_id).account
    return Signed(session=secret, person_id=person.pk, account=account.ref, is_open=is_open, is_own=False)
