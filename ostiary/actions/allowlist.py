"""The allowlist: from which addresses an account can be reached, by every door and at every request."""

from dataclasses import replace

from ..access.decisions import require
from ..access.refusals import Conflict, Forbidden, Invalid, NotFound
from ..models import Member, Session
from ..models.rows import find
from ..proofs.allowlist import MOST, BadAllowlist, allows, check
from ..proofs.standings import missing
from . import outbox, own, ownership, settings, standings
from .act import Act
from .kernel import action
from .membership import active, owner_of
from .settings import Change

CHANGED = "allowlist.changed"


@action(needs="allowlist.manage")
def save(act: Act, text: str) -> None:
    """Let the account be reached from these addresses only; from everywhere, if there are none.

    Refused to whoever would lock themselves out by it, or the owner. Raises `Invalid` that names the entry.
    """
    settings.change(act, wanted(act, text))


def wanted(act: Act, text: str, *, field: str = "allowlist") -> Change:
    """What saving this list changes, where it may be saved. Presence is asked for where it differs."""
    kept = _checked(text, field)
    held = settings.current(act)
    if kept != held.allowlist:
        require(act.access, "allowlist.manage")
        own.must_be_present(act, "policy.allowlist")
        if not allows(kept, act.actor.ip):
            raise Invalid(field, "allowlist_without_you", address=act.actor.ip or "?")
        if kept:
            ownership.must_not_lock_out(act, allowlist=kept)
    return Change(CHANGED, {"allowlist": kept})


def _checked(text: str, field: str) -> str:
    try:
        return check(text)
    except BadAllowlist as error:
        raise refusal(error, field) from error


def refusal(error: BadAllowlist, field: str = "allowlist") -> Invalid:
    return Invalid(field, f"allowlist_{error.code}", entry=error.entry, better=error.better, most=MOST)


@action(locks="own")
def rescue(act: Act, account_ref: str, *, turn_off: bool) -> None:
    """The owner lets themselves in from outside: adds the address where they are, or turns the list off.

    By all else that the account asks for, and presence. All superusers are told by mail. Raises `Conflict`
    that says what is missing, and `Forbidden` to everybody else in the account.
    """
    member = own.lock_in(act, account_ref)
    act.stand_in(member.account_id, member.pk)
    active(member)
    if owner_of(act).pk != member.pk:
        raise Forbidden(code="address_outside", address=act.actor.ip)
    _must_have_proved_the_rest(act, member)
    own.must_be_present(act, "policy.rescue")
    held = settings.current(act)
    if allows(held.allowlist, act.actor.ip):
        return act.nothing_changed()
    kept = "" if turn_off else _checked(f"{held.allowlist},{act.actor.ip}", "allowlist")
    settings.change(act, Change("allowlist.opened_by_owner", {"allowlist": kept}))
    for told in ownership.superusers(act):
        outbox.send(act, "allowlist_opened", member=told, by=member.pk, ip=act.actor.ip, off=turn_off)
    return None


def _must_have_proved_the_rest(act: Act, member: Member) -> None:
    session = find(Session, pk=act.actor.in_session, person=member.person_id, ended_at=None)
    entrance = standings.entrance_of(member.pk, act.actor.ip)
    if session is None or entrance is None:
        raise NotFound()
    if asked := missing(standings.proved(session), replace(entrance.demands, outside=False)):
        raise Conflict(f"account_asks_{asked[0]}", missing=[str(one) for one in asked])
