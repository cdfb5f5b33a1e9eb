"""The member's side of a pass: after the right password, a mailed code, and in to enrol for that account.

Questions and answers are the same with a pass and without one, and so are the rows and the letter; without a
pass the letter has nothing to say and is not sent.
"""

from dataclasses import replace

from django.db.models import F

from ..access.refusals import Conflict, Invalid
from ..keyring import ring
from ..models import Pass, PassCode, Person
from ..models.passes import CODE_LIFE
from ..models.rows import change, insert
from ..proofs.passes import check_pass_code
from ..proofs.standings import Method
from ..queries import live_passes
from . import outbox, own, passes, sessions, signing_in, standings, throttles, tries
from .act import Act
from .actors import Actor
from .kernel import action
from .signing_in import Signed

# A pass is over after so many wrong codes.
MOST_FAILURES = 100


def ask_for_code(actor: Actor, ticket: str) -> None:
    """Ask for a letter with a code, at a sign-in that waits for its second factor.

    The answer shows neither whether anybody let this person in nor whether too many letters were asked for.
    Raises `Conflict` to start again.
    """
    waiting = signing_in.half_way(ticket)
    may_send = throttles.pass_letter(waiting.person_id)
    _ask(replace(actor.as_stranger(), person_id=waiting.person_id), waiting.pk, may_send)


@action(locks="person")
def _ask(act: Act, sign_in_id: int, may_send: bool) -> None:
    """The letter names the passes, and no code. The sign-in waits for as long as a code is good."""
    waiting = signing_in.still_waiting(act.now).filter(pk=sign_in_id, person=act.person)
    if not waiting.update(expires_at=act.now + CODE_LIFE):
        raise Conflict("sign_in_again")
    found = live_passes.usable_by(act.person.pk, act.now)
    if may_send:
        code = insert(PassCode(person=act.person, asked_at=act.now, expires_at=act.now + CODE_LIFE))
        outbox.send(act, "pass_code", code=code.pk, passes=[one.pk for one in found])
    act.record("pass.code_requested", act.person, on=act.person)


def with_code(actor: Actor, ticket: str, code: str) -> Signed:
    """In, to enrol for the account whose pass the code is for, and to nothing else.

    Raises `Invalid` for a wrong code, `Throttled`, `Conflict` to start again.
    """
    waiting = signing_in.half_way(ticket)
    tries.code(actor, waiting.person_id)
    signed = _enter(replace(actor.as_stranger(), person_id=waiting.person_id), waiting.pk, code)
    if not signed.session:
        raise Invalid("code", "pass_code_wrong")
    return signed


@action(locks="own")
def _enter(act: Act, sign_in_id: int, typed: str) -> Signed:
    person = own.lock(act)
    waiting = signing_in.still_waiting(act.now).filter(pk=sign_in_id, person=person)
    if not waiting.exists():
        raise Conflict("sign_in_again")
    letter = _latest(act, person)
    found = [one for one in live_passes.usable_by(person.pk, act.now) if _lets_in(act, one)] if letter else []
    given = next((one for one in found if letter and _is_right(letter, one, typed)), None)
    if letter is None or given is None:
        act.record("sign_in.failed", person, after={"step": "pass"}, on=person)
        for one in found:
            _count_failure(act, one)
        return Signed()
    change(letter, used_at=act.now)
    waiting.update(done_at=act.now)
    throttles.code_was_right(person.pk)
    session, secret = sessions.start(act, person, Method.PASSWORD)
    change(given, session=session)
    account = act.locked_account(given.member.account_id)
    act.record("pass.used", given.member, on=account)
    return Signed(session=secret, person_id=person.pk, account=account.ref, is_own=False)


def _latest(act: Act, person: Person) -> PassCode | None:
    """The letter asked for last; none where it was used, or is too old."""
    last = PassCode.objects.filter(person=person).order_by("-pk").first()
    return last if last and last.used_at is None and last.expires_at > act.now else None


def _lets_in(act: Act, given: Pass) -> bool:
    """The account still lets this member in by a password."""
    entrance = standings.entrance_of(given.member_id, act.actor.ip)
    return entrance is not None and not (entrance.demands.locked or entrance.demands.asks_provider)


def _is_right(letter: PassCode, given: Pass, typed: str) -> bool:
    return check_pass_code(ring(), letter.ref, given.ref, typed)


def _count_failure(act: Act, given: Pass) -> None:
    Pass.objects.filter(pk=given.pk).update(failures=F("failures") + 1)
    if given.failures + 1 >= MOST_FAILURES:
        passes.end_one(act, given, because="sign_in.failed")
