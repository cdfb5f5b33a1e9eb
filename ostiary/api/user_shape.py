"""A member as the wire has it: a user of a customer."""

from collections.abc import Iterable
from typing import Any

from ..access.table import Role
from ..queries.users import UserRow
from .answers import stamp

# The wire knows one role of these for each user; a client breaks on any other.
ONE_ROLE = ("superuser", "engineer", "billing", "user", "tls_admin", "tls_viewer")


def user(row: UserRow, account_ref: str) -> dict[str, Any]:
    return {
        "id": row.ref,
        "login": row.address,
        "name": row.name,
        "customer_id": account_ref,
        "role": main_role(row.roles),
        "roles": [role.ref for role in row.roles],
        "limit_services": row.limits_services,
        "limit_workspaces": row.limits_workspaces,
        "locked": row.locked,
        "require_new_password": False,
        "two_factor_auth_enabled": row.has_factor,
        "two_factor_setup_required": False,
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
        "deleted_at": None,
        "last_active_at": stamp(row.last_active_at),
    }


def main_role(roles: Iterable[Role]) -> str:
    """The strongest of the roles that the wire can name; all of them stand in `roles`."""
    held = {role.code for role in roles}
    return next((code for code in ONE_ROLE if code in held), "user")
