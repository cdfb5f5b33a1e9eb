"""A member as the wire has it: a user of a customer."""

from functools import cache
from typing import Any

from ..access.one_role import main_role
from ..access.table import Role
from ..queries.users import UserRow
from .role_fields import ROLE, ROLES
from .schemas import always, flag, moment, nothing_yet, nullable, ref, shape, text

USER = shape(
    "User",
    {
        "id": ref("user"),
        "login": text("The mail address.", "olga@example.com"),
        "name": text("The name in this account; empty until an invitation is accepted.", "Olga Ohm"),
        "customer_id": ref("customer"),
        "role": ROLE,
        "roles": ROLES,
        "limit_services": flag("Whether the roles reach specific services only."),
        "limit_workspaces": flag("Whether they reach specific workspaces only."),
        "locked": flag("Whether the user can use nothing, whatever was given."),
        "require_new_password": always(False),
        "two_factor_auth_enabled": flag("Whether they have a second factor."),
        "two_factor_setup_required": always(False),
        "created_at": moment(),
        "updated_at": moment(),
        "deleted_at": nothing_yet(),
        "last_active_at": nullable(moment()),
    },
)


def user(row: UserRow, account_ref: str) -> dict[str, Any]:
    main, refs = _roles(row.roles)
    return {
        "id": row.ref,
        "login": row.address,
        "name": row.name,
        "customer_id": account_ref,
        "role": main,
        "roles": refs,
        "limit_services": row.limits_services,
        "limit_workspaces": row.limits_workspaces,
        "locked": row.locked,
        "require_new_password": False,
        "two_factor_auth_enabled": row.has_factor,
        "two_factor_setup_required": False,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": None,
        "last_active_at": row.last_active_at,
    }


@cache
def _roles(roles: tuple[Role, ...]) -> tuple[str, list[str]]:
    """The one role that the wire names, and the ids of all."""
    return main_role(roles), [role.ref for role in roles]
