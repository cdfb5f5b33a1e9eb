"""Closing an account that has no services and workspaces left, and opening a closed one again."""

from ..access.refusals import Conflict
from ..models import (
    Closure,
    Contact,
    GroupName,
    Invitation,
    MemberRole,
    MemberState,
    Outcome,
    ServiceGroupName,
    ServiceName,
    Standing,
    State,
    WorkspaceName,
)
from ..models.rows import change, find, insert, insert_all
from . import account_apps, contacts, given, groups, outbox, ownership, passes, service_groups, tokens
from .act import Act
from .histories import succeed, successor
from .kernel import action
from .membership import owner_of, state_of
from .trail import Personal

BECAUSE = "account.closed"


@action(needs="account.cancel", sudo="account.cancel")
def close(act: Act) -> None:
    """End every membership, token, invitation, group and contact of the account at one instant.

    Each is named in the trail. From then on nothing opens the account: for everybody it is not there. Refused
    while services or workspaces are left. The owner and all superusers are told by mail.
    """
    _must_be_empty(act)
    told = ownership.superusers(act) | {owner_of(act).pk}
    act.record("account.closed", act.account)
    _end_groups(act)
    tokens.end_everybodys(act, because=BECAUSE)
    _end_invitations(act)
    for contact in Contact.objects.current().filter(account=act.account):
        contacts.end_one(act, contact)
    _end_memberships(act)
    insert(Closure(account=act.account, since=act.now))
    for member in sorted(told):
        outbox.send(act, "account_closed", member=member, by=act.actor.member_id)


def _must_be_empty(act: Act) -> None:
    services = ServiceName.objects.current().filter(account=act.account).count()
    workspaces = WorkspaceName.objects.current().filter(account=act.account).count()
    if services or workspaces:
        raise Conflict("account_not_empty", services=services, workspaces=workspaces)


def _end_groups(act: Act) -> None:
    """Before the members, whom the trail names as having been in them."""
    for kind, thing, end in (
        (GroupName, "group", groups.delete),
        (ServiceGroupName, "service_group", service_groups.delete),
    ):
        named = kind.objects.current().filter(account=act.account).order_by("id")
        for ref in named.values_list(f"{thing}__ref", flat=True):
            end(act, ref)


def _end_invitations(act: Act) -> None:
    """All that wait, expired ones too, whoever sent them."""
    waiting = Invitation.objects.filter(account=act.account, outcome=Outcome.PENDING)
    withdrawn = list(waiting.order_by("id"))
    waiting.update(outcome=Outcome.DELETED, closed_at=act.now)
    for invitation in withdrawn:
        act.record("invitation.deleted", invitation, after={"because": BECAUSE})


def _end_memberships(act: Act) -> None:
    """Of members and of the invited, with their standings and all they were given.

    All at once: one by one, as somebody who leaves, a thousand would hold the lock for half a minute.
    """
    Standing.objects.filter(account=act.account, ended_at=None).update(ended_at=act.now)
    passes.end_everybodys(act, because=BECAUSE)
    account_apps.end_everybodys(act)
    roles = given.end_everybodys(act)
    there = MemberState.objects.current().filter(account=act.account).exclude(state=State.ENDED)
    states = list(there.select_related("member").order_by("member"))
    there.end(act.now)
    insert_all([successor(state, act.now, state=State.ENDED, bypass_sso=False) for state in states])
    for state in states:
        had = {"name": Personal(state.name), "roles": roles.get(state.member_id, [])}
        act.record("member.ended", state.member, before=had)


@action()
def reopen(act: Act) -> str:
    """Open a closed account to its owner alone, a superuser again; whom they invite is offered what they had.

    The operator's. Refused where the owner could not sign in. Returns the owner's address.
    """
    act.must_be_the_operators()
    closure = find(Closure, account=act.account, until=None)
    if closure is None:
        raise Conflict("account_not_closed")
    owner = owner_of(act)
    state = succeed(state_of(owner), act.now, state=State.ACTIVE, bypass_sso=True, locked=False)
    ownership.must_be_able_to_sign_in(act, owner, state)
    insert(MemberRole(member=owner, role="superuser", since=act.now))
    change(owner, version=owner.version + 1)
    change(closure, until=act.now)
    act.record("account.reopened", act.account, after={"owner": owner.ref})
    return owner.address
