"""Passkeys and security keys: made, renamed and removed by their person alone, and accepted as a proof.

A counter that does not rise means that the key was copied. It is disabled and its person is told, but until
they remove it, it counts as a factor: no account opens with less meanwhile.
"""

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction

from ..access.refusals import Conflict, Invalid, NotFound
from ..models import Passkey, Person
from ..models.passkeys import Purpose
from ..models.rows import change, find, insert
from ..proofs.passkey_answers import Answer
from ..proofs.passkey_site import Named, creation_options, new_handle, request_options
from ..proofs.passkeys import Asserted, Copied, Known, NotProved, Registered, asserted, registered
from ..proofs.standings import Method
from . import caps, checks, factors, own
from . import passkey_challenges as challenges
from .act import Act
from .actors import Actor
from .kernel import action

# What events and letters call a passkey or a security key.
KIND = "passkey"


def options_for_new(actor: Actor) -> dict[str, Any]:
    """What a browser needs to make a key. Raises `SudoNeeded`, and `Conflict` for who has too many."""
    site = challenges.our_site()
    person = _may_make(actor)
    challenge = challenges.issue(Purpose.ENROLMENT, challenges.of_session(actor.in_session), actor.ip)
    handle = bytes(person.passkey_handle or b"")
    return creation_options(site, challenge, handle, person.address, person.name, named(person))


@action(locks="own")
def _may_make(act: Act) -> Person:
    act.lock(person=act.actor.as_person)
    own.must_be_present(act, "factors.change")
    if len(held(act.person)) >= caps.PASSKEYS:
        raise Conflict("too_many_passkeys", most=caps.PASSKEYS)
    if act.person.passkey_handle is None:
        change(act.person, passkey_handle=new_handle())
    act.nothing_changed()
    return act.person


def make(actor: Actor, name: str, text: str, *, end_others: bool) -> str:
    """The key becomes a factor of the person's. Returns the session's new secret."""
    name = checks.name(name)
    try:
        made = _registered(challenges.of_session(actor.in_session), text)
    except Invalid:
        _not_made(actor)
        raise
    return _make(actor, name, made, end_others)


def _registered(holder: str, text: str) -> Registered:
    answer = challenges.answered(Purpose.ENROLMENT, holder, text)
    try:
        return registered(challenges.our_site(), answer.challenge, answer)
    except NotProved as error:
        raise Invalid(None, "passkey_wrong") from error


@action(locks="person")
def _not_made(act: Act) -> None:
    act.record("factor.not_confirmed", act.person, after={"kind": KIND}, on=act.person)


@action(locks="own")
def _make(act: Act, name: str, made: Registered, end_others: bool) -> str:
    person = own.lock(act)
    own.must_be_present(act, "factors.change")
    if len(held(person)) >= caps.PASSKEYS:
        raise Conflict("too_many_passkeys", most=caps.PASSKEYS)
    is_first = not factors.count(person)
    try:
        with transaction.atomic():
            insert(Passkey(person=person, name=name, created_at=act.now, **asdict(made)))
    except IntegrityError as error:
        raise Conflict("passkey_known") from error
    proved = Method.PASSKEY if made.user_verified else Method.SECURITY_KEY
    return factors.added(act, KIND, proved, end_others=end_others or is_first)


@action(locks="own")
def rename(act: Act, ref: str, name: str) -> None:
    key = _of(own.lock(act), ref)
    own.must_be_present(act, "factors.change")
    change(key, name=checks.name(name))
    own.record(act, "factor.renamed", after={"kind": KIND})


@action(locks="own")
def remove(act: Act, ref: str, *, end_others: bool = True) -> int:
    """Take a key away. The last factor stays while an account of the person's asks for one.

    Returns how many other sessions ended with it.
    """
    person = own.lock(act)
    own.must_be_present(act, "factors.change")
    key = _of(person, ref)
    factors.must_not_be_the_last_demanded(act, person)
    change(key, ended_at=act.now)
    return factors.removed(act, KIND, end_others=end_others)


def _of(person: Person, ref: str) -> Passkey:
    key = find(Passkey, person=person, ref=ref, ended_at=None)
    if key is None:
        raise NotFound()
    return key


def held(person: Person) -> list[Passkey]:
    """A person's keys, disabled ones included: while there is one, a password alone opens nothing."""
    return list(Passkey.objects.filter(person=person, ended_at__isnull=True).order_by("pk"))


def stands_alone(person: Person) -> bool:
    """Whether one of their keys can sign them in by itself."""
    return any(key.user_verified and key.disabled_at is None for key in held(person))


def named(person: Person) -> list[Named]:
    return [Named(bytes(key.credential_id), tuple(key.transports)) for key in held(person)]


def options_for_known(
    purpose: Purpose, holder: str, person: Person, ip: str, *, verified: bool
) -> dict[str, Any]:
    """What a browser needs to ask for one of this person's keys."""
    site = challenges.our_site()
    return request_options(site, challenges.issue(purpose, holder, ip), named(person), verified=verified)


def options_for_anybody(holder: str, ip: str) -> dict[str, Any]:
    """The same for whoever is there: no address is asked for, so none is told to be known."""
    site = challenges.our_site()
    return request_options(site, challenges.issue(Purpose.SIGN_IN, holder, ip), verified=True)


def accept(act: Act, person: Person, answer: Answer, *, verified: bool) -> Asserted | None:
    """What one of the person's keys has proved, or None. The challenge is spent, the person is locked.

    `verified`: a touch is not enough; the authenticator must have checked who holds it.
    """
    key = find(Passkey, credential_id=answer.credential_id, person=person, ended_at=None)
    if key is None or key.disabled_at is not None or not _is_of(person, answer):
        return None
    known = Known(bytes(key.credential_id), bytes(key.public_key), key.counter, key.backup_eligible)
    try:
        proved = asserted(challenges.our_site(), answer.challenge, answer, known, verified=verified)
    except Copied:
        _disable(act, person, key)
        return None
    except NotProved:
        return None
    change(key, counter=proved.counter, backed_up=proved.backed_up, last_used_at=act.now)
    return proved


def _is_of(person: Person, answer: Answer) -> bool:
    """An authenticator that names whom it acts for names this person (WebAuthn 7.2, 6)."""
    return not answer.user_handle or answer.user_handle == bytes(person.passkey_handle or b"")


def _disable(act: Act, person: Person, key: Passkey) -> None:
    change(key, disabled_at=act.now)
    factors.disabled(act, person, KIND, "passkey_copied")
