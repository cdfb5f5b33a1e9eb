"""A person's password: changed with the one before, or set anew by way of the mailbox."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from ..access.decisions import require
from ..access.refusals import Conflict, Invalid, NotFound
from ..clock import now
from ..keyring import ring
from ..models import Member, PasswordReset, Person, State, TrustedBrowser
from ..models.rows import find, get, insert
from ..proofs.addresses import BadAddress, address_key
from ..proofs.links import LinkKind, check_link_secret
from ..proofs.standings import Method
from ..queries import own_accounts
from . import hashes, mailbox, outbox, own, presence, sessions, signing_in, throttles, tries
from .act import Act
from .actors import Actor
from .kernel import action
from .membership import state_of

# How long a mailed way to a new password is open.
RESET_LIFE = timedelta(hours=1)


def change(actor: Actor, current: str, new: str) -> str:
    """A new password for who knows the current one (ASVS 6.2.3). Other sessions end; returns a new secret.

    The same again is no new one: nobody is to be told of a change that was none.
    """
    tries.presence(actor)
    person = Person.objects.get(pk=actor.as_person)
    if not hashes.is_right(current, person.password):
        presence.failed(actor, step="password")
        raise Invalid("current", "password_wrong")
    chosen = hashes.chosen(new, known_words(person), before=current, field="new")
    return _change(actor, person.password_number, chosen)


@action(locks="own")
def _change(act: Act, number: int, chosen: str) -> str:
    person = own.lock(act)
    if person.password_number != number:
        raise Invalid("current", "password_wrong")
    throttles.presence_was_right(act.actor.in_session)
    _set(act, person, chosen)
    sessions.end_all_of(act, person, but=act.actor.session_id)
    return sessions.rotate(act, Method.PASSWORD, present=True)


def change_by_credentials(present: Actor, old: str, new: str) -> None:
    """A new password for whoever just proved the current one, without a session; all sessions end."""
    person = get(Person, pk=present.as_person)
    if not hashes.is_right(old, person.password):
        presence.failed(replace(present, once=""), step="password")
        raise Invalid("old_password", "password_wrong")
    chosen = hashes.chosen(new, known_words(person), before=old, field="new_password")
    _change_by_credentials(replace(present, once=""), person.password_number, chosen)


@action(locks="own")
def _change_by_credentials(act: Act, number: int, chosen: str) -> None:
    person = own.lock(act)
    own.must_be_present(act, "password.change")
    if person.password_number != number:
        raise Invalid("old_password", "password_wrong")
    _set(act, person, chosen)
    sessions.end_all_of(act, person)


def request_reset_of_member(actor: Actor, address: str) -> None:
    """The same letter for a member of the account: oneself, or as a superuser anybody in it.

    A key that comes twice stands for one letter, and for no other member's.
    """
    once = f"{actor.account_id}:{actor.member_id}:{address}:{actor.once}" if actor.once else ""
    _may_ask(replace(actor, once=once), address)
    request_reset(replace(actor.as_stranger(), once=once), address)


@action()
def _may_ask(act: Act, address: str) -> None:
    member = find(Member, account=act.account, address_key=signing_in.key_of(address))
    is_own = member is not None and member.pk == act.actor.member_id
    require(act.access, "profile.update_own" if is_own else "members.reset_password")
    if member is None or state_of(member).state != State.ACTIVE:
        raise NotFound()
    act.record("member.reset_requested", member)


def request_reset(actor: Actor, address: str) -> None:
    """Ask for a letter with a way to a new password. The answer tells nothing about the address."""
    actor = replace(actor, person_id=None, session_id=None, account_id=None, member_id=None)
    try:
        key = address_key(address)
    except BadAddress as error:
        raise Invalid("address", f"address_{error.code}") from error
    may_send = throttles.reset(key, actor.ip)
    person_id = Person.objects.filter(address_key=key).values_list("pk", flat=True).first()
    _request(actor, person_id if may_send else None)


@action(locks="own")
def _request(act: Act, person_id: int | None) -> None:
    """The letter names the row alone.

    For an address nobody has, all the same is written: a row of nobody's, a letter that has nothing to say,
    and an event on the server's trail. Whoever asks learns nothing by the clock.
    """
    person = None
    if person_id is not None:
        act.lock(person=person_id)
        person = act.locked_person(person_id)
    trail = person or act.lock_server()
    reset = insert(PasswordReset(person=person, requested_at=act.now, expires_at=act.now + RESET_LIFE))
    outbox.send(act, "password_reset", reset=reset.pk)
    act.record("password.reset_requested", person, on=trail)


def person_by_link(ref: str, secret: str) -> Person:
    """Whose open reset a mailed link is; looking at it changes nothing. Raises `NotFound` and `Conflict`."""
    reset = PasswordReset.objects.select_related("person").filter(ref=ref).first()
    if reset is None or reset.person is None:
        raise NotFound("link_dead")
    if not check_link_secret(ring(), LinkKind.PASSWORD_RESET, ref, reset.number, secret):
        raise NotFound("link_dead")
    if reset.used_at is not None:
        raise Conflict("reset_used")
    if reset.expires_at <= now():
        raise Conflict("reset_expired")
    return reset.person


def reset(actor: Actor, ref: str, secret: str, new: str) -> None:
    """Set a new password by the mailed link. It signs nobody in, and a second factor stays (ASVS 6.4.3).

    It proves the mailbox: the first time, everything made before that proof ends.
    """
    person = person_by_link(ref, secret)
    chosen = hashes.chosen(new, known_words(person), field="new")
    _reset(replace(actor, person_id=person.pk, session_id=None), ref, secret, chosen)


@action(locks="own")
def _reset(act: Act, ref: str, secret: str, chosen: str) -> None:
    person = own.lock(act)
    person_by_link(ref, secret)
    mailbox.prove(act, person)
    _set(act, person, chosen)
    sessions.end_all_of(act, person)
    throttles.forgive(person.address_key)


def _set(act: Act, person: Person, chosen: str) -> None:
    """Every letter that is still on its way is worthless from here on, and no browser is trusted any more."""
    hashes.keep(person, chosen)
    PasswordReset.objects.filter(person=person, used_at__isnull=True).update(used_at=act.now)
    TrustedBrowser.objects.filter(person=person, ended_at__isnull=True).update(ended_at=act.now)
    own.record(act, "password.changed")
    outbox.send(act, "password_changed", person=person.pk)


def judge(actor: Actor, password: str, known: Iterable[str]) -> int:
    """How hard a password is to guess that somebody is about to choose, by the rules that will take it.

    Nothing of it is kept or logged. Returns 3 or 4; raises `Invalid` with why it would be refused.
    """
    throttles.judgement(actor.ip)
    return hashes.strength(password, known)


def known_words(person: Person) -> list[str]:
    """What others know of a person, and must not be most of a password."""
    accounts = [account.name for account in own_accounts.of(person.pk)]
    return [person.name, person.address, settings.CONFIG.product, *accounts]
