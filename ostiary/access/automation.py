"""What a token of the account's own holds: one role, never superuser, and TLS access where it was given."""

from __future__ import annotations

from . import table
from .access import Access
from .sources import Bundle, GivenRole, Source

# Roles that such a token may have: it acts for the account, and nobody could be asked who has done it.
ROLES = ("engineer", "billing", "user")
TLS_ROLE = "tls_admin"


def access(role: str, *, tls: bool) -> Access:
    """The access of an automation token before its scopes and services narrow it. Raises `KeyError`."""
    source = Source("hand")
    codes = [role, TLS_ROLE] if tls else [role]
    roles = tuple(GivenRole(table.role(code), source) for code in codes)
    return Access("active", (Bundle("automation", roles),))
