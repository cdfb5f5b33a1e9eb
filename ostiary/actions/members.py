"""Members: their end and their name. Invited members begin in invitations.py; access is member_access.py."""

from ..access.refusals import Conflict, NotFound
from ..models import (
    Contact,
    Invitation,
    Member,
    Outcome,
    Standing,
    State,
)
from ..proofs.names import name_key
from . import account_apps, checks, contacts, given, invitations, outbox, own, passes, tokens
from .act import Act
from .histories import succeed
from .kernel import action
from .membership import (
    active,
    must_not_be_owner,
    must_not_be_primary_contact,
    must_not_be_the_last_superuser,
    state_of,
)
from .trail import Personal


@action(needs="members.delete")
def delete(act: Act, member_ref: str, *, revoke_tokens: bool = False) -> None:
    """End a membership, in this account alone. All that the member held here stops working at once.

    Refused for oneself (that is leaving), for the owner and the primary contact until another is named,
    for the last superuser, and while tokens live unless they are to be revoked as well. Whoever it was is
    told by mail.
    """
    member = act.member(member_ref)
    active(member)
    if member.pk == act.actor.member_id:
        raise Conflict("leave_instead")
    _may_go(act, member)
    live = tokens.live_of(member, act.now).count()
    if live and not revoke_tokens:
        raise Conflict("tokens_still_live", count=live, member=member.ref)
    _end(act, member, "member.deleted")
    outbox.send(act, "member_removed", member=member.pk)


@action(locks="own")
def leave(act: Act, account_ref: str) -> None:
    """Removal by oneself; one's tokens here end too. The owner and the primary contact hand over first."""
    member = own.lock_in(act, account_ref)
    act.stand_in(member.account_id, member.pk)
    active(member)
    _may_go(act, member)
    _end(act, member, "member.left")


def _may_go(act: Act, member: Member) -> None:
    must_not_be_owner(act, member)
    must_not_be_primary_contact(act, member)
    must_not_be_the_last_superuser(act, member)


def _end(act: Act, member: Member, event: str) -> None:
    """Credentials first, so that nothing outlives the membership; each is named in the trail."""
    for token in tokens.live_of(member, act.now):
        tokens.end_one(act, token, because=event)
    Standing.objects.filter(member=member, ended_at__isnull=True).update(ended_at=act.now)
    passes.end_of(act, member, because=event)
    account_apps.end_of(act, member)
    for invitation in Invitation.objects.filter(inviter=member, outcome=Outcome.PENDING):
        invitations.withdraw(act, invitation, because=event)
    for contact in Contact.objects.current().filter(member=member):
        contacts.end_one(act, contact)
    had = given.end_all(act, member)
    state = succeed(state_of(member), act.now, state=State.ENDED, bypass_sso=False)
    act.record(event, member, before={"name": Personal(state.name), "roles": had}, after={})


@action(needs="members.update")
def rename(act: Act, member_ref: str, name: str) -> None:
    """The name a member, or an invited one, has in this account; the person's own name is theirs."""
    member = act.member(member_ref)
    state = state_of(member)
    if state.state == State.ENDED:
        raise NotFound()
    name = checks.name(name)
    if state.name == name:
        return act.nothing_changed()
    succeed(state, act.now, name=name, sort_key=name_key(name))
    return act.record(
        "member.renamed", member, before={"name": Personal(state.name)}, after={"name": Personal(name)}
    )


@action(needs="members.update")
def lock(act: Act, member_ref: str, *, locked: bool) -> None:
    """A locked member keeps what they were given and can use none of it, by any credential."""
    member = act.member(member_ref)
    state = active(member)
    if state.locked == locked:
        return act.nothing_changed()
    if locked:
        must_not_be_owner(act, member)
        must_not_be_the_last_superuser(act, member)
        Standing.objects.filter(member=member, ended_at__isnull=True).update(ended_at=act.now)
        passes.end_of(act, member, because="member.locked")
    succeed(state, act.now, locked=locked)
    return act.record("member.locked" if locked else "member.unlocked", member)
