"""Permissions: the capabilities of the table."""

from typing import Any

from django.http import HttpResponse

from ..access.areas import AREAS
from ..access.table import CAPABILITIES, Capability
from .answers import answer
from .calls import Call
from .operations import operation


@operation("GET", "/permissions", noun="permission")
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
