"""Tokens of a user."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from ..access.decisions import decide
from ..access.refusals import Invalid, NotFound
from ..actions import tokens
from ..models import Account
from ..models.rows import get
from ..queries import live_tokens
from ..queries.live_tokens import LiveToken
from . import proving, token_shape
from .answers import answer, nothing
from .bodies import is_text
from .calls import Call
from .operations import MANY, operation
from .schemas import data, fields, many, moment, ref, sent_resource, text
from .token_shape import MADE, SCOPES, TOKEN

# One client can send no fields at all.
NAMELESS = "API token"
NAMES = data(many(sent_resource("token", {}, with_id=True), minItems=1))


@operation(
    "POST",
    "/tokens",
    auth="credentials",
    family="grant",
    gives=MADE,
    takes=fields(
        {
            **proving.TAKES,
            "name": text("What the token is for.", "Deploy"),
            "scope": SCOPES,
            "services": many(ref("service"), "The services it is for; without any it is for all."),
            "expires_at": moment("When it ends; without one it has no end."),
        }
    ),
)
def create(call: Call) -> HttpResponse:
    """Make a token. Its secret is in this answer alone. What else is wrong is told after the password."""
    actor = proving.prove(call)
    made = tokens.create(
        actor,
        name=call.fields.text("name") or NAMELESS,
        scopes=call.fields.many("scope", separator=" ") or ["global"],
        services=call.fields.many("services"),
        expires_at=call.fields.moment("expires_at"),
    )
    account = get(Account, pk=actor.in_account)
    found = live_tokens.one(account.pk, made["token"], call.now)
    if found is None:
        raise NotFound()
    return answer(
        token_shape.made(found.token, made["secret"], account_ref=account.ref, user_ref=found.member_ref)
    )


@operation("GET", "/tokens", noun="token", gives=many(TOKEN))
def own(call: Call) -> HttpResponse:
    """The live tokens of the user that the token acts for."""
    call.require("tokens.view_own")
    caller = call.caller
    if caller.member is None:
        found = [LiveToken(caller.token, None, None)]
    else:
        found = live_tokens.of_member(caller.account.id, caller.member.id, call.now)
    return answer([_shown(call, row) for row in found])


@operation("GET", "/customer/{customer_id}/tokens", noun="customer", gives=many(TOKEN))
def of_customer(call: Call, customer_id: str) -> HttpResponse:
    """All live tokens of the customer's users, and its own."""
    call.must_be_own_account(customer_id)
    call.require("tokens.view_all")
    return answer([_shown(call, row) for row in live_tokens.of_account(call.caller.account.id, call.now)])


@operation("GET", "/tokens/self", noun="token", gives=TOKEN)
def self_(call: Call) -> HttpResponse:
    """The token that this request was sent with."""
    member = call.caller.member
    return answer(_shown(call, LiveToken(call.caller.token, member.ref if member else None, None)))


@operation("GET", "/tokens/{token_id}", noun="token", gives=TOKEN)
def get_one(call: Call, token_id: str) -> HttpResponse:
    """One live token: a user's own, or for superusers any of the customer's."""
    call.require("tokens.view_own")
    found = live_tokens.one(call.caller.account.id, token_id, call.now)
    if found is None or not _may_see(call, found):
        raise NotFound()
    return answer(_shown(call, found))


def _may_see(call: Call, found: LiveToken) -> bool:
    caller = call.caller
    is_own = caller.member is not None and caller.member.ref == found.member_ref
    return is_own or found.token.id == caller.token.id or bool(decide(call.access, "tokens.view_all"))


@operation("DELETE", "/tokens/self", noun="token", status=204)
def end_self(call: Call) -> HttpResponse:
    """Revoke the token that this request is sent with."""
    tokens.end(call.actor(), call.caller.token.ref)
    return nothing()


@operation("DELETE", "/tokens/{token_id}", noun="token", status=204)
def end(call: Call, token_id: str) -> HttpResponse:
    """Revoke a token: a user's own, or for superusers any of the customer's."""
    tokens.end(call.actor(), token_id)
    return nothing()


@operation("DELETE", "/tokens", noun="token", status=204, takes=NAMES, sends=MANY)
def end_many(call: Call) -> HttpResponse:
    """Revoke several tokens, all or none."""
    document = call.document
    named = document if isinstance(document, list) else [document]
    tokens.end_many(call.actor(), [_id(one) for one in named])
    return nothing()


def _id(resource: Any) -> str:
    ref = resource.get("id") if isinstance(resource, Mapping) else None
    if not is_text(ref):
        raise Invalid("data", "field_missing", field_name="id")
    return ref


def _shown(call: Call, row: LiveToken) -> dict[str, Any]:
    return token_shape.token(row.token, account_ref=call.caller.account.ref, user_ref=row.member_ref)
