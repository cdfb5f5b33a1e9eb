"""Standings: an account opens to a session that has proved what it asks for, and asks only for the rest."""

from ..access.refusals import Conflict, NotFound
from ..models import AccountSettings, Member, MemberState, Person, Session, Standing, State
from ..models.history import HistoryQuerySet
from ..proofs.standings import Demands, Missing, Proved, missing, still_opens
from ..queries.own_security import holds_factor
from .act import Act
from .kernel import action


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
    session = Session.objects.filter(pk=act.actor.session_id or 0, person=person_id).first()
    if session is None:
        raise NotFound()
    if still_asked := asked(session, member):
        raise Conflict(f"account_asks_{still_asked[0]}", missing=[str(one) for one in still_asked])
    if not open_to(act, session, member):
        act.nothing_changed()


def asked(session: Session, member: Member) -> tuple[Missing, ...]:
    """What is missing for a member's session to open their account, made anew from the rows of now.

    Raises `NotFound` for whoever is not an active member.
    """
    return missing(proved(session), demands_on(member))


def proved(session: Session) -> Proved:
    return Proved(
        password=session.password_at is not None,
        factor=session.factor_at is not None,
        holds_factor=holds_factor(session.person_id),
    )


def demands_on(member: Member) -> Demands:
    state = _active(member).first()
    settings = AccountSettings.objects.current().filter(account=member.account_id).first()
    if state is None or settings is None:
        raise NotFound()
    return Demands(settings.sso, settings.requires_second_factor, state.bypass_sso, state.locked)


def is_active(member: Member) -> bool:
    return _active(member).exists()


def _active(member: Member) -> HistoryQuerySet:
    return MemberState.objects.current().filter(member=member, state=State.ACTIVE)


def open_to(act: Act, session: Session, member: Member) -> bool:
    """Write the standing of a session that has proved enough. Returns whether it was not there yet."""
    Person.objects.filter(pk=session.person_id).update(last_account=member.account_id)
    Member.objects.filter(pk=member.pk).update(last_active_at=act.now)
    held = Standing.objects.filter(session=session, account=member.account_id, ended_at__isnull=True).first()
    methods = proved(session).methods
    if held and held.methods == methods and still_opens(methods, demands_on(member)):
        return False
    if held:
        Standing.objects.filter(pk=held.pk).update(ended_at=act.now)
    Standing.objects.create(
        session=session, account_id=member.account_id, member=member, methods=methods, opened_at=act.now
    )
    account = act.locked_account(member.account_id)
    act.record("standing.opened", member, after={"methods": [str(one) for one in methods]}, on=account)
    return True


def renew(act: Act, session: Session) -> None:
    """What the session proves has changed: its standings rest on that from now on, or end."""
    for standing in session.standings.filter(ended_at__isnull=True).select_related("member"):
        if asked(session, standing.member):
            Standing.objects.filter(pk=standing.pk).update(ended_at=act.now)
        else:
            open_to(act, session, standing.member)
