"""Permissions: the capabilities of the table."""

from typing import Any

from django.http import HttpResponse

from ..access.areas import AREAS
from ..access.table import CAPABILITIES, Capability
from .answers import answer
from .calls import Call
from .operations import operation
from .schemas import always, data, many, one_of, shape, text

_FIRST = CAPABILITIES[0]
PERMISSION = shape(
    "Permission",
    {
        "id": text("", _FIRST.ref),
        "object": always("permission"),
        "name": text("", _FIRST.code),
        "description": text("", str(_FIRST.sentence)),
        "resource_name": text("What it is about.", str(AREAS[_FIRST.area][0])),
        "resource_description": text("", str(AREAS[_FIRST.area][1])),
        "scope": one_of(("account", "service")),
    },
)


@operation("GET", "/permissions", noun="permission", gives=data(many(PERMISSION)))
def list_(call: Call) -> HttpResponse:
    """Everything that a role can let one do."""
    call.must_read()
    return answer({"data": [permission(row) for row in CAPABILITIES]})


def permission(row: Capability) -> dict[str, Any]:
    """To the wire, what is not about services is about the account."""
    resource, description = AREAS[row.area]
    return {
        "id": row.ref,
        "object": "permission",
        "name": row.code,
        "description": row.sentence,
        "resource_name": resource,
        "resource_description": description,
        "scope": "service" if row.scope == "service" else "account",
    }
