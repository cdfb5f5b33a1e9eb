"""A token as the wire has it. What is null is left out: one client breaks on a null in place of a text."""

from typing import Any

from ..queries.credentials import FoundToken
from .answers import stamp


def token(row: FoundToken, *, account_ref: str, user_ref: str) -> dict[str, Any]:
    shown = {
        "id": row.ref,
        "user_id": user_ref,
        "customer_id": account_ref,
        "name": row.name,
        "scope": row.scopes,
        "scopes": row.scopes.split(),
        "services": row.services,
        "service_id": row.services[-1] if row.services else None,
        "created_at": stamp(row.created_at),
        "expires_at": stamp(row.expires_at),
        "last_used_at": stamp(row.last_used_at),
        "ip": row.last_used_ip or None,
        "user_agent": row.last_used_agent or None,
    }
    return {name: value for name, value in shown.items() if value is not None}
