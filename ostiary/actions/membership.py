"""What the actions on members share: the rows of a member and the rules that hold for each of them."""

from ..access.refusals import Conflict, NotFound
from ..models import Contact, Member, MemberRole, MemberState, Ownership, State
from ..models.rows import find, get
from .act import Act


def state_of(member: Member) -> MemberState:
    return get(MemberState, member=member, until=None)


def active(member: Member) -> MemberState:
    """The state of an active member. Raises `NotFound` for any other."""
    state = state_of(member)
    if state.state != State.ACTIVE:
        raise NotFound(what="member", ref=member.ref)
    return state


def owner_of(act: Act) -> Member:
    return get(Ownership, account=act.account, until=None).member


def must_not_be_owner(act: Act, member: Member) -> None:
    """Exactly one owner, at all times: ownership is handed over before the owner goes."""
    if owner_of(act).pk == member.pk:
        raise Conflict("owner_must_hand_over", member=member.ref)


def must_not_be_primary_contact(act: Act, member: Member) -> None:
    """Whoever is named primary contact is replaced before they go."""
    if find(Contact, account=act.account, kind="primary", member=member, until=None):
        raise Conflict("primary_contact_must_be_replaced", member=member.ref)


def must_not_be_the_last_superuser(act: Act, member: Member) -> None:
    """Somebody who may change access stays. What comes by a group does not count: it can be emptied."""
    if not find(MemberRole, member=member, role="superuser", until=None, ends_at=None):
        return
    superusers = MemberRole.objects.current().filter(
        role="superuser", member__account=act.account, ends_at__isnull=True
    )
    active_ones = MemberState.objects.current().filter(
        account=act.account, state=State.ACTIVE, locked=False, member__in=superusers.values("member")
    )
    if set(active_ones.values_list("member", flat=True)) == {member.pk}:
        raise Conflict("last_superuser", member=member.ref)
