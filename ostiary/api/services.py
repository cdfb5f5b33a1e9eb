"""Services: what is protected."""

from django.http import HttpResponse

from ..access.decisions import ServiceResource
from ..access.refusals import Invalid, NotFound
from ..actions import protected as actions
from ..queries import services
from . import pages
from .answers import answer, ok
from .calls import Call
from .operations import operation
from .schemas import DONE, always_empty, fields, many, one_of, ref, text
from .service_shape import DETAILS, LISTED, SERVICE, TYPE, listed, service
from .service_shape import details as detailed

MOST = 1000
DIRECTIONS = ("ascend", "descend")
ABOUT = {
    "name": text("How the service is called, unlike any other in the account.", "www"),
    "comment": text("A free text.", "The shop"),
}
TAKES = {
    **ABOUT,
    "type": TYPE,
    "customer_id": ref("customer", "The account; only one's own can be named."),
}
QUERY = {
    "page": pages.which(),
    "per_page": pages.size(most=MOST),
    "sort": one_of(services.SORTS) | {"default": "created"},
    "direction": one_of(DIRECTIONS) | {"default": "ascend"},
}


@operation("POST", "/service", noun="service", gives=SERVICE, takes=fields(TAKES, needs=["name"]))
def create(call: Call) -> HttpResponse:
    """Make a service."""
    if "customer_id" in call.fields:
        call.must_be_own_account(call.fields.text("customer_id"))
    name, comment = call.fields.text("name"), call.fields.text("comment")
    kind = call.fields.text("type", "vcl")
    ref = actions.make_service(call.actor(), name, kind=kind, comment=comment)
    return _shown(call, ref)


@operation("GET", "/service", noun="service", gives=many(LISTED), query=QUERY)
def list_(call: Call) -> HttpResponse:
    """The services that the caller can see, by page."""
    call.must_read()
    window = pages.numbered(call)
    sort, direction = call.asked("sort"), call.asked("direction")
    if sort not in services.SORTS or direction not in DIRECTIONS:
        raise Invalid("sort", "sort_unknown", sort=f"{sort} {direction}")
    account = call.caller.account
    found, total = services.services(
        account.id,
        call.access,
        sort=sort,
        descending=direction == "descend",
        offset=window.offset,
        size=window.size,
    )
    return pages.in_header(call, [listed(row, account.ref) for row in found], total, window)


@operation("GET", "/service/search", noun="service", gives=SERVICE, query={"name": ABOUT["name"]})
def search(call: Call) -> HttpResponse:
    """The service that has exactly the name asked for."""
    call.must_read()
    row = services.service_named(call.caller.account.id, call.access, call.asked("name"))
    if row is None:
        raise NotFound()
    return answer(service(row, call.caller.account.ref))


@operation("GET", "/service/{service_id}", noun="service", gives=SERVICE)
def get(call: Call, service_id: str) -> HttpResponse:
    """One service."""
    return answer(service(_seen(call, service_id), call.caller.account.ref))


@operation("GET", "/service/{service_id}/details", noun="service", gives=DETAILS)
def details(call: Call, service_id: str) -> HttpResponse:
    """One service with its version."""
    return answer(detailed(_seen(call, service_id), call.caller.account.ref))


@operation("GET", "/service/{service_id}/domain", noun="service", gives=always_empty())
def domains(call: Call, service_id: str) -> HttpResponse:
    """The service's domains: none are kept here."""
    _seen(call, service_id)
    return answer([])


@operation("PUT", "/service/{service_id}", noun="service", gives=SERVICE, takes=fields(ABOUT))
def update(call: Call, service_id: str) -> HttpResponse:
    """Change a service's name or comment."""
    sent = {name: call.fields.text(name) for name in ("name", "comment") if name in call.fields}
    actions.change_service(call.actor(), service_id, **sent)
    return _shown(call, service_id)


@operation("DELETE", "/service/{service_id}", noun="service", gives=DONE)
def delete(call: Call, service_id: str) -> HttpResponse:
    """Delete a service."""
    actions.delete_service(call.actor(), service_id)
    return ok()


def _seen(call: Call, ref: str) -> services.ServiceRow:
    row = services.service(call.caller.account.id, ref)
    if row is None:
        raise NotFound()
    call.require("service.view", ServiceResource(ref))
    return row


def _shown(call: Call, ref: str) -> HttpResponse:
    """What was just made or changed, whether or not the token is for it."""
    row = services.service(call.caller.account.id, ref)
    if row is None:  # deleted meanwhile
        raise NotFound()
    return answer(service(row, call.caller.account.ref))
