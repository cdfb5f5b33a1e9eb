"""Both kinds of groups as the panel lists them: by keyset, with a search, and what can be added to each."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from ..access import table
from ..models import (
    GroupMember,
    GroupName,
    GroupRole,
    GroupServices,
    MemberState,
    ServiceGroupName,
    ServiceGroupService,
    ServiceName,
    State,
)
from ..proofs.names import name_key
from .groups import GroupRow, ServiceGroupRow
from .paging import Order, Page, Window, page
from .protected import BY_NAME, FIRST_PAGE

# Two people may have one name; with the id behind it, everybody has a place of their own.
BY_PLACE = Order("place", cursor="member__ref")

GROUP = ("group__ref", "name", "description", "users", "invitations", "roles", "service_groups")
SERVICE_GROUP = ("service_group__ref", "name", "description", "services")
MEMBER = ("member__ref", "name", "member__address", "state")
SERVICE = ("service__ref", "name")


class Person(NamedTuple):
    """An active member, or an invited one, who has no name yet."""

    ref: str
    name: str
    address: str
    state: str

    @property
    def shown(self) -> str:
        return self.name or self.address

    @property
    def is_invited(self) -> bool:
        return self.state == State.INVITED


class Named(NamedTuple):
    ref: str
    name: str

    @property
    def shown(self) -> str:
        return self.name


class Reaching(NamedTuple):
    """A group that reaches a service group, with how many users it has."""

    ref: str
    name: str
    users: int


def groups(account_id: int, search: str, window: Window) -> Page[GroupRow]:
    """One page by name of the groups whose name contains what is searched for."""
    found = _called(GroupName.objects.current().filter(account=account_id), search).annotate(
        users=_members(State.ACTIVE),
        invitations=_members(State.INVITED),
        roles=_many(GroupRole.objects.current(), "group"),
        service_groups=_many(GroupServices.objects.current(), "group"),
    )
    return page(found, (*GROUP, "group__created_at", "since"), GroupRow, BY_NAME, window)


def service_groups(account_id: int, search: str, window: Window) -> Page[ServiceGroupRow]:
    found = _called(_service_groups(account_id), search).annotate(
        services=_many(ServiceGroupService.objects.current(), "service_group")
    )
    fields = (*SERVICE_GROUP, "service_group__created_at", "since")
    return page(found, fields, ServiceGroupRow, BY_NAME, window)


def members_in(account_id: int, ref: str, search: str = "", window: Window = FIRST_PAGE) -> Page[Person]:
    """Who is in a group, by name, those who are only invited by their address."""
    found = _people(account_id, search).filter(member__in=_in_group(ref))
    return page(found, MEMBER, Person, BY_PLACE, window)


def members_beside(account_id: int, ref: str, search: str, size: int) -> Page[Person]:
    """The first of those who are not in the group yet."""
    found = _people(account_id, search).exclude(member__in=_in_group(ref))
    return page(found, MEMBER, Person, BY_PLACE, FIRST_PAGE, size)


def members_among(account_id: int, refs: Iterable[str]) -> list[Person]:
    found = _people(account_id, "").filter(member__ref__in=list(refs))
    return [Person(*row) for row in found.order_by("place").values_list(*MEMBER)]


def services_in(account_id: int, ref: str, search: str = "", window: Window = FIRST_PAGE) -> Page[Named]:
    """The services in a service group, by name."""
    found = _called(_services(account_id), search).filter(service__in=_in_service_group(ref))
    return page(found, SERVICE, Named, BY_NAME, window)


def services_beside(account_id: int, ref: str, search: str, size: int) -> Page[Named]:
    found = _called(_services(account_id), search).exclude(service__in=_in_service_group(ref))
    return page(found, SERVICE, Named, BY_NAME, FIRST_PAGE, size)


def services_among(account_id: int, refs: Iterable[str]) -> list[Named]:
    return _named(_services(account_id).filter(service__ref__in=list(refs)), SERVICE)


def service_groups_of(account_id: int, ref: str) -> list[ServiceGroupRow]:
    """The service groups that a group reaches, by name."""
    found = _service_groups(account_id).filter(service_group__in=_reached(ref))
    counted = found.annotate(services=_many(ServiceGroupService.objects.current(), "service_group"))
    fields = (*SERVICE_GROUP, "service_group__created_at", "since")
    return [ServiceGroupRow(*row) for row in counted.order_by("name_key").values_list(*fields)]


def service_groups_beside(account_id: int, ref: str, search: str, size: int) -> Page[Named]:
    found = _called(_service_groups(account_id), search).exclude(service_group__in=_reached(ref))
    return page(found, ("service_group__ref", "name"), Named, BY_NAME, FIRST_PAGE, size)


def service_groups_among(account_id: int, refs: Iterable[str]) -> list[Named]:
    found = _service_groups(account_id).filter(service_group__ref__in=list(refs))
    return _named(found, ("service_group__ref", "name"))


def roles_of(ref: str) -> list[table.Role]:
    """A group's roles, in the table's order."""
    codes = GroupRole.objects.current().filter(group__ref=ref).values_list("role", flat=True)
    return table.in_order(table.role(code) for code in codes)


def services_reached(account_id: int, ref: str) -> dict[str, str]:
    """The services of all that a group reaches, by ref, in the order of their names."""
    inside = ServiceGroupService.objects.current().filter(service_group__in=_reached(ref))
    found = _services(account_id).filter(service__in=inside.values("service"))
    return dict(found.order_by("name_key").values_list(*SERVICE))


def groups_reaching(account_id: int, ref: str) -> list[Reaching]:
    """The groups that reach a service group, by name."""
    reaching = GroupServices.objects.current().filter(service_group__ref=ref).values("group")
    found = GroupName.objects.current().filter(account=account_id, group__in=reaching)
    counted = found.annotate(users=_members(State.ACTIVE)).order_by("name_key")
    return [Reaching(*row) for row in counted.values_list("group__ref", "name", "users")]


def groups_with(member_id: int) -> list[Named]:
    """The groups that somebody is in, by name."""
    inside = GroupMember.objects.current().filter(member=member_id).values("group")
    return _named(GroupName.objects.current().filter(group__in=inside), ("group__ref", "name"))


def _named(found: "QuerySet[Any]", fields: tuple[str, ...]) -> list[Named]:
    return [Named(*row) for row in found.order_by("name_key").values_list(*fields)]


def _people(account_id: int, search: str) -> "QuerySet[Any]":
    found = MemberState.objects.current().filter(account=account_id, state__in=(State.ACTIVE, State.INVITED))
    if search:
        key = name_key(search)
        found = found.filter(Q(sort_key__contains=key) | Q(member__address_key__contains=key))
    place = Concat("sort_key", Value(" "), "member__ref", output_field=CharField())
    placed: QuerySet[Any] = found.annotate(place=place)
    return placed


def _services(account_id: int) -> "QuerySet[Any]":
    return ServiceName.objects.current().filter(account=account_id)


def _service_groups(account_id: int) -> "QuerySet[Any]":
    return ServiceGroupName.objects.current().filter(account=account_id)


def _called(found: "QuerySet[Any]", search: str) -> "QuerySet[Any]":
    return found.filter(name_key__contains=name_key(search)) if search else found


def _in_group(ref: str) -> "QuerySet[Any]":
    return GroupMember.objects.current().filter(group__ref=ref).values("member")


def _in_service_group(ref: str) -> "QuerySet[Any]":
    return ServiceGroupService.objects.current().filter(service_group__ref=ref).values("service")


def _reached(ref: str) -> "QuerySet[Any]":
    return GroupServices.objects.current().filter(group__ref=ref).values("service_group")


def _members(state: State) -> Coalesce:
    """How many of a group's members are in a state."""
    inside = GroupMember.objects.current().filter(
        member__states__until__isnull=True, member__states__state=state
    )
    return _many(inside, "group")


def _many(links: "QuerySet[Any]", to: str) -> Coalesce:
    own = links.filter(**{to: OuterRef(to)}).order_by().values(to)
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
