"""Crowds of members for lists: written straight to the tables, so that thousands take a second."""

from collections.abc import Iterable
from random import Random

from ostiary.access.levels import Level
from ostiary.access.table import ROLES
from ostiary.clock import now
from ostiary.models import (
    Account,
    Group,
    GroupMember,
    GroupName,
    GroupRole,
    GroupServices,
    Limit,
    Member,
    MemberRole,
    MemberState,
    Service,
    ServiceGrant,
    ServiceGroup,
    ServiceGroupService,
    ServiceName,
    Workspace,
    WorkspaceGrant,
    WorkspaceName,
)

LEVELS = [level.code for level in Level]


def crowd(account: Account, count: int, role: str | None = "user") -> list[Member]:
    """So many active members without a person of their own, from `m00000` on."""
    at = now()
    addresses = [f"m{n:05}@example.com" for n in range(count)]
    members = Member.objects.bulk_create(
        Member(account=account, address=address, address_key=address, created_at=at) for address in addresses
    )
    MemberState.objects.bulk_create(
        MemberState(
            member=one, account=account, state="active", name=f"M {n:05}", sort_key=f"m {n:05}", since=at
        )
        for n, one in enumerate(members)
    )
    if role:
        MemberRole.objects.bulk_create(MemberRole(member=one, role=role, since=at) for one in members)
    return members


def many_services(account: Account, count: int) -> list[Service]:
    at = now()
    made = Service.objects.bulk_create(Service(account=account, created_at=at) for _ in range(count))
    ServiceName.objects.bulk_create(
        ServiceName(service=one, account=account, name=f"s{n:05}", name_key=f"s{n:05}", since=at)
        for n, one in enumerate(made)
    )
    return made


def many_workspaces(account: Account, count: int) -> list[Workspace]:
    at = now()
    made = Workspace.objects.bulk_create(Workspace(account=account, created_at=at) for _ in range(count))
    WorkspaceName.objects.bulk_create(
        WorkspaceName(workspace=one, account=account, name=f"w{n:05}", name_key=f"w{n:05}", since=at)
        for n, one in enumerate(made)
    )
    return made


def group(account: Account, name: str, roles: Iterable[str], services: Iterable[Service]) -> Group:
    """A group of one service group."""
    at = now()
    made = Group.objects.create(account=account, created_at=at)
    GroupName.objects.create(group=made, account=account, name=name, name_key=name.lower(), since=at)
    inside = ServiceGroup.objects.create(account=account, created_at=at)
    GroupServices.objects.create(group=made, service_group=inside, since=at)
    for role in roles:
        GroupRole.objects.create(group=made, role=role, since=at)
    for service in services:
        ServiceGroupService.objects.create(service_group=inside, service=service, since=at)
    return made


def give_at_random(
    chance: Random,
    member: Member,
    services: list[Service],
    workspaces: list[Workspace],
    groups: list[Group],
) -> None:
    """Any roles, limits, levels, workspaces and groups, some of them with a planned end that has come."""
    at = now()
    ended = [None, None, at]
    for role in chance.sample(ROLES, chance.randint(0, 3)):
        MemberRole.objects.create(member=member, role=role.code, since=at, ends_at=chance.choice(ended))
    if chance.random() < 0.7:
        limits = {"services": chance.random() < 0.7, "workspaces": chance.random() < 0.7}
        Limit.objects.create(member=member, since=at, **limits)
    for service in chance.sample(services, chance.randint(0, 3)):
        ServiceGrant.objects.create(
            member=member,
            service=service,
            level=chance.choice(LEVELS),
            since=at,
            ends_at=chance.choice(ended),
        )
    for workspace in chance.sample(workspaces, chance.randint(0, 2)):
        WorkspaceGrant.objects.create(
            member=member, workspace=workspace, since=at, ends_at=chance.choice(ended)
        )
    for one in chance.sample(groups, chance.choice([0, 0, 1, 2])):
        GroupMember.objects.create(member=member, group=one, since=at, ends_at=chance.choice(ended))
