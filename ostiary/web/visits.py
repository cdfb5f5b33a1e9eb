"""Who asks, as every page of the HTML doors needs it: `request.visit`, and `request.actor()` for actions."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from ..actions import sessions
from ..actions.actors import Actor, Door
from ..clock import now
from ..models.sessions import IDLE, SUDO
from ..proofs.cookies import session_digest
from ..proofs.standings import Proved, still_opens
from ..queries import visits
from ..queries.access import access_of
from .request import InsideVisit, MemberVisit, Request, Visit

IN_ACCOUNT = re.compile(r"/a/([0-9A-Za-z]{22})(?:/|$)")
# The colours of the design; an account keeps its own (static/ostiary/css/tokens.css).
COLOURS = 8
# "Last seen" is written once in so long.
STEP = timedelta(seconds=60)


def of(request: Request) -> Visit | None:
    """The visit behind a request; None for a stranger, and for a session that ended or ran out."""
    secret = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not secret:
        return None
    moment, address = now(), request.client_ip
    found = visits.by_digest(session_digest(secret), account_in(request.path_info), address, moment)
    if found is None or not _holds(found.session, moment):
        return None
    _note_presence(found, moment)
    return _visit(found, moment)


def account_in(path: str) -> str:
    """The account that an address of ours names, or nothing."""
    match = IN_ACCOUNT.match(path)
    return match[1] if match else ""


def colour_of(account_ref: str) -> int:
    """An account's colour, 1 to 8: the same everywhere and for good."""
    return int.from_bytes(account_ref.encode()) % COLOURS + 1


def _holds(session: visits.FoundSession, moment: datetime) -> bool:
    """Neither at its end nor left alone for too long, by the clock."""
    return moment < session.expires_at and moment - session.last_seen_at < IDLE


def _note_presence(found: visits.Found, moment: datetime) -> None:
    session, member = found.session, found.member
    if _is_stale(session.last_seen_at, moment):
        sessions.touch(session.id, moment)
    if member is None or not still_opens(member.entrance.methods, member.entrance.demands):
        return
    if _is_stale(member.last_active_at, moment):
        sessions.touch_member(member.id, moment)
    entrance = member.entrance
    if entrance.standing_id and entrance.notes_presence and _is_stale(entrance.seen_at, moment):
        sessions.touch_standing(entrance.standing_id, moment)


def _is_stale(noted: datetime | None, moment: datetime) -> bool:
    return noted is None or moment - noted > STEP


def _visit(found: visits.Found, moment: datetime) -> Visit:
    session, person, member = found
    visit = Visit(
        session_id=session.id,
        session_ref=session.ref,
        proved=Proved(session.methods, person.holds_factor),
        sudo_until=session.sudo_at + SUDO if session.sudo_at else None,
        person_id=person.id,
        person_ref=person.ref,
        person_name=person.name,
        address=person.address,
        language=person.language,
        time_zone=person.time_zone,
        mailbox_proved=person.mailbox_proved,
    )
    return _in_account(visit, member, moment) if member else visit


def _in_account(visit: Visit, member: visits.FoundMember, moment: datetime) -> MemberVisit:
    demands = member.entrance.demands
    at_door = MemberVisit(
        **vars(visit),
        account_id=member.account_id,
        account_ref=member.account_ref,
        account_name=member.account_name,
        account_colour=colour_of(member.account_ref),
        member_id=member.id,
        member_ref=member.ref,
        member_name=member.name,
        demands=demands,
    )
    if not still_opens(member.entrance.methods, demands):
        return at_door
    return InsideVisit(**vars(at_door), access=access_of(member.id, moment))


def actor_of(request: Request, once: str = "") -> Actor:
    """Who an action is told acts: the person, and the member where the account is open.

    Whoever has not proved all of their own sign-in is present inside that account alone.
    """
    visit = request.visit
    stranger = Actor(
        Door.PANEL,
        ip=request.client_ip,
        user_agent=request.headers.get("User-Agent", "")[:200],
        request_id=request.request_id,
        once=once,
    )
    if visit is None:
        return stranger
    inside = visit if isinstance(visit, InsideVisit) else None
    return replace(
        stranger,
        person_id=visit.person_id,
        session_id=visit.session_id,
        sudo_until=visit.sudo_until if visit.is_own or inside else None,
        account_id=inside.account_id if inside else None,
        member_id=inside.member_id if inside else None,
    )
