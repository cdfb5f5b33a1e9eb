"""A token as the wire has it. What is null is left out: one client breaks on a null in place of a text."""

from typing import Any

from ..queries.credentials import FoundToken
from .answers import stamp


def token(row: FoundToken, *, account_ref: str, user_ref: str | None) -> dict[str, Any]:
    """Without a user it is the account's own."""
    used = {
        "scopes": row.scopes.split(),
        "last_used_at": stamp(row.last_used_at),
        "ip": row.last_used_ip,
        "user_agent": row.last_used_agent,
        "sudo_expires_at": stamp(row.sudo_until),
    }
    return _kept({**_always(row, account_ref, user_ref), **used})


def made(row: FoundToken, secret: str, *, account_ref: str, user_ref: str | None) -> dict[str, Any]:
    """The answer to making it, the only one with its secret."""
    first = {"updated_at": stamp(row.created_at), "access_token": secret}
    return _kept({**_always(row, account_ref, user_ref), **first})


def _always(row: FoundToken, account_ref: str, user_ref: str | None) -> dict[str, Any]:
    return {
        "id": row.ref,
        "user_id": user_ref,
        "customer_id": account_ref,
        "name": row.name,
        "scope": row.scopes,
        "services": row.services,
        "service_id": row.services[-1] if row.services else None,
        "created_at": stamp(row.created_at),
        "expires_at": stamp(row.expires_at),
    }


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}
