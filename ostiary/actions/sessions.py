"""Sessions: made by signing in; ended by their person, by a change of their proofs, or by the clock."""

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from django.db import OperationalError

from ..access.refusals import NotFound
from ..models import Member, Person, Session, SignIn, Standing
from ..models.rows import change, find, insert
from ..models.sessions import LONGEST
from ..proofs.cookies import new_session_secret, session_digest
from ..proofs.standings import Method, joined
from .act import Act
from .kernel import action


class NewSession(NamedTuple):
    session: Session
    secret: str


def start(act: Act, person: Person, *proved: Method) -> NewSession:
    """A session of somebody who has just proved all that their own sign-in asks for."""
    secret = new_session_secret()
    begun = Session(
        person=person,
        digest=session_digest(secret),
        created_at=act.now,
        last_seen_at=act.now,
        expires_at=act.now + LONGEST,
        ip=act.actor.ip,
        user_agent=act.actor.user_agent,
        methods=joined(proved),
        sudo_at=act.now,
    )
    session = insert(begun)
    act.record("session.started", session, after={"methods": session.methods}, on=person)
    return NewSession(session, secret)


def rotate(act: Act, *proved: Method, present: bool = False) -> str:
    """A new secret for the acting session, at every rise of what it proves (ASVS 7.2.4).

    `present`: its person has just proved to be there, and sudo begins.
    """
    session = find(Session, pk=act.actor.in_session, ended_at=None)
    if session is None:
        raise NotFound()
    secret = new_session_secret()
    change(session, digest=session_digest(secret), methods=joined(session.methods, *proved))
    if present:
        change(session, sudo_at=act.now)
    return secret


@action(locks="person")
def end(act: Act, session_ref: str) -> None:
    """End one of one's own sessions; signing out is ending the one that asks."""
    session = find(Session, person=act.person, ref=session_ref, ended_at=None)
    if session is None:
        raise NotFound()
    _end(act, session)


@action(locks="person")
def end_others(act: Act) -> int:
    """End every session but the one that asks. Returns how many."""
    act.nothing_changed()
    return end_all_of(act, act.person, but=act.actor.session_id)


@action(locks="person")
def end_all(act: Act) -> int:
    """End every session, the one that asks included. Returns how many."""
    act.nothing_changed()
    return end_all_of(act, act.person)


def end_all_of(act: Act, person: Person, *, but: int | None = None) -> int:
    """End a person's sessions, each named in their trail, and sign-ins that are half-way."""
    waiting = SignIn.objects.filter(person=person, done_at__isnull=True, expires_at__gt=act.now)
    if count := waiting.update(done_at=act.now):
        act.record("sign_in.ended", person, after={"count": count}, on=person)
    living = Session.objects.filter(person=person, ended_at__isnull=True, expires_at__gt=act.now)
    sessions = list(living.exclude(pk=but) if but else living)
    for session in sessions:
        _end(act, session)
    return len(sessions)


def _end(act: Act, session: Session) -> None:
    change(session, ended_at=act.now)
    Standing.objects.filter(session=session, ended_at__isnull=True).update(ended_at=act.now)
    act.record("session.ended", session, on=act.locked_person(session.person_id))


def touch(session_id: int, moment: datetime) -> None:
    """The session was used. One statement by itself: reading a page opens no transaction."""
    with suppress(OperationalError):  # nobody is refused a page because it cannot be noted now
        Session.objects.filter(pk=session_id, ended_at__isnull=True).update(last_seen_at=moment)


def touch_member(member_id: int, moment: datetime) -> None:
    """The member was in their account."""
    with suppress(OperationalError):
        Member.objects.filter(pk=member_id).update(last_active_at=moment)


def touch_standing(standing_id: int, moment: datetime) -> None:
    """The member was in their account in this very session."""
    with suppress(OperationalError):
        Standing.objects.filter(pk=standing_id, ended_at__isnull=True).update(last_seen_at=moment)
