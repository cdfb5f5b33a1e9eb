"""Groups as the wire has them, and what is in them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from ..access import table
from ..access.refusals import Invalid
from ..queries.groups import Found, GroupRow, InGroup, InServiceGroup, RoleOfGroup, ServiceGroupRow
from . import bodies, pages
from .answers import stamp
from .calls import Call
from .role_fields import ROLE_ID, ROLE_NAME
from .schemas import Schema, always, fields, many, moment, number, one_of, ref, shape, text, whole
from .service_shape import TYPE

ABOUT = {
    "name": text("What it is called; names differ.", "Editors"),
    "description": text("What it is for.", "Whoever writes"),
}
TIMES = {"created_at": moment(), "updated_at": moment()}
USER_GROUP = shape(
    "UserGroup",
    {
        "id": ref("user group"),
        "object": always("user-groups"),
        **ABOUT,
        **{f"{each}_count": number() for each in ("users", "invitations", "roles", "service_groups")},
        **TIMES,
        "_links": whole({to: text("A path.", "/…") for to in ("self", "service_groups", "roles")}),
    },
)
SERVICE_GROUP = shape(
    "ServiceGroup",
    {
        "id": ref("service group"),
        "object": always("service-groups"),
        **ABOUT,
        "services_count": number(),
        **TIMES,
        "_links": whole({to: text("A path.", "/…") for to in ("self", "services")}),
    },
)
MEMBER = shape(
    "GroupMember",
    {
        "id": ref("user"),
        "object": one_of(("user", "invitation")),
        "login": text("", "olga@example.com"),
        **TIMES,
    },
)
ROLE = shape(
    "GroupRole",
    {
        "id": ROLE_ID,
        "object": always("role"),
        "name": ROLE_NAME,
        "description": text("", str(table.ROLES[0].sentence)),
        "custom": always(False),
        **TIMES,
    },
)
SERVICE = shape(
    "GroupService",
    {"id": ref("service"), "object": always("service"), "name": text("", "www"), "type": TYPE, **TIMES},
)


def named_by_id(name: str, one: Schema) -> Schema:
    """The body that puts something in or takes it out."""
    return fields({name: many(fields({"id": one}, needs=["id"]))}, needs=[name])


def put_in(name: str, one: Schema, *kinds: str) -> Schema:
    """The answer to putting something in."""
    return whole({name: many(whole({"id": one, "object": one_of(kinds)}))})


def user_group(row: GroupRow) -> dict[str, Any]:
    path = f"/user-groups/{row.ref}"
    return {
        "id": row.ref,
        "object": "user-groups",
        "name": row.name,
        "description": row.description,
        "users_count": row.users,
        "invitations_count": row.invitations,
        "roles_count": row.roles,
        "service_groups_count": row.service_groups,
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
        "_links": {"self": path, "service_groups": f"{path}/service-groups", "roles": f"{path}/roles"},
    }


def service_group(row: ServiceGroupRow) -> dict[str, Any]:
    path = f"/service-groups/{row.ref}"
    return {
        "id": row.ref,
        "object": "service-groups",
        "name": row.name,
        "description": row.description,
        "services_count": row.services,
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
        "_links": {"self": path, "services": f"{path}/services"},
    }


def member(row: InGroup) -> dict[str, Any]:
    """By the one id that somebody has from the invitation on."""
    return {
        "id": row.ref,
        "object": "user" if row.state == "active" else "invitation",
        "login": row.address,
        "created_at": stamp(row.since),
        "updated_at": stamp(row.since),
    }


def role(row: RoleOfGroup) -> dict[str, Any]:
    return {
        "id": row.role.ref,
        "object": "role",
        "name": row.role.code,
        "description": str(row.role.sentence),
        "custom": False,
        "created_at": stamp(row.since),
        "updated_at": stamp(row.since),
    }


def service(row: InServiceGroup) -> dict[str, Any]:
    return {
        "id": row.ref,
        "object": "service",
        "name": row.name,
        "type": row.kind,
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.since),
    }


def listed(
    call: Call, find: Callable[[int, int], Found], shape: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    """One numbered page of what `find(offset, size)` finds."""
    window = pages.numbered(call)
    found = find(window.offset, window.size)
    return pages.in_data([shape(row) for row in found.rows], found.total, window)


def ids(call: Call, name: str) -> list[str]:
    """The ids in `{"members": [{"id": …}]}` and its like."""
    sent = call.fields.values.get(name)
    if not isinstance(sent, list) or len(sent) > bodies.MOST_FIELDS:
        raise Invalid(name, "field_not_ids", field_name=name)
    named = [one.get("id") if isinstance(one, dict) else one for one in sent]
    found = [one for one in named if bodies.is_text(one)]
    if len(found) < len(sent):
        raise Invalid(name, "field_not_ids", field_name=name)
    return found


def told(call: Call) -> dict[str, str]:
    """Name and description, those that are sent."""
    return {name: call.fields.text(name) for name in ("name", "description") if name in call.fields}
