"""Groups of users: what they are called, who is in them, and what they give."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpResponse

from ..access import table
from ..access.refusals import NotFound
from ..actions import groups as actions
from ..queries import groups as queries
from . import group_shape as shape
from . import pages
from .answers import answer, nothing
from .calls import Call
from .operations import NESTED, operation
from .role_fields import ROLE_ID
from .schemas import Schema, fields, ref

GROUP, NOUN = "/user-groups/{user_group_id}", "user group"


@operation("GET", "/user-groups", gives=pages.numbered_data(shape.USER_GROUP), query=pages.BY_NUMBER)
def listed(call: Call) -> HttpResponse:
    """The account's groups of users, a page at a time."""
    call.require("groups.view")
    account = call.caller.account.id
    return shape.listed(call, lambda offset, size: queries.listed(account, offset, size), shape.user_group)


@operation(
    "POST",
    "/user-groups",
    status=201,
    gives=shape.USER_GROUP,
    takes=fields(shape.ABOUT, needs=["name"]),
)
def create(call: Call) -> HttpResponse:
    """A new group of users, with nobody in it and nothing to give."""
    ref = actions.make(call.actor(), call.fields.text("name"), call.fields.text("description"))
    return _shown(call, ref, status=201)


@operation("GET", GROUP, noun=NOUN, gives=shape.USER_GROUP)
def get(call: Call, user_group_id: str) -> HttpResponse:
    """One group of users."""
    call.require("groups.view")
    return _shown(call, user_group_id)


@operation("PATCH", GROUP, noun=NOUN, gives=shape.USER_GROUP, takes=fields(shape.ABOUT))
def change(call: Call, user_group_id: str) -> HttpResponse:
    """Another name or description."""
    actions.change(call.actor(), user_group_id, **shape.told(call))
    return _shown(call, user_group_id)


@operation("DELETE", GROUP, noun=NOUN, status=204)
def delete(call: Call, user_group_id: str) -> HttpResponse:
    """End a group, and with it what its members have by it alone."""
    actions.delete(call.actor(), user_group_id)
    return nothing()


class Part(NamedTuple):
    """What a group consists of, by the name that bodies call it."""

    name: str
    find: Callable[..., queries.Found]
    shape: Callable[[Any], dict[str, Any]]
    add: Callable[..., Any]
    remove: Callable[..., None]
    # What one of them is; and where there are two words, what one is that is invited only.
    kinds: tuple[str, ...]
    ref: Schema
    schema: Schema

    def listed(self) -> dict[str, Any]:
        """How its lists are described, and below how putting in and taking out is."""
        return {"noun": NOUN, "gives": pages.numbered_data(self.schema), "query": pages.BY_NUMBER}

    def added(self) -> dict[str, Any]:
        given = shape.put_in(self.name, self.ref, *self.kinds)
        return {"noun": NOUN, "status": 201, "gives": given, **self._named()}

    def removed(self) -> dict[str, Any]:
        return {"noun": NOUN, "status": 204, **self._named()}

    def _named(self) -> dict[str, Any]:
        return {"takes": shape.named_by_id(self.name, self.ref), "sends": NESTED}


MEMBERS = Part(
    "members",
    queries.members_of,
    shape.member,
    actions.add_members,
    actions.remove_members,
    ("user", "invitation"),
    ref("user"),
    shape.MEMBER,
)
ROLES = Part(
    "roles",
    queries.roles_of,
    shape.role,
    actions.add_roles,
    actions.remove_roles,
    ("role",),
    ROLE_ID,
    shape.ROLE,
)
REACHED = Part(
    "service_groups",
    queries.reached_by,
    shape.service_group,
    actions.add_service_groups,
    actions.remove_service_groups,
    ("service-groups",),
    ref("service group"),
    shape.SERVICE_GROUP,
)


@operation("GET", f"{GROUP}/members", **MEMBERS.listed())
def members(call: Call, user_group_id: str) -> HttpResponse:
    """Who is in a group, a page at a time; the invited are marked."""
    return _listed(call, MEMBERS, user_group_id)


@operation("POST", f"{GROUP}/members", **MEMBERS.added())
def add_members(call: Call, user_group_id: str) -> HttpResponse:
    """Put users or invitations into a group."""
    return _added(call, MEMBERS, user_group_id)


@operation("DELETE", f"{GROUP}/members", **MEMBERS.removed())
def remove_members(call: Call, user_group_id: str) -> HttpResponse:
    """Take users or invitations out of a group."""
    return _removed(call, MEMBERS, user_group_id)


@operation("GET", f"{GROUP}/roles", **ROLES.listed())
def roles(call: Call, user_group_id: str) -> HttpResponse:
    """The roles that a group gives, a page at a time."""
    return _listed(call, ROLES, user_group_id)


@operation("POST", f"{GROUP}/roles", **ROLES.added())
def add_roles(call: Call, user_group_id: str) -> HttpResponse:
    """Give roles to everybody in a group."""
    return _added(call, ROLES, user_group_id)


@operation("DELETE", f"{GROUP}/roles", **ROLES.removed())
def remove_roles(call: Call, user_group_id: str) -> HttpResponse:
    """Take roles from a group."""
    return _removed(call, ROLES, user_group_id)


@operation("GET", f"{GROUP}/service-groups", **REACHED.listed())
def service_groups(call: Call, user_group_id: str) -> HttpResponse:
    """The groups of services that a group reaches, a page at a time."""
    return _listed(call, REACHED, user_group_id)


@operation("POST", f"{GROUP}/service-groups", **REACHED.added())
def add_service_groups(call: Call, user_group_id: str) -> HttpResponse:
    """Let a group reach groups of services."""
    return _added(call, REACHED, user_group_id)


@operation("DELETE", f"{GROUP}/service-groups", **REACHED.removed())
def remove_service_groups(call: Call, user_group_id: str) -> HttpResponse:
    """Let a group reach groups of services no more."""
    return _removed(call, REACHED, user_group_id)


def _listed(call: Call, part: Part, ref: str) -> HttpResponse:
    call.require("groups.view")
    account = call.caller.account.id
    if queries.one(account, ref) is None:
        raise NotFound()
    return shape.listed(call, lambda offset, size: part.find(account, ref, offset, size), part.shape)


def _added(call: Call, part: Part, ref: str) -> HttpResponse:
    named = shape.ids(call, part.name)
    invited = part.add(call.actor(), ref, _codes(named) if part is ROLES else named) or ()
    kind, *of_invited = part.kinds
    added = [{"id": one, "object": of_invited[0] if one in invited else kind} for one in named]
    return answer({part.name: added}, 201)


def _removed(call: Call, part: Part, ref: str) -> HttpResponse:
    named = shape.ids(call, part.name)
    part.remove(call.actor(), ref, _codes(named) if part is ROLES else named)
    return nothing()


def _codes(refs: list[str]) -> list[str]:
    """Roles go by their ids on the wire."""
    by_ref = {role.ref: role.code for role in table.ROLES}
    return [by_ref.get(ref, ref) for ref in refs]


def _shown(call: Call, ref: str, status: int = 200) -> HttpResponse:
    row = queries.one(call.caller.account.id, ref)
    if row is None:
        raise NotFound()
    return answer(shape.user_group(row), status)
