"""Groups of services: what they are called, and what is in them. Who reaches them is said in `groups.py`."""

from collections.abc import Iterable

from django.db.models import QuerySet

from ..access.refusals import Conflict
from ..models import (
    GroupServices,
    Service,
    ServiceGroup,
    ServiceGroupName,
    ServiceGroupService,
)
from ..models.rows import insert
from . import caps, checks, groups, linked, many, named
from .act import Act
from .kernel import action


@action(needs="groups.manage")
def make(act: Act, name: str, description: str = "") -> str:
    """A group of services with none in it yet."""
    name = named.free(act, ServiceGroupName, checks.name(name))
    if named.count(act, ServiceGroupName) >= caps.SERVICE_GROUPS:
        raise Conflict("too_many_service_groups", most=caps.SERVICE_GROUPS)
    made = insert(ServiceGroup(account=act.account, created_at=act.now))
    description = groups.described(description)
    named.begin(act, ServiceGroupName, service_group=made, name=name, description=description)
    act.record("service_group.created", made, after={"name": name})
    return made.ref


@action(needs="groups.manage")
def change(act: Act, ref: str, *, name: str | None = None, description: str | None = None) -> None:
    """Another name or description; what is not named stays."""
    found = groups.service_group(act, ref)
    row = named.current(ServiceGroupName, service_group=found)
    groups.redescribe(act, row, found, name, description, "service_group.changed")


@action(needs="groups.manage")
def delete(act: Act, ref: str) -> None:
    """It ends, and with it whatever groups of members reached by it alone. The services stay."""
    found = groups.service_group(act, ref)
    row = named.current(ServiceGroupName, service_group=found)
    for kind in (ServiceGroupName, ServiceGroupService, GroupServices):
        kind.objects.filter(service_group=found).end(act.now)
    act.record("service_group.deleted", found, before={"name": row.name})


@action(needs="groups.manage")
def add_services(act: Act, ref: str, refs: Iterable[str]) -> None:
    found = groups.service_group(act, ref)
    services = many.all_named(_services(act), refs, "service")
    if added := linked.begin(act, ServiceGroupService, "service", services, service_group=found):
        groups.must_all_be_theirs_to_give(act, found)
        act.record("service_group.services_added", found, after={"services": added})


@action(needs="groups.manage")
def remove_services(act: Act, ref: str, refs: Iterable[str]) -> None:
    found = groups.service_group(act, ref)
    services = many.all_named(_services(act), refs, "service")
    if ended := linked.end(act, ServiceGroupService, "service", services, service_group=found):
        act.record("service_group.services_removed", found, before={"services": ended})


def _services(act: Act) -> "QuerySet[Service]":
    return Service.objects.filter(account=act.account, names__until__isnull=True)
