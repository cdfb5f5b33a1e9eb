"""Standings: an account opens to a session that has proved what it asks for, and asks only for the rest."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ..access.refusals import Conflict, NotFound
from ..models import AccountSettings, Member, MemberState, Session, Standing, State
from ..models.rows import change, find, get, insert
from ..proofs.allowlist import allows
from ..proofs.lifetimes import Limits, Stood, asks_anew, over_since
from ..proofs.standings import Demands, Proved, missing, still_opens
from ..queries import member_sessions
from ..queries.own_security import holds_factor
from . import outbox, own
from .act import Act
from .kernel import action
from .membership import active


class Entrance(NamedTuple):
    """An active member, what their account asks of them, and for how long it then opens."""

    member: Member
    demands: Demands
    limits: Limits


@action(locks="own")
def enter(act: Act, account_ref: str) -> None:
    """Open one of the acting person's accounts to their session.

    Raises `NotFound` where they are no active member, and `Conflict` that says what is missing.
    """
    member = own.lock_in(act, account_ref)
    session = find(Session, pk=act.actor.in_session, person=act.person)
    entrance = entrance_of(member.pk, act.actor.ip)
    if session is None or entrance is None:
        raise NotFound()
    proofs = proved(session)
    held, over = _held_here(act, session, entrance)
    if still_asked := missing(proofs, _anew(entrance, over, session)):
        # It may rest on an app that counts in this account alone.
        if held and not over and still_opens(held.methods, entrance.demands):
            return act.nothing_changed()
        raise Conflict(f"account_asks_{still_asked[0]}", missing=[str(one) for one in still_asked])
    if not reopen_to(act, session, entrance, proofs):
        act.nothing_changed()
    return None


def entrance_of(member_id: int, ip: str) -> Entrance | None:
    """As the rows say now, for whoever comes from `ip`; None for whoever is not an active member."""
    state = find(MemberState, member=member_id, state=State.ACTIVE, until=None)
    if state is None:
        return None
    settings = get(AccountSettings, account=state.account_id, until=None)
    outside = not allows(settings.allowlist, ip)
    demands = Demands(
        settings.sso, settings.requires_second_factor, state.bypass_sso, state.locked, outside=outside
    )
    limits = Limits(settings.longest_minutes, settings.idle_minutes)
    return Entrance(get(Member, pk=member_id), demands, limits)


def _held_here(act: Act, session: Session, entrance: Entrance) -> tuple[Standing | None, datetime | None]:
    """The session's standing in this account, if there is one, and since when it is over, if it is."""
    held = find(Standing, session=session, account=entrance.member.account_id, ended_at=None)
    return held, _over_since(act, held, entrance.limits)


def _anew(entrance: Entrance, over: datetime | None, session: Session) -> Demands:
    return replace(entrance.demands, anew=asks_anew(over, session.sudo_at))


def _over_since(act: Act, held: Standing | None, limits: Limits) -> datetime | None:
    """Since when a standing opens its account no more; None while it does, or where there is none."""
    if held is None:
        return None
    return over_since(Stood(held.opened_at, held.last_seen_at, held.asked_again_at), limits, act.now)


def proved(session: Session, *, holds: bool | None = None) -> Proved:
    """What a session has proved; `holds` says whether the person has a second factor, if that is known."""
    return Proved(tuple(session.methods), holds_factor(session.person_id) if holds is None else holds)


def open_by_app(act: Act, session: Session, member_id: int) -> bool:
    """Open this member's account to a session of which their app there has just shown a code; whether it did.

    The session proves what it did before: its person's own sign-in is not complete.
    """
    entrance, proofs = entrance_of(member_id, act.actor.ip), proved(session, holds=True).with_app()
    if entrance is None or not still_opens(proofs.methods, entrance.demands):
        return False
    _, over = _held_here(act, session, entrance)
    if _anew(entrance, over, session).anew:
        return False
    reopen_to(act, session, entrance, proofs)
    return True


def reopen_to(act: Act, session: Session, entrance: Entrance, proofs: Proved) -> bool:
    """Make the session's standing rest on what is proved now. Returns False where it did already."""
    account_id = entrance.member.account_id
    held = find(Standing, session=session, account=account_id, ended_at=None)
    if held and _still_holds(act, held, entrance, proofs):
        _note_last(act, entrance.member)
        return False
    if held:
        change(held, ended_at=act.now)
    open_to(act, session, entrance, proofs)
    return True


def _still_holds(act: Act, held: Standing, entrance: Entrance, proofs: Proved) -> bool:
    if tuple(held.methods) != proofs.methods or _over_since(act, held, entrance.limits):
        return False
    return still_opens(proofs.methods, entrance.demands)


def open_to(act: Act, session: Session, entrance: Entrance, proofs: Proved) -> None:
    """The first standing of a session in an account; whoever calls has checked that nothing is missing."""
    member, methods = entrance.member, list(proofs.methods)
    _note_last(act, member)
    where = {"account_id": member.account_id, "member": member}
    insert(Standing(session=session, **where, methods=methods, opened_at=act.now, last_seen_at=act.now))
    act.is_known_as(member)
    account = act.locked_account(member.account_id)
    act.record("standing.opened", member, after={"methods": methods}, on=account)


def _note_last(act: Act, member: Member) -> None:
    change(member, last_active_at=act.now)
    if act.person.last_account_id != member.account_id:
        change(act.person, last_account_id=member.account_id)


def renew(act: Act, session: Session) -> None:
    """What the session proves has changed: its standings rest on that from now on, or end.

    One that is over stays as it is: it asks for presence, whatever else is proved.
    """
    proofs = proved(session)
    for standing in session.standings.filter(ended_at__isnull=True):
        entrance = entrance_of(standing.member_id, act.actor.ip)
        if entrance and _over_since(act, standing, entrance.limits):
            continue
        if entrance is None or missing(proofs, entrance.demands):
            change(standing, ended_at=act.now)
        else:
            reopen_to(act, session, entrance, proofs)


@action(needs="sessions.manage")
def end_of_member(act: Act, member_ref: str, standing_ref: str = "") -> int:
    """End one of a member's standings in this account, or all. Returns how many.

    Their sessions go on elsewhere; here they prove anew that they are there. They are told by mail.
    """
    member = act.member(member_ref)
    active(member)
    living = member_sessions.living(member.pk, act.now)
    if standing_ref:
        living = living.filter(ref=standing_ref)
    count = living.update(asked_again_at=act.now)
    if count:
        act.record("standing.ended", member, after={"count": count})
        outbox.send(act, "standings_ended", member=member.pk)
    elif standing_ref:
        raise NotFound()
    else:
        act.nothing_changed()
    return count
