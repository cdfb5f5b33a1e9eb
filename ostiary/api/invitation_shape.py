"""An invitation as the wire has it."""

from typing import Any

from ..access.one_role import main_role
from ..queries.invitation_list import InvitationRow
from .answers import stamp
from .role_fields import ROLE, ROLES
from .schemas import always, flag, link, moment, nullable, resource, text

# The wire's word for an invitation that can be accepted.
ACTIVE = 1
INVITATION = resource(
    "Invitation",
    "invitation",
    {
        "email": text("", "nora@example.org"),
        "role": ROLE,
        "roles": ROLES,
        "limit_services": flag(),
        "status_code": always(ACTIVE),
        "created_at": moment(),
        "updated_at": moment(),
        "deleted_at": nullable(moment()),
    },
    {"customer": link("customer")},
)


def invitation(row: InvitationRow, account_ref: str) -> dict[str, Any]:
    return {
        "id": row.ref,
        "type": "invitation",
        "attributes": {
            "email": row.address,
            "role": main_role(row.roles),
            "roles": [role.ref for role in row.roles],
            "limit_services": row.limits_services,
            "status_code": ACTIVE,
            "created_at": stamp(row.created_at),
            "updated_at": stamp(row.updated_at),
            "deleted_at": stamp(row.closed_at),
        },
        "relationships": {"customer": {"data": {"id": account_ref, "type": "customer"}}},
    }
