"""For clients that know one role of each member: which one they are shown, and what it means to change it."""

from __future__ import annotations

from collections.abc import Iterable

from . import table
from .combining import clash
from .table import Role

# Such a client breaks on the name of any other.
NAMEABLE = ("superuser", "engineer", "billing", "user", "tls_admin", "tls_viewer")


def main_role(roles: Iterable[Role]) -> str:
    """The strongest of the roles that can be named; `user` for somebody who has none of them."""
    held = {role.code for role in roles}
    return next((code for code in NAMEABLE if code in held), "user")


def with_main_role(roles: Iterable[Role], code: str) -> frozenset[str]:
    """The roles with another one in place of the one that was shown. Those that do not combine with it go.

    The role that is shown already changes nothing. Raises `KeyError` for a role that the table does not know.
    """
    held, chosen = list(roles), table.role(code)
    if held and main_role(held) == chosen.code:
        return frozenset(role.code for role in held)
    kept = [role for role in held if role.code != main_role(held) and role is not chosen]
    return frozenset({chosen.code, *(role.code for role in kept if clash(role, chosen) is None)})
