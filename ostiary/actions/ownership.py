"""Ownership: exactly one owner, always a superuser who can sign in."""

from typing import Any

from ..access import table
from ..access.combining import clash
from ..access.refusals import Conflict, Forbidden
from ..models import AccountSettings, Member, MemberRole, MemberState, Ownership, Sso, State
from ..models.rows import change, get
from . import factors, given, outbox, passkeys, settings
from .act import Act
from .histories import succeed
from .kernel import action
from .membership import active, owner_of
from .wanted import Wanted


@action(needs="account.transfer", sudo="account.transfer")
def transfer(act: Act, member_ref: str) -> None:
    """Make another active member the owner, and a superuser with it.

    By the owner or by a superuser, who cannot name themselves. Both, and all superusers, are told by mail.
    """
    member = act.member(member_ref)
    state = active(member)
    owner = owner_of(act)
    if owner.pk == member.pk:
        raise Conflict("already_owner")
    if member.pk == act.actor.member_id:
        raise Forbidden(code="cannot_name_yourself")
    must_be_able_to_sign_in(act, member, state)

    _make_superuser(act, member)
    succeed(get(Ownership, account=act.account, until=None), act.now, member_id=member.pk)
    if not state.bypass_sso:
        succeed(state, act.now, bypass_sso=True)
    act.record("ownership.transferred", member, before={"owner": owner.ref}, after={"owner": member.ref})
    for told in superusers(act) | {owner.pk, member.pk}:
        outbox.send(act, "ownership_transferred", member=told, before=owner.pk, after=member.pk)


def must_be_able_to_sign_in(act: Act, member: Member, state: MemberState) -> None:
    """Nobody becomes the owner who could not open the account by themselves, whatever it demands."""
    if bar := _bar(member, state, settings.current(act)):
        raise Conflict("owner_cannot_sign_in", reason=bar, member=member.ref)


def must_not_lock_out(act: Act, **wanted: Any) -> None:
    """No demand is saved that the owner does not meet. `wanted` are the settings as they would be."""
    owner = owner_of(act)
    state, held = active(owner), settings.current(act)
    for name, value in wanted.items():
        setattr(held, name, value)
    if bar := _bar(owner, state, held):
        raise Conflict("owner_would_be_locked_out", reason=bar, name=state.name, member=owner.ref)


def _bar(owner: Member, state: MemberState, demanded: AccountSettings) -> str:
    """What would keep an owner out, or nothing: the invariant of every account.

    They have a password or a passkey of their own, a way around an identity provider that is required, and,
    where it is, a second factor, or a proved mailbox and thereby a way to enrol one. By the same they reach
    the emergency page from outside the allowlist (`allowlist.rescue`), so no list bars who passes here.
    """
    person = owner.person
    if state.locked or person is None or not (person.password or passkeys.stands_alone(person)):
        return "no_password"
    if demanded.sso == Sso.REQUIRED and not state.bypass_sso:
        return "needs_bypass"
    needs_factor = demanded.requires_second_factor and not factors.count(person)
    return "needs_factor" if needs_factor and person.mailbox_proved_at is None else ""


def _make_superuser(act: Act, member: Member) -> None:
    """Roles that superuser does not already contain stay."""
    roles = set(MemberRole.objects.current().filter(member=member).values_list("role", flat=True))
    if "superuser" in roles:
        return
    superuser = table.role("superuser")
    kept = {role for role in roles if clash(table.role(role), superuser) is None}
    before, after = given.write(act, member, Wanted(roles=frozenset({"superuser"} | kept)), given.BY_HAND)
    change(member, version=member.version + 1)
    act.record("member.access_changed", member, before=before, after=after)


def superusers(act: Act) -> set[int]:
    """Members who have the role of their own, not by a group: they get the letters about the account."""
    superusers = MemberRole.objects.current().filter(role="superuser", member__account=act.account)
    there = MemberState.objects.current().filter(
        account=act.account, state=State.ACTIVE, member__in=superusers.values("member")
    )
    return set(there.values_list("member", flat=True))
