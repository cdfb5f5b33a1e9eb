"""What a token of the account's own holds: one role, never superuser, and TLS access where it was given."""

from __future__ import annotations

from collections.abc import Iterable

from . import table
from .access import Access
from .sources import Bundle, GivenRole, Source, Switch

# Roles that such a token may have. It acts for the account, so nobody could say who has done something by it:
# it is never a superuser, and of the Security family it has the roles that can be limited to workspaces.
ROLES = tuple(
    role.code
    for role in table.ROLES
    if (role.family == "account" and role.code != "superuser") or role.limits_workspaces
)
TLS_ROLE = "tls_admin"


def access(role: str, *, tls: bool, workspaces: Iterable[str] | None = None) -> Access:
    """The access of an automation token before its scopes and services narrow it.

    `workspaces` are those it is limited to; None is no limit. Raises `KeyError` for a role that is none.
    """
    source = Source("hand")
    codes = [role, TLS_ROLE] if tls else [role]
    roles = tuple(GivenRole(table.role(code), source) for code in codes)
    switched = {ref: Switch(source) for ref in workspaces or ()}
    given = Bundle("automation", roles, limits_workspaces=workspaces is not None, workspaces=switched)
    return Access("active", (given,))
