"""Roles as requests name them: all of them by id, or the one that older clients know."""

from ..access import table
from .bodies import Fields

USUAL_ROLE = "user"


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
