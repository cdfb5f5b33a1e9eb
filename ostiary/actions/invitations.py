"""Invitations: from the inviting superuser to the new member, or to any of the ways it comes to nothing."""

from ..access.refusals import Conflict, NotFound
from ..keyring import ring
from ..mail.ready import configured
from ..models import (
    Delivery,
    Invitation,
    InvitationBlock,
    Member,
    MemberState,
    Outcome,
    State,
)
from ..models.invitations import LIFE
from ..proofs.links import LinkKind, link_secret
from . import checks, member_access, outbox, throttles
from .act import Act
from .histories import succeed
from .kernel import action
from .membership import state_of
from .trail import Personal
from .wanted import Wanted

# Invitations that an account may have open at a time.
MOST_OPEN = 500


@action(needs="members.invite")
def invite(act: Act, address: str, wanted: Wanted) -> dict[str, str]:
    """Offer somebody to become a member. Nobody learns here whether the address is known elsewhere.

    Whoever is a member or is invited already is not invited again: the refusal says what to do instead.
    Somebody who was here before comes back under the same member id.
    """
    entered, key = checks.address(address)
    wanted, _ = member_access.allowed(act, wanted, using="members.invite")
    member = Member.objects.filter(account=act.account, address_key=key).first()
    if member:
        _must_be_free(act, member)
    _must_be_within_limits(act, key)
    member = _anew(act, member) if member else _first(act, entered, key)

    invitation = Invitation(account=act.account, member=member, address_key=key, created_at=act.now)
    _, given = member_access.write(act, member, wanted, source="invitation", source_ref=invitation.ref)
    act.record("member.invited", member, after={"address": Personal(entered), **given})
    _send(act, invitation, number=1, event="invitation.sent")
    return {"invitation": invitation.ref, "member": member.ref}


def _first(act: Act, entered: str, key: str) -> Member:
    member = Member.objects.create(account=act.account, address=entered, address_key=key, created_at=act.now)
    MemberState.objects.create(
        member=member, account=act.account, state=State.INVITED, sort_key=key, since=act.now
    )
    return member


def _anew(act: Act, member: Member) -> Member:
    """Who was here, or let an invitation lapse, is the same member again."""
    state = state_of(member)
    if state.state == State.ENDED:
        succeed(state, act.now, state=State.INVITED, locked=False)
    for lapsed in Invitation.objects.filter(member=member, outcome=Outcome.PENDING):
        _close(act, lapsed, Outcome.DELETED)
    Member.objects.filter(pk=member.pk).update(version=member.version + 1)
    return member


def _must_be_free(act: Act, member: Member) -> None:
    state = state_of(member)
    if state.state == State.ACTIVE:
        raise Conflict("already_member", field="address", member=member.ref)
    if open_of(act, member) is not None:
        raise Conflict("already_invited", field="address", member=member.ref)


def open_of(act: Act, member: Member) -> Invitation | None:
    """The member's invitation, if it can still be accepted."""
    return Invitation.objects.filter(member=member, outcome=Outcome.PENDING, expires_at__gt=act.now).first()


def _must_be_within_limits(act: Act, key: str) -> None:
    """Limits against abuse: per inviter, account and recipient, and a cap on what is open."""
    if InvitationBlock.objects.filter(account=act.account, address_key=key).exists():
        raise Conflict("recipient_blocks", field="address")
    open_now = Invitation.objects.filter(account=act.account, outcome=Outcome.PENDING, expires_at__gt=act.now)
    if open_now.count() >= MOST_OPEN:
        raise Conflict("too_many_open_invitations", most=MOST_OPEN)
    if not act.actor.trusted:
        throttles.invitation(act.actor.member_id or 0, act.account.pk, key)


def _send(act: Act, invitation: Invitation, *, number: int, event: str) -> None:
    """A new link, a new seven days; the link before is dead. Whoever sends answers for what is promised."""
    invitation.number = number
    invitation.inviter_id = act.actor.member_id
    invitation.inviter_token_id = act.actor.token_id
    invitation.outcome = Outcome.PENDING
    invitation.closed_at = None
    invitation.sent_at = act.now
    invitation.expires_at = act.now + LIFE
    invitation.delivery = Delivery.QUEUED if configured() else Delivery.FAILED
    invitation.delivery_problem = "" if configured() else "no_mail_server"
    invitation.save()
    if configured():
        outbox.send(act, "invitation", invitation=invitation.pk, number=number)
    act.record(event, invitation, after={"number": number, "expires": invitation.expires_at})


@action(needs="members.invite")
def resend(act: Act, invitation_ref: str) -> None:
    """Send a pending, expired or declined invitation again."""
    invitation = _own(act, invitation_ref)
    _must_still_count(invitation)
    member_access.allowed(act, member_access.held(invitation.member), using="members.invite")
    _must_be_within_limits(act, invitation.address_key)
    _send(act, invitation, number=invitation.number + 1, event="invitation.resent")


@action(needs="members.invite")
def copy_link(act: Act, invitation_ref: str) -> str:
    """The link itself, once, for a superuser to hand over; the mailed one dies. It proves no address."""
    invitation = _own(act, invitation_ref)
    if open_of(act, invitation.member) != invitation:
        raise Conflict("invitation_closed", outcome=invitation.outcome)
    invitation.number += 1
    invitation.delivery = Delivery.COPIED
    invitation.save(update_fields=["number", "delivery"])
    act.record("invitation.link_copied", invitation, after={"number": invitation.number})
    return link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number)


@action(needs="members.invite")
def delete(act: Act, invitation_ref: str) -> None:
    """Take an invitation back: its link leads nowhere, and the invited member's choices end with it."""
    invitation = _own(act, invitation_ref)
    _must_still_count(invitation)
    withdraw(act, invitation, because="deleted")


def _must_still_count(invitation: Invitation) -> None:
    """Pending, expired or declined, and not overtaken: its member was neither invited anew nor has joined."""
    newer = Invitation.objects.filter(member=invitation.member_id, pk__gt=invitation.pk)
    waiting = state_of(invitation.member).state == State.INVITED and not newer.exists()
    if invitation.outcome not in (Outcome.PENDING, Outcome.DECLINED) or not waiting:
        raise Conflict("invitation_closed", outcome=invitation.outcome)


def withdraw(act: Act, invitation: Invitation, *, because: str) -> None:
    """End an invitation and the invited member behind it."""
    _close(act, invitation, Outcome.DELETED)
    member_access.end_all(act, invitation.member)
    succeed(state_of(invitation.member), act.now, state=State.ENDED)
    act.record("invitation.deleted", invitation, after={"because": because})


def _close(act: Act, invitation: Invitation, outcome: Outcome) -> None:
    invitation.outcome = outcome
    invitation.closed_at = act.now
    invitation.save(update_fields=["outcome", "closed_at"])


def _own(act: Act, ref: str) -> Invitation:
    found = Invitation.objects.select_related("member").filter(account=act.account, ref=ref).first()
    if found is None:
        raise NotFound()
    return found
