"""Roles: built in, to be combined and limited, but neither made nor changed. In two interfaces."""

from typing import Any

from django.http import HttpResponse

from ..access import table
from ..access.refusals import Conflict, Invalid, NotFound
from ..access.table import CAPABILITIES, ROLES, Role
from . import pages
from .answers import answer
from .calls import Call
from .operations import operation
from .permissions import PERMISSION, permission
from .role_fields import ROLE_ID, ROLE_NAME
from .schemas import always, many, number, shape, text, whole

USUAL, MOST = 100, 1000
DESCRIPTION = text("", str(ROLES[0].sentence))
ROLE = shape(
    "Role",
    {
        "id": ROLE_ID,
        "name": ROLE_NAME,
        "display_name": text("", str(ROLES[0].name)),
        "description": DESCRIPTION,
        "permissions": many(text("", CAPABILITIES[0].code), "With include=permissions alone."),
    },
    may_lack=["permissions"],
)
OLDER = shape(
    "OlderRole",
    {
        "id": ROLE_ID,
        "object": always("role"),
        "name": ROLE_NAME,
        "description": DESCRIPTION,
        "custom": always(False),
        "permissions_count": number(),
        "_links": whole({"self": text("A path.", "/…"), "permissions": text("A path.", "/…")}),
    },
)
BY_CURSOR = whole(
    {
        "limit": number(example=USUAL),
        "next_cursor": text("Empty on the last page."),
        "data": many(ROLE),
    }
)


@operation(
    "GET",
    "/iam/v1/roles",
    noun="role",
    gives=BY_CURSOR,
    query={"limit": pages.size(USUAL, MOST), "cursor": text("The next_cursor of the page before.")},
)
def list_(call: Call) -> HttpResponse:
    """All roles, from a cursor on."""
    call.must_read()
    limit = call.number("limit")
    start = _after(call.asked("cursor"))
    shown = ROLES[start : start + limit]
    following = shown[-1].ref if start + limit < len(ROLES) else ""
    return answer({"limit": limit, "next_cursor": following, "data": [role(one) for one in shown]})


@operation(
    "GET",
    "/iam/v1/roles/{role_id}",
    noun="role",
    gives=ROLE,
    query={"include": text("What else to tell.", "permissions")},
)
def get(call: Call, role_id: str) -> HttpResponse:
    """One role; with `include=permissions`, what it lets one do."""
    call.must_read()
    found = _known(role_id)
    shown = role(found)
    if "permissions" in call.asked("include").split(","):
        shown["permissions"] = [row.code for row in CAPABILITIES if row.code in found.capabilities]
    return answer(shown)


@operation("GET", "/roles", noun="role", gives=pages.numbered_data(OLDER), query=pages.BY_NUMBER)
def older_list(call: Call) -> HttpResponse:
    """All roles, by page, as older clients ask for them."""
    call.must_read()
    window = pages.numbered(call)
    shown = ROLES[window.offset : window.offset + window.size]
    return pages.in_data([older(one) for one in shown], len(ROLES), window)


@operation("GET", "/roles/{role_id}", noun="role", gives=OLDER)
def older_get(call: Call, role_id: str) -> HttpResponse:
    """One role, as older clients ask for it."""
    call.must_read()
    return answer(older(_known(role_id)))


@operation(
    "GET",
    "/roles/{role_id}/permissions",
    noun="role",
    gives=pages.numbered_data(PERMISSION),
    query=pages.BY_NUMBER,
)
def older_permissions(call: Call, role_id: str) -> HttpResponse:
    """What a role lets one do, by page."""
    call.must_read()
    window, codes = pages.numbered(call), _known(role_id).capabilities
    held = [row for row in CAPABILITIES if row.code in codes]
    shown = held[window.offset : window.offset + window.size]
    return pages.in_data([permission(row) for row in shown], len(held), window)


@operation("POST", "/roles", noun="role", status=409)
@operation("PATCH", "/roles/{role_id}", noun="role", status=409)
@operation("DELETE", "/roles/{role_id}", noun="role", status=409)
@operation("POST", "/roles/{role_id}/permissions", noun="role", status=409)
@operation("DELETE", "/roles/{role_id}/permissions", noun="role", status=409)
def built_in(call: Call, role_id: str = "") -> HttpResponse:
    """Refused: roles are built in."""
    if role_id:
        _known(role_id)
    raise Conflict("roles_built_in")


def role(row: Role) -> dict[str, Any]:
    return {"id": row.ref, "name": row.code, "display_name": row.name, "description": row.sentence}


def older(row: Role) -> dict[str, Any]:
    path = f"/roles/{row.ref}"
    return {
        "id": row.ref,
        "object": "role",
        "name": row.code,
        "description": row.sentence,
        "custom": False,
        "permissions_count": len(row.capabilities),
        "_links": {"self": path, "permissions": f"{path}/permissions"},
    }


def _known(ref: str) -> Role:
    found = next((one for one in ROLES if one.ref == ref), None)
    if found is None:
        raise NotFound()
    return found


def _after(cursor: str) -> int:
    """Where the page behind a cursor begins. A cursor is the last role of the page before."""
    if not cursor:
        return 0
    try:
        return ROLES.index(table.role(cursor)) + 1
    except KeyError:
        raise Invalid("cursor", "cursor_unknown") from None
