"""Roles as requests name them: all of them by id, or the one that older clients know."""

from ..access import table
from ..access.one_role import NAMEABLE
from .bodies import Fields
from .schemas import flag, many, one_of, text

USUAL_ROLE = "user"
ROLE = one_of(NAMEABLE, "The strongest of the roles that has a name here.")
ROLE_ID = text("The id of a role.", table.role(NAMEABLE[0]).ref)
ROLE_NAME = one_of(role.code for role in table.ROLES)
ROLES = many(ROLE_ID, "All of them.")
# What requests say of roles.
TAKES = {
    "role": one_of((role.code for role in table.ROLES), f"Without one: {USUAL_ROLE}."),
    "roles": many(ROLE_ID, "Several, in place of “role”."),
    "limit_services": flag("Whether the roles reach specific services only."),
}


def roles_of(fields: Fields) -> frozenset[str]:
    """The codes of `roles`, which are named by id or by code. The action refuses what is unknown."""
    return frozenset(_code(one) for one in fields.many("roles"))


def all_roles(fields: Fields) -> frozenset[str]:
    """`roles`, else the one `role`."""
    return roles_of(fields) or frozenset({_code(fields.text("role", USUAL_ROLE))})


def _code(role: str) -> str:
    try:
        return table.role(role).code
    except KeyError:
        return role
