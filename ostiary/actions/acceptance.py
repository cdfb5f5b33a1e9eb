"""The other side of an invitation: accepting, declining, blocking.

A mailed link proves the mailbox; a link that a superuser copied does not. Nothing here happens by opening
a page: mail scanners follow links.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from ..access.access import Access
from ..access.decisions import decide
from ..access.grants import require_grantable
from ..access.refusals import Conflict, NotFound, Refusal
from ..keyring import ring
from ..models import (
    Delivery,
    Invitation,
    InvitationBlock,
    Member,
    Outcome,
    Person,
    State,
)
from ..models.rows import change, find, get, insert
from ..proofs.links import LinkKind, check_link_secret
from ..proofs.names import name_key
from ..queries.access import access_of
from ..queries.offers import Offer
from . import checks, given, hashes, mailbox
from .act import Act
from .histories import succeed
from .kernel import action
from .membership import state_of
from .trail import Personal


@dataclass(frozen=True)
class Link:
    """What a mailed link consists of."""

    ref: str
    secret: str


@action(locks="own")
def accept_as_new(
    act: Act, link: Link, *, name: str, password_hash: str, language: str = "en"
) -> dict[str, str]:
    """Become a person and a member in one step. The address is the invited one, whatever a form says.

    Somebody who was made with this address but never proved the mailbox is taken over: what was made
    before the first proof ends. Returns the ids of the person's new membership.
    """
    name = checks.name(name)
    invitation = _by_link(act, link, lock_person=True)
    person = act.person_of(invitation.address_key)
    is_new = person is None
    if person is None:
        person = _new_person(act, invitation, name, password_hash, language)
    elif person.mailbox_proved_at is None and _proves_mailbox(invitation):
        mailbox.prove(act, person)
        change(person, name=name)
        hashes.keep(person, password_hash)
    else:
        raise Conflict("sign_in_to_accept")
    _become_member(act, invitation, person, is_new=is_new)
    return {"account": invitation.account.ref, "member": invitation.member.ref, "person": person.ref}


@action(locks="own")
def accept(act: Act, invitation_ref: str) -> dict[str, str]:
    """Accept as the person one is signed in as, whose mailbox is proved and is the invited one."""
    person, invitation = _offered(act, invitation_ref)
    _become_member(act, invitation, person)
    return {"account": invitation.account.ref, "member": invitation.member.ref}


@action(locks="own")
def decline(act: Act, invitation_ref: str) -> None:
    """A no, which the inviter can see."""
    _, invitation = _offered(act, invitation_ref)
    _decline(act, invitation)


@action(locks="own")
def decline_by_link(act: Act, link: Link) -> None:
    """A no without becoming a person first."""
    _decline(act, _by_link(act, link))


@action(locks="own")
def block(act: Act, link: Link) -> None:
    """No more invitations from this account to this address; the open one is declined."""
    invitation = _by_link(act, link)
    InvitationBlock.objects.get_or_create(
        account=invitation.account, address_key=invitation.address_key, defaults={"created_at": act.now}
    )
    act.record("invitation.blocked", invitation, on=act.locked_account(invitation.account_id))
    _decline(act, invitation)


def must_be_open(invitation: Invitation | Offer, now: datetime) -> None:
    """Each way an invitation can be over has its own answer."""
    if invitation.outcome == Outcome.ACCEPTED:
        raise Conflict("invitation_accepted")
    if invitation.outcome == Outcome.DECLINED:
        raise Conflict("invitation_declined")
    if invitation.outcome == Outcome.DELETED:
        raise Conflict("invitation_deleted")
    if invitation.expires_at <= now:
        raise Conflict("invitation_expired")


def _by_link(act: Act, link: Link, *, lock_person: bool = False) -> Invitation:
    """The invitation of a link, locked and open. Raises `NotFound` for a wrong secret or an old link."""
    found = find(Invitation, ref=link.ref)
    if found is None:
        raise NotFound()
    known = find(Person, address_key=found.address_key) if lock_person else None
    elsewhere = Member.objects.filter(person=known).values_list("account", flat=True) if known else []
    act.lock(person=known.pk if known else None, accounts={found.account_id, *elsewhere})
    invitation = _locked(act, found)
    if not check_link_secret(ring(), LinkKind.INVITATION, link.ref, invitation.number, link.secret):
        raise NotFound("link_dead")
    must_be_open(invitation, act.now)
    return invitation


def _offered(act: Act, ref: str) -> tuple[Person, Invitation]:
    found = find(Invitation, ref=ref)
    if found is None:
        raise NotFound()
    act.lock(person=act.actor.as_person, accounts=[found.account_id])
    invitation = _locked(act, found)
    person = act.person
    if person.mailbox_proved_at is None or person.address_key != invitation.address_key:
        raise NotFound()
    must_be_open(invitation, act.now)
    return person, invitation


def _locked(act: Act, seen: Invitation) -> Invitation:
    """The invitation again, as it is now that its account is locked."""
    invitation = get(Invitation, pk=seen.pk)
    invitation.account = act.locked_account(invitation.account_id)
    invitation.member = get(Member, pk=invitation.member_id)
    return invitation


def _proves_mailbox(invitation: Invitation) -> bool:
    return invitation.delivery != Delivery.COPIED


def _new_person(act: Act, invitation: Invitation, name: str, password_hash: str, language: str) -> Person:
    try:
        person = insert(
            Person(
                address=invitation.member.address,
                address_key=invitation.address_key,
                name=name,
                password=password_hash,
                language=language,
                created_at=act.now,
                mailbox_proved_at=act.now if _proves_mailbox(invitation) else None,
            )
        )
    except IntegrityError as error:  # the same address accepted elsewhere at this instant
        raise Conflict("sign_in_to_accept") from error
    act.adopt(person)
    act.record("person.created", person, on=person)
    return person


def _become_member(act: Act, invitation: Invitation, person: Person, *, is_new: bool = False) -> None:
    """`is_new`: a person who was made just now, and is known nowhere yet."""
    account = act.locked_account(invitation.account_id)
    _promise_holds(invitation, act.now)
    member = invitation.member
    known_as = None if is_new else find(Member, account=account, person=person)
    if known_as and known_as.pk != member.pk:
        raise Conflict("already_member")
    change(member, person=person)
    succeed(state_of(member), act.now, state=State.ACTIVE, name=person.name, sort_key=name_key(person.name))
    change(invitation, outcome=Outcome.ACCEPTED, closed_at=act.now)
    act.record(
        "invitation.accepted",
        invitation,
        after={"member": member.ref, "name": Personal(person.name), "number": invitation.number},
        on=account,
    )


def _promise_holds(invitation: Invitation, now: datetime) -> None:
    """Nobody gets what the inviter, or the token they used, could not give today."""
    token = invitation.inviter_token
    if token and (token.ended_at or (token.expires_at and token.expires_at <= now)):
        raise Conflict("invitation_void")
    # By the operator, or by a token of the account's own: while that lives, it may do what it could.
    if invitation.inviter_id is None:
        return
    access: Access = access_of(invitation.inviter_id, now)
    is_by_api = token is not None and not decide(access, "members.invite")
    using = "invitations.limited_by_api" if is_by_api else "members.invite"
    try:
        require_grantable(access, using, given.bundle(invitation.member, now))
    except Refusal as error:
        raise Conflict("invitation_void") from error


def _decline(act: Act, invitation: Invitation) -> None:
    change(invitation, outcome=Outcome.DECLINED, closed_at=act.now)
    act.record("invitation.declined", invitation, on=act.locked_account(invitation.account_id))
