"""Standings: an account opens to a session that has proved what it asks for, and asks only for the rest."""

from typing import NamedTuple

from ..access.refusals import Conflict, NotFound
from ..models import AccountSettings, Member, MemberState, Session, Standing, State
from ..models.rows import change, find, get, insert
from ..proofs.allowlist import allows
from ..proofs.standings import Demands, Proved, missing, still_opens
from ..queries.own_security import holds_factor
from .act import Act
from .kernel import action


class Entrance(NamedTuple):
    """An active member, and what their account asks of them."""

    member: Member
    demands: Demands


@action(locks="own")
def enter(act: Act, account_ref: str) -> None:
    """Open one of the acting person's accounts to their session.

    Raises `NotFound` where they are no active member, and `Conflict` that says what is missing.
    """
    person_id = act.actor.person_id or 0
    member = Member.objects.filter(person=person_id, account__ref=account_ref).first()
    if member is None:
        raise NotFound()
    act.lock(person=person_id, accounts=[member.account_id])
    session = find(Session, pk=act.actor.session_id or 0, person=person_id)
    entrance = entrance_of(member.pk, act.actor.ip)
    if session is None or entrance is None:
        raise NotFound()
    proofs = proved(session)
    if still_asked := missing(proofs, entrance.demands):
        raise Conflict(f"account_asks_{still_asked[0]}", missing=[str(one) for one in still_asked])
    if not reopen_to(act, session, entrance, proofs):
        act.nothing_changed()


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
    return Entrance(get(Member, pk=member_id), demands)


def proved(session: Session, *, holds: bool | None = None) -> Proved:
    """What a session has proved; `holds` says whether the person has a second factor, if that is known."""
    return Proved(tuple(session.methods), holds_factor(session.person_id) if holds is None else holds)


def reopen_to(act: Act, session: Session, entrance: Entrance, proofs: Proved) -> bool:
    """A standing that rests on what is proved now. Returns whether there was no such one yet."""
    account_id = entrance.member.account_id
    held = find(Standing, session=session, account=account_id, ended_at=None)
    if held and tuple(held.methods) == proofs.methods and still_opens(proofs.methods, entrance.demands):
        _note_last(act, entrance.member)
        return False
    if held:
        change(held, ended_at=act.now)
    open_to(act, session, entrance, proofs)
    return True


def open_to(act: Act, session: Session, entrance: Entrance, proofs: Proved) -> None:
    """The first standing of a session in an account; whoever calls has checked that nothing is missing."""
    member, methods = entrance.member, list(proofs.methods)
    _note_last(act, member)
    where = {"account_id": member.account_id, "member": member}
    insert(Standing(session=session, **where, methods=methods, opened_at=act.now))
    act.is_known_as(member)
    account = act.locked_account(member.account_id)
    act.record("standing.opened", member, after={"methods": methods}, on=account)


def _note_last(act: Act, member: Member) -> None:
    change(member, last_active_at=act.now)
    if act.person.last_account_id != member.account_id:
        change(act.person, last_account_id=member.account_id)


def renew(act: Act, session: Session) -> None:
    """What the session proves has changed: its standings rest on that from now on, or end."""
    proofs = proved(session)
    for standing in session.standings.filter(ended_at__isnull=True):
        entrance = entrance_of(standing.member_id, act.actor.ip)
        if entrance is None or missing(proofs, entrance.demands):
            change(standing, ended_at=act.now)
        else:
            reopen_to(act, session, entrance, proofs)
