"""The credentials that a request brings, in its fields or by basic authentication."""

from ..actions import credentials
from ..actions.actors import Actor
from ..actions.credentials import Credentials
from . import allowance
from .callers import basic
from .calls import Call
from .schemas import Schema, password, text

TAKES: dict[str, Schema] = {
    "username": text("The user's login; without one the token's own user.", "olga@example.com"),
    "password": password("The user's; also by basic authentication. The header Fastly-OTP takes the code."),
}


def prove(call: Call) -> Actor:
    """Whoever is present. Raises `NotProved` and `Throttled`.

    Without a token it is known only now whose write this is.
    """
    actor = credentials.prove(call.actor(), given(call))
    if call.known is None:
        allowance.count(call, member=actor.member_id)
    return actor


def given(call: Call) -> Credentials:
    name, password = basic(call.request) or ("", "")
    return Credentials(
        address=call.fields.text("username") or name,
        password=call.fields.text("password") or password,
        code=call.request.headers.get("Fastly-OTP", "").strip(),
    )
