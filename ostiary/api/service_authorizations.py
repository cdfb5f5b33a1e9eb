"""Service authorizations: the levels that people gave on services, one by one."""

from typing import Any

from django.http import HttpResponse

from ..access.refusals import Invalid, NotFound
from ..actions import authorizations as actions
from ..queries import authorizations
from ..queries.authorizations import AuthorizationRow
from . import pages
from .answers import BULK, JSON_API, answer, nothing, stamp
from .bodies import BadBody, Fields
from .calls import Call
from .operations import DOCUMENT, MANY, operation
from .permission_words import PERMISSION, permission, related
from .schemas import data, link, many, moment, nothing_yet, resource, sent_resource

NOUN = "serviceauthorization"
ONE = "/service-authorizations/{service_authorization_id}"
MOST = 1000
KIND = "service_authorization"
LINKS = {"service": link("service"), "user": link("user")}
AUTHORIZATION = resource(
    "ServiceAuthorization",
    KIND,
    {
        "permission": PERMISSION,
        "created_at": moment(),
        "updated_at": moment(),
        "deleted_at": nothing_yet(),
    },
    LINKS,
)
GIVEN = {"permission": PERMISSION}
LEVELS = data(many(sent_resource(KIND, GIVEN, with_id=True), maxItems=MOST))
NAMES = data(many(sent_resource(KIND, {}, with_id=True), maxItems=MOST))


@operation(
    "GET",
    "/service-authorizations",
    noun=NOUN,
    gives=pages.documented(AUTHORIZATION),
    kind=JSON_API,
    query=pages.BY_DOCUMENT,
)
def list_(call: Call) -> HttpResponse:
    """All service authorizations, by page."""
    call.require("members.view")
    window = pages.of_document(call)
    found, total = authorizations.listed(
        call.caller.account.id, call.now, offset=window.offset, size=window.size
    )
    return pages.document(call, [authorization(row) for row in found], total, window)


@operation(
    "POST",
    "/service-authorizations",
    noun=NOUN,
    gives=data(AUTHORIZATION),
    kind=JSON_API,
    takes=data(sent_resource(KIND, GIVEN, LINKS, needs=LINKS)),
    sends=DOCUMENT,
)
def create(call: Call) -> HttpResponse:
    """Give a user a level on a service."""
    resource = _resource(call)
    user, service = related(resource, "user"), related(resource, "service")
    return _shown(call, actions.give(call.actor(), user, service, permission(resource)))


@operation("GET", ONE, noun=NOUN, gives=data(AUTHORIZATION), kind=JSON_API)
def get(call: Call, service_authorization_id: str) -> HttpResponse:
    """One service authorization."""
    call.require("members.view")
    return _shown(call, service_authorization_id)


@operation(
    "PATCH",
    ONE,
    noun=NOUN,
    gives=data(AUTHORIZATION),
    kind=JSON_API,
    takes=data(sent_resource(KIND, GIVEN)),
    sends=DOCUMENT,
)
def update(call: Call, service_authorization_id: str) -> HttpResponse:
    """Change the level."""
    actions.change(call.actor(), {service_authorization_id: permission(_resource(call))})
    return _shown(call, service_authorization_id)


@operation("DELETE", ONE, noun=NOUN, status=204)
def delete(call: Call, service_authorization_id: str) -> HttpResponse:
    """Take the level back: the service is hidden again."""
    actions.take(call.actor(), [service_authorization_id])
    return nothing()


@operation(
    "PATCH",
    "/service-authorizations",
    noun=NOUN,
    gives=data(many(AUTHORIZATION)),
    kind=BULK,
    takes=LEVELS,
    sends=MANY,
)
def update_many(call: Call) -> HttpResponse:
    """Change many levels, all of them or none."""
    levels = {_id(one): permission(one) for one in _resources(call)}
    actions.change(call.actor(), levels)
    found = authorizations.some(call.caller.account.id, call.now, list(levels))
    return answer({"data": [authorization(row) for row in found]}, kind=BULK)


@operation(
    "DELETE",
    "/service-authorizations",
    noun=NOUN,
    gives=data(many(link(KIND))),
    kind=BULK,
    takes=NAMES,
    sends=MANY,
)
def delete_many(call: Call) -> HttpResponse:
    """Take many levels back, all of them or none."""
    refs = [_id(one) for one in _resources(call)]
    actions.take(call.actor(), refs)
    return answer({"data": [{"id": ref, "type": KIND} for ref in refs]}, kind=BULK)


def authorization(row: AuthorizationRow) -> dict[str, Any]:
    return {
        "id": row.ref,
        "type": KIND,
        "attributes": {
            "permission": row.level,
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "deleted_at": None,
        },
        "relationships": {
            "service": {"data": {"id": row.service_ref, "type": "service"}},
            "user": {"data": {"id": row.member_ref, "type": "user"}},
        },
    }


def _shown(call: Call, ref: str) -> HttpResponse:
    found = authorizations.some(call.caller.account.id, call.now, [ref])
    if not found:
        raise NotFound()
    return answer({"data": authorization(found[0])}, kind=JSON_API)


def _resource(call: Call) -> dict[str, Any]:
    if not isinstance(call.document, dict):
        raise BadBody("document_missing")
    return call.document


def _resources(call: Call) -> list[dict[str, Any]]:
    found = call.document
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found) or len(found) > MOST:
        raise BadBody("document_missing")
    return found


def _id(resource: dict[str, Any]) -> str:
    ref = Fields(resource).text("id")
    if not ref:
        raise Invalid("id", "field_missing", field_name="id")
    return ref
