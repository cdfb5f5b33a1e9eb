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
from .service_shape import details as detailed
from .service_shape import listed, service

MOST = 1000
TAKES = {
    "name": "How the service is called, unlike any other in the account.",
    "comment": "A free text.",
    "type": "`vcl` or `wasm`.",
    "customer_id": "The account; only one's own can be named.",
}


@operation("POST", "/service", noun="service", takes=TAKES)
def create(call: Call) -> HttpResponse:
    """Make a service."""
    if "customer_id" in call.fields:
        call.must_be_own_account(call.fields.text("customer_id"))
    name, comment = call.fields.text("name"), call.fields.text("comment")
    kind = call.fields.text("type", "vcl")
    ref = actions.make_service(call.actor(), name, kind=kind, comment=comment)
    return _shown(call, ref)


@operation("GET", "/service", noun="service")
def list_(call: Call) -> HttpResponse:
    """The services that the caller can see, by page."""
    call.must_read()
    window = pages.numbered(call, most=MOST)
    sort, direction = call.asked("sort", "created"), call.asked("direction", "ascend")
    if sort not in services.SORTS or direction not in ("ascend", "descend"):
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


@operation("GET", "/service/search", noun="service")
def search(call: Call) -> HttpResponse:
    """The service that has exactly the name asked for."""
    call.must_read()
    row = services.service_named(call.caller.account.id, call.access, call.asked("name"))
    if row is None:
        raise NotFound()
    return answer(service(row, call.caller.account.ref))


@operation("GET", "/service/{service_id}", noun="service")
def get(call: Call, service_id: str) -> HttpResponse:
    """One service."""
    return answer(service(_seen(call, service_id), call.caller.account.ref))


@operation("GET", "/service/{service_id}/details", noun="service")
def details(call: Call, service_id: str) -> HttpResponse:
    """One service with its version."""
    return answer(detailed(_seen(call, service_id), call.caller.account.ref))


@operation("GET", "/service/{service_id}/domain", noun="service")
def domains(call: Call, service_id: str) -> HttpResponse:
    """The service's domains: none are kept here."""
    _seen(call, service_id)
    return answer([])


@operation("PUT", "/service/{service_id}", noun="service", takes={"name": TAKES["name"], "comment": ""})
def update(call: Call, service_id: str) -> HttpResponse:
    """Change a service's name or comment."""
    sent = {name: call.fields.text(name) for name in ("name", "comment") if name in call.fields}
    actions.change_service(call.actor(), service_id, **sent)
    return _shown(call, service_id)


@operation("DELETE", "/service/{service_id}", noun="service")
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
