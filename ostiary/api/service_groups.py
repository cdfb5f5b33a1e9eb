"""Groups of services."""

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..actions import service_groups as actions
from ..queries import groups as queries
from . import group_shape as shape
from . import pages
from .answers import answer, nothing
from .calls import Call
from .operations import NESTED, operation
from .schemas import fields, ref

SERVICES = shape.named_by_id("services", ref("service"))
GROUP, IN_GROUP = "/service-groups/{service_group_id}", "/service-groups/{service_group_id}/services"


@operation("GET", "/service-groups", gives=pages.numbered_data(shape.SERVICE_GROUP), query=pages.BY_NUMBER)
def listed(call: Call) -> HttpResponse:
    """The account's groups of services, a page at a time."""
    call.require("groups.view")
    account = call.caller.account.id
    return shape.listed(
        call, lambda offset, size: queries.service_groups(account, offset, size), shape.service_group
    )


@operation(
    "POST",
    "/service-groups",
    status=201,
    gives=shape.SERVICE_GROUP,
    takes=fields(shape.ABOUT, needs=["name"]),
)
def create(call: Call) -> HttpResponse:
    """A new group of services, with none in it."""
    ref = actions.make(call.actor(), call.fields.text("name"), call.fields.text("description"))
    return _shown(call, ref, status=201)


@operation("GET", GROUP, noun="service group", gives=shape.SERVICE_GROUP)
def get(call: Call, service_group_id: str) -> HttpResponse:
    """One group of services."""
    call.require("groups.view")
    return _shown(call, service_group_id)


@operation("PATCH", GROUP, noun="service group", gives=shape.SERVICE_GROUP, takes=fields(shape.ABOUT))
def change(call: Call, service_group_id: str) -> HttpResponse:
    """Another name or description."""
    actions.change(call.actor(), service_group_id, **shape.told(call))
    return _shown(call, service_group_id)


@operation("DELETE", GROUP, noun="service group", status=204)
def delete(call: Call, service_group_id: str) -> HttpResponse:
    """End a group of services; the services stay."""
    actions.delete(call.actor(), service_group_id)
    return nothing()


@operation(
    "GET",
    IN_GROUP,
    noun="service group",
    gives=pages.numbered_data(shape.SERVICE),
    query=pages.BY_NUMBER,
)
def services(call: Call, service_group_id: str) -> HttpResponse:
    """The services in a group, a page at a time."""
    call.require("groups.view")
    account = call.caller.account.id
    if queries.service_group(account, service_group_id) is None:
        raise NotFound()
    return shape.listed(
        call,
        lambda offset, size: queries.services_of(account, service_group_id, offset, size),
        shape.service,
    )


@operation(
    "POST",
    IN_GROUP,
    noun="service group",
    status=201,
    gives=shape.put_in("services", ref("service"), "service"),
    takes=SERVICES,
    sends=NESTED,
)
def add(call: Call, service_group_id: str) -> HttpResponse:
    """Put services into a group."""
    refs = shape.ids(call, "services")
    actions.add_services(call.actor(), service_group_id, refs)
    return answer({"services": [{"id": ref, "object": "service"} for ref in refs]}, 201)


@operation("DELETE", IN_GROUP, noun="service group", status=204, takes=SERVICES, sends=NESTED)
def remove(call: Call, service_group_id: str) -> HttpResponse:
    """Take services out of a group."""
    actions.remove_services(call.actor(), service_group_id, shape.ids(call, "services"))
    return nothing()


def _shown(call: Call, ref: str, status: int = 200) -> HttpResponse:
    row = queries.service_group(call.caller.account.id, ref)
    if row is None:
        raise NotFound()
    return answer(shape.service_group(row), status)
