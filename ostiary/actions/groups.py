"""Groups of members: what they are called, who is in them, and what everybody in them gets.

A group's roles reach the services of its service groups, and every workspace. Whoever widens what a group
gives, gives it to everybody in it, and so must be able to give it to each of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from ..access import combining, table
from ..access.grants import require_grantable
from ..access.levels import Level
from ..access.refusals import Conflict, Invalid, NotFound
from ..access.sources import Bundle, GivenRole, Grant, Source
from ..models import (
    Group,
    GroupMember,
    GroupName,
    GroupRole,
    GroupServices,
    Invitation,
    Member,
    MemberState,
    ServiceGroup,
    ServiceGroupService,
    State,
)
from ..models.rows import find, insert
from . import caps, checks, linked, many, named
from . import wanted as wants
from .act import Act
from .kernel import action

LONGEST_DESCRIPTION = 500
GROUP = Source("group")


@action(needs="groups.manage")
def make(act: Act, name: str, description: str = "") -> str:
    """A group that nobody is in yet and that gives nothing."""
    name = named.free(act, GroupName, checks.name(name))
    if named.count(act, GroupName) >= caps.GROUPS:
        raise Conflict("too_many_groups", most=caps.GROUPS)
    group = insert(Group(account=act.account, created_at=act.now))
    named.begin(act, GroupName, group=group, name=name, description=described(description))
    act.record("group.created", group, after={"name": name})
    return group.ref


@action(needs="groups.manage")
def change(act: Act, group_ref: str, *, name: str | None = None, description: str | None = None) -> None:
    """Another name or description; what is not named stays."""
    row = named.current(GroupName, group=_group(act, group_ref))
    redescribe(act, row, row.group, name, description, "group.changed")


@action(needs="groups.manage")
def delete(act: Act, group_ref: str) -> None:
    """The group ends, and with it whatever its members had by it alone."""
    group = _group(act, group_ref)
    row = named.current(GroupName, group=group)
    members = GroupMember.objects.current().filter(group=group).values_list("member__ref", flat=True)
    before = {"name": row.name, "members": sorted(members)}
    for kind in (GroupName, GroupMember, GroupRole, GroupServices):
        kind.objects.filter(group=group).end(act.now)
    act.record("group.deleted", group, before=before)


@action(needs="groups.manage")
def add_members(act: Act, group_ref: str, refs: Iterable[str]) -> list[str]:
    """Members and invited members, by their own id or their invitation's. Whoever is in it already stays.

    Returns which of these ids are of somebody invited.
    """
    group, members = _group(act, group_ref), _members(act, refs)
    if added := linked.begin(act, GroupMember, "member", members.values(), group=group):
        _must_be_in_few_groups(act, group)
        _must_be_theirs_to_give(act, group)
        act.record("group.members_added", group, after={"members": added})
    invited = _invited_in(group)
    return [ref for ref, member in members.items() if member.pk in invited]


@action(needs="groups.manage")
def remove_members(act: Act, group_ref: str, refs: Iterable[str]) -> None:
    group, members = _group(act, group_ref), _members(act, refs)
    if ended := linked.end(act, GroupMember, "member", members.values(), group=group):
        act.record("group.members_removed", group, before={"members": ended})


@action(needs="groups.manage")
def add_roles(act: Act, group_ref: str, codes: Iterable[str]) -> None:
    """Roles for everybody in the group. Within a group they must combine, as within one person's own."""
    group = _group(act, group_ref)
    roles = {wants.role(code) for code in codes}
    held = GroupRole.objects.current().filter(group=group).values_list("role", flat=True)
    combining.require_possible(table.in_order(roles | {wants.role(code) for code in held}))
    if added := linked.begin(act, GroupRole, "role", [role.code for role in roles], group=group):
        _must_be_theirs_to_give(act, group)
        act.record("group.roles_added", group, after={"roles": added})


@action(needs="groups.manage")
def remove_roles(act: Act, group_ref: str, codes: Iterable[str]) -> None:
    group = _group(act, group_ref)
    roles = [wants.role(code).code for code in codes]
    if ended := linked.end(act, GroupRole, "role", roles, group=group):
        act.record("group.roles_removed", group, before={"roles": ended})


@action(needs="groups.manage")
def add_service_groups(act: Act, group_ref: str, refs: Iterable[str]) -> None:
    """Its roles reach the services of these as well, those that are put into them later included."""
    group = _group(act, group_ref)
    wanted = many.all_named(_service_groups(act), refs, "service_group")
    if added := linked.begin(act, GroupServices, "service_group", wanted, group=group):
        if GroupServices.objects.current().filter(group=group).count() > caps.SERVICE_GROUPS_OF_A_GROUP:
            raise Conflict("too_many_service_groups_of_one_group", most=caps.SERVICE_GROUPS_OF_A_GROUP)
        _must_be_theirs_to_give(act, group)
        act.record("group.service_groups_added", group, after={"service_groups": added})


@action(needs="groups.manage")
def remove_service_groups(act: Act, group_ref: str, refs: Iterable[str]) -> None:
    group = _group(act, group_ref)
    wanted = many.all_named(_service_groups(act), refs, "service_group")
    if ended := linked.end(act, GroupServices, "service_group", wanted, group=group):
        act.record("group.service_groups_removed", group, before={"service_groups": ended})


def must_all_be_theirs_to_give(act: Act, larger: ServiceGroup) -> None:
    """Whoever puts something into a service group gives it to everybody whose groups reach it."""
    reaching = GroupServices.objects.current().filter(service_group=larger).values("group")
    codes = defaultdict(set)
    for group, code in GroupRole.objects.current().filter(group__in=reaching).values_list("group", "role"):
        codes[group].add(code)
    services = _services_in([larger])
    for different in {frozenset(of_one) for of_one in codes.values()}:
        _must_give(act, different, services)


def service_group(act: Act, ref: str) -> ServiceGroup:
    """One of the account's own that was not deleted."""
    found: ServiceGroup = many.all_named(_service_groups(act), [ref], "service_group")[0]
    return found


def _service_groups(act: Act) -> "QuerySet[ServiceGroup]":
    return ServiceGroup.objects.filter(account=act.account, names__until__isnull=True)


def redescribe(act: Act, row: Any, thing: Any, name: str | None, description: str | None, event: str) -> None:
    """Give a group of either kind another name or description; what is `None` stays."""
    wanted = {}
    if name is not None:
        wanted["name"] = checks.name(name)
    if description is not None:
        wanted["description"] = described(description)
    named.change(act, row, thing, wanted, event)


def described(text: str) -> str:
    """A description as people write it. Raises `Invalid` for one that is too long."""
    text = " ".join(text.split())
    if len(text) > LONGEST_DESCRIPTION:
        raise Invalid("description", "description_too_long", most=LONGEST_DESCRIPTION)
    return text


def _group(act: Act, ref: str) -> Group:
    group = find(Group, account=act.account, ref=ref)
    if group is None or not group.names.filter(until__isnull=True).exists():
        raise NotFound(what="group", ref=ref)
    return group


def _members(act: Act, refs: Iterable[str]) -> dict[str, Member]:
    """Whoever is here or invited, by the id that names them. Raises `NotFound` where an id is nobody's."""
    wanted = set(refs)
    here = MemberState.objects.current().filter(account=act.account).exclude(state=State.ENDED)
    members = Member.objects.filter(account=act.account, pk__in=here.values("member"))
    found = {member.ref: member for member in many.named(members, wanted)}
    invitations = Invitation.objects.filter(account=act.account, member__in=members).select_related("member")
    rest = many.all_named(invitations, wanted - found.keys(), "member")
    return found | {invitation.ref: invitation.member for invitation in rest}


def _invited_in(group: Group) -> set[int]:
    inside = GroupMember.objects.current().filter(group=group).values("member")
    waiting = MemberState.objects.current().filter(state=State.INVITED, member__in=inside)
    return set(waiting.values_list("member", flat=True))


def _must_be_in_few_groups(act: Act, group: Group) -> None:
    """Whoever was put into this one just now. Their access is reckoned from all that they are in."""
    added = GroupMember.objects.current().filter(group=group, since=act.now).values("member")
    inside = GroupMember.objects.current().filter(member__in=added).values("member")
    if inside.annotate(groups=Count("pk")).filter(groups__gt=caps.GROUPS_OF_A_MEMBER).exists():
        raise Conflict("too_many_groups_of_one_user", most=caps.GROUPS_OF_A_MEMBER)


def _must_be_theirs_to_give(act: Act, group: Group) -> None:
    """All that the group gives from here on, this action's changes included."""
    codes = GroupRole.objects.current().filter(group=group).values_list("role", flat=True)
    reached = GroupServices.objects.current().filter(group=group).values("service_group")
    _must_give(act, codes, _services_in(reached))


def _services_in(service_groups: Any) -> list[str]:
    inside = ServiceGroupService.objects.current().filter(service_group__in=service_groups)
    return list(inside.values_list("service__ref", flat=True).distinct())


def _must_give(act: Act, codes: Iterable[str], services: Iterable[str]) -> None:
    """These roles on these services. Nobody gives what they do not hold."""
    if act.actor.trusted:
        return
    given = Bundle(
        GROUP.kind,
        tuple(GivenRole(wants.role(code), GROUP) for code in codes),
        limits_services=True,
        services={ref: Grant(Level.FULL, GROUP) for ref in services},
    )
    require_grantable(act.access, "groups.manage", given)
