"""A token as the wire has it. What is null is left out: one client breaks on a null in place of a text."""

from typing import Any

from ..access import ceilings
from ..queries.credentials import FoundToken
from .answers import stamp
from .schemas import Schema, many, moment, one_of, ref, shape, text

_ANY = "|".join(ceilings.SCOPES)
MAY_LACK = ("user_id", "service_id", "expires_at")
SCOPE = one_of(ceilings.SCOPES)
SCOPES = text("One or more, by spaces.", "global", pattern=f"^({_ANY})( ({_ANY}))*$")
ALWAYS: dict[str, Schema] = {
    "id": ref("token"),
    "user_id": ref("user", "Left out where the token is the account's own."),
    "customer_id": ref("customer"),
    "name": text("", "Deploy"),
    "scope": SCOPES,
    "services": many(ref("service"), "None of them: all."),
    "service_id": ref("service", "The last one."),
    "created_at": moment(),
    "expires_at": moment("Left out where it has no end."),
}
TOKEN = shape(
    "Token",
    {
        **ALWAYS,
        "scopes": many(SCOPE),
        "last_used_at": moment(),
        "ip": text("From where it was last used.", "192.0.2.1"),
        "user_agent": text("By what.", "fastly-py/15.0.0"),
        "sudo_expires_at": moment("Until when it may do what asks for a person."),
    },
    may_lack=("last_used_at", "ip", "user_agent", "sudo_expires_at", *MAY_LACK),
)
MADE = shape(
    "MadeToken",
    {
        **ALWAYS,
        "updated_at": moment(),
        "access_token": text("The secret, shown here alone.", "ost_pat_(38 letters and digits)"),
    },
    may_lack=MAY_LACK,
)


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
