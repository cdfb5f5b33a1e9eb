"""Invitations: from the inviting superuser to the new member, or to any of the ways it comes to nothing."""

from typing import Any

from ..access.decisions import decide
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
from ..models.rows import change, find, insert
from ..proofs.links import LinkKind, link_secret
from ..queries import invitations as lists
from . import caps, checks, given, member_access, outbox, throttles
from .act import Act
from .actors import Door
from .histories import succeed
from .kernel import action
from .membership import state_of
from .trail import Personal
from .wanted import Wanted


@action()
def invite(act: Act, address: str, wanted: Wanted, *, name: str = "") -> dict[str, str]:
    """Offer somebody to become a member. Nobody learns here whether the address is known elsewhere.

    Whoever is a member or is invited already is not invited again: the refusal says what to do instead.
    Somebody who was here before comes back under the same member id. A `name` is what programs call the
    invited until they accept and say it themselves.
    """
    using = _inviting(act)
    entered, key = checks.address(address)
    name = checks.name(name) if name else ""
    wanted, _ = member_access.allowed(act, wanted, using=using)
    known = find(Member, account=act.account, address_key=key)
    if known:
        _must_be_free(act, known)
    _must_be_within_limits(act, key)
    member = _anew(act, known, name) if known else _first(act, entered, key, name)

    whose = {"account": act.account, "member": member, "address_key": key}
    invitation = insert(Invitation(**whose, created_at=act.now, **_sending(act, number=1)))
    origin = {"source": "invitation", "source_ref": invitation.ref}
    _, promised = given.write(act, member, wanted, origin, is_new=known is None)
    act.record("member.invited", member, after={"address": Personal(entered), **promised})
    _announce(act, invitation, "invitation.sent")
    return {"invitation": invitation.ref, "member": member.ref}


def _inviting(act: Act) -> str:
    """The capability that this actor invites with: by API, some may who may not in the panel."""
    if act.actor.trusted or act.actor.door != Door.API or decide(act.access, "members.invite"):
        using = "members.invite"
    else:
        using = "invitations.limited_by_api"
    act.require(using)
    return using


def _first(act: Act, entered: str, key: str, name: str) -> Member:
    member = insert(Member(account=act.account, address=entered, address_key=key, created_at=act.now))
    whose = {"member": member, "account": act.account}
    insert(MemberState(**whose, state=State.INVITED, name=name, sort_key=key, since=act.now))
    return member


def _anew(act: Act, member: Member, name: str) -> Member:
    """Who was here, or let an invitation lapse, is the same member again."""
    state = state_of(member)
    if state.state == State.ENDED or (name and name != state.name):
        succeed(state, act.now, state=State.INVITED, locked=False, name=name or state.name)
    for lapsed in Invitation.objects.filter(member=member, outcome=Outcome.PENDING):
        _close(act, lapsed, Outcome.DELETED)
    change(member, version=member.version + 1)
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
    if find(InvitationBlock, account=act.account, address_key=key):
        raise Conflict("recipient_blocks", field="address")
    if lists.count_open(act.account.pk, act.now) >= caps.OPEN_INVITATIONS:
        raise Conflict("too_many_open_invitations", most=caps.OPEN_INVITATIONS)
    if not act.actor.trusted:
        inviter = act.actor.member_id or f"token {act.actor.token_id}"
        throttles.invitation(inviter, act.account.pk, key)


def _sending(act: Act, *, number: int) -> dict[str, Any]:
    """A new link that lives anew; the one before is dead. Whoever sends answers for what is promised."""
    return {
        "number": number,
        "inviter_id": act.actor.member_id,
        "inviter_token_id": act.actor.token_id,
        "outcome": Outcome.PENDING,
        "closed_at": None,
        "sent_at": act.now,
        "expires_at": act.now + LIFE,
        "delivery": Delivery.QUEUED if configured() else Delivery.FAILED,
        "delivery_problem": "" if configured() else "no_mail_server",
    }


def _announce(act: Act, invitation: Invitation, event: str) -> None:
    if configured():
        outbox.send(act, "invitation", invitation=invitation.pk, number=invitation.number)
    act.record(event, invitation, after={"number": invitation.number, "expires": invitation.expires_at})


@action(needs="members.invite")
def resend(act: Act, invitation_ref: str) -> None:
    """Send a pending, expired or declined invitation again."""
    invitation = _own(act, invitation_ref)
    _must_still_count(invitation)
    member_access.allowed(act, given.wanted(invitation.member, act.now), using="members.invite")
    _must_be_within_limits(act, invitation.address_key)
    change(invitation, **_sending(act, number=invitation.number + 1))
    _announce(act, invitation, "invitation.resent")


@action(needs="members.invite")
def copy_link(act: Act, invitation_ref: str) -> str:
    """The link itself, once, for a superuser to hand over; the mailed one dies. It proves no address.

    Only where no letter can bring it: whoever has it learns by it whether somebody has the address elsewhere.
    """
    invitation = _own(act, invitation_ref)
    if open_of(act, invitation.member) != invitation:
        raise Conflict("invitation_closed", outcome=invitation.outcome)
    if configured() and invitation.delivery != Delivery.FAILED:
        raise Conflict("link_goes_by_mail")
    change(invitation, number=invitation.number + 1, delivery=Delivery.COPIED)
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
    given.end_all(act, invitation.member)
    succeed(state_of(invitation.member), act.now, state=State.ENDED)
    act.record("invitation.deleted", invitation, after={"because": because})


def _close(act: Act, invitation: Invitation, outcome: Outcome) -> None:
    change(invitation, outcome=outcome, closed_at=act.now)


def _own(act: Act, ref: str) -> Invitation:
    found = Invitation.objects.select_related("member").filter(account=act.account, ref=ref).first()
    if found is None:
        raise NotFound()
    return found
