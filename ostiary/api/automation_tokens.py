"""Automation tokens: the customer's own."""

from typing import Any

from django.http import HttpResponse

from ..access import automation, table
from ..access.refusals import NotFound
from ..actions import automation_tokens, tokens
from ..queries import live_tokens, protected
from ..queries.live_tokens import LiveToken
from . import pages
from .answers import answer, stamp
from .calls import Call
from .operations import operation
from .schemas import (
    always,
    always_empty,
    data,
    fields,
    flag,
    many,
    moment,
    nullable,
    number,
    one_of,
    ref,
    shape,
    text,
    whole,
)
from .token_shape import SCOPES

# What clients call the Security roles of a token; one of them takes no other names.
SECURITY = {
    "security_observer": "ngwaf_observer_imported",
    "security_user": "ngwaf_user_imported",
    "security_admin": "ngwaf_admin_imported",
}
CODES = {name: code for code, name in SECURITY.items()}
ROLE = one_of([SECURITY.get(code, code) for code in automation.ROLES], "Its one role.")
ITS_ROLE_ID = text("", table.role(automation.ROLES[0]).ref)
TOKEN = shape(
    "AutomationToken",
    {
        "id": ref("automation token"),
        "name": text("", "Deploy"),
        "customer_id": ref("customer"),
        "creator_id": ref("user", "Who made it."),
        "role": ROLE,
        "roles": many(whole({"id": ITS_ROLE_ID, "name": one_of(automation.ROLES)}), minItems=1, maxItems=1),
        "scope": SCOPES,
        "scopes": SCOPES,
        "services": many(ref("service"), "None of them: all, unless limit_services."),
        "limit_services": flag(),
        "workspaces": many(ref("workspace")),
        "limit_workspaces": flag(),
        "tls_access": flag(),
        "access_token": text("Empty but in the answer to making it.", "ost_aut_(38 letters and digits)"),
        "created_at": moment(),
        "expires_at": moment(),
        "last_used_at": moment(),
        "ip": text("From where it was last used.", "192.0.2.1"),
        "user_agent": text("By what.", "fastly-py/15.0.0"),
    },
    may_lack=("creator_id", "expires_at", "last_used_at", "ip", "user_agent"),
)
CURSORS = ("next_cursor", "previous_cursor")
IN_WORKSPACES = whole(
    {
        "data": many(whole({"id": ref("workspace"), "name": text("", "Storefront")})),
        "meta": whole(
            {"limit": number(example=pages.USUAL), **dict.fromkeys(CURSORS, text("Always empty."))}
        ),
        "limit_workspaces": flag(),
    }
)
ENDED = whole(
    {
        "title": text("", "Token revoked"),
        "detail": text(),
        "status": always(200),
        "errors": always_empty(),
    }
)


@operation(
    "POST",
    "/automation-tokens",
    family="problem",
    gives=TOKEN,
    takes=fields(
        {
            "name": text("What the token is for.", "Deploy"),
            "role": one_of(dict.fromkeys([*ROLE["enum"], *automation.ROLES]), "Its one role."),
            "roles": many(ITS_ROLE_ID, "In place of the role: a list with the id of one.", maxItems=1),
            "scope": SCOPES,
            "services": many(ref("service"), "The services it is for."),
            "limit_services": flag("Whether it is for the named services alone, also when none is named."),
            "workspaces": many(ref("workspace"), "The workspaces it is for."),
            "limit_workspaces": flag("Whether it is for the named workspaces alone; for Security roles."),
            "tls_access": flag("Whether it manages TLS as well."),
            "expires_at": nullable(moment("When it ends; null for never.")),
        },
        needs=("name",),
    ),
)
def create(call: Call) -> HttpResponse:
    """Make a token of the customer's own. For superusers in sudo; its secret is in this answer alone."""
    fields = call.fields
    made = automation_tokens.create(
        call.actor(),
        name=fields.text("name"),
        role=_role(call),
        scopes=fields.many("scope", separator=" ") or ["global"],
        services=fields.many("services"),
        limits_services=fields.flag("limit_services"),
        workspaces=fields.many("workspaces"),
        limits_workspaces=fields.flag("limit_workspaces"),
        tls_access=fields.flag("tls_access"),
        expires_at=fields.moment("expires_at"),
    )
    found = live_tokens.one(call.caller.account.id, made["token"], call.now)
    if found is None:
        raise NotFound()
    return answer({**_shown(call, found), "access_token": made["secret"]})


def _role(call: Call) -> str:
    """By its name, or as the only one of `roles`, by its id. What is none is for the action to refuse."""
    named = call.fields.text("role") or "+".join(call.fields.many("roles"))
    try:
        return table.role(CODES.get(named, named)).code
    except KeyError:
        return named


@operation(
    "GET",
    "/automation-tokens",
    family="problem",
    noun="automation token",
    gives=pages.numbered_data(TOKEN),
    query=pages.BY_NUMBER,
)
def listed(call: Call) -> HttpResponse:
    """The customer's own live tokens, the newest first."""
    call.require("tokens.view_all")
    window = pages.numbered(call)
    found, total = live_tokens.automation(
        call.caller.account.id, call.now, size=window.size, offset=window.offset
    )
    return pages.in_data([_shown(call, row) for row in found], total, window)


@operation("GET", "/automation-tokens/{token_id}", family="problem", noun="automation token", gives=TOKEN)
def get_one(call: Call, token_id: str) -> HttpResponse:
    """One of the customer's own live tokens."""
    return answer(_shown(call, _found(call, token_id)))


@operation(
    "GET",
    "/automation-tokens/{token_id}/services",
    family="problem",
    noun="automation token",
    gives=data(many(ref("service"))),
)
def services(call: Call, token_id: str) -> HttpResponse:
    """The ids of the services that the token is for; none where it is for all."""
    return answer({"data": _found(call, token_id).token.services})


@operation(
    "GET",
    "/automation-tokens/{token_id}/workspaces",
    family="problem",
    noun="automation token",
    gives=IN_WORKSPACES,
    query={"limit": pages.size()},
)
def workspaces(call: Call, token_id: str) -> HttpResponse:
    """The workspaces that the token is for, all on one page."""
    token = _found(call, token_id).token
    names = protected.names_of(protected.WORKSPACES, call.caller.account.id, token.workspaces)
    return answer(
        {
            "data": [{"id": ref, "name": name} for ref, name in names.items()],
            "meta": {"limit": call.number("limit"), **dict.fromkeys(CURSORS, "")},
            "limit_workspaces": token.limits_workspaces,
        }
    )


@operation("DELETE", "/automation-tokens/{token_id}", family="problem", noun="automation token", gives=ENDED)
def end(call: Call, token_id: str) -> HttpResponse:
    """Revoke one of the customer's own tokens. Its answer has a problem's fields: one client wants them."""
    tokens.end_automation(call.actor(), token_id)
    return answer({"title": "Token revoked", "detail": "", "status": 200, "errors": []})


def _found(call: Call, token_id: str) -> LiveToken:
    call.require("tokens.view_all")
    found = live_tokens.one(call.caller.account.id, token_id, call.now)
    if found is None or found.member_ref is not None:
        raise NotFound()
    return found


def _shown(call: Call, row: LiveToken) -> dict[str, Any]:
    """One shape for all answers; what is null is left out, as of every token."""
    token, role = row.token, table.role(row.token.role)
    shown = {
        "id": token.ref,
        "name": token.name,
        "customer_id": call.caller.account.ref,
        "creator_id": row.creator_ref,
        "role": SECURITY.get(role.code, role.code),
        "roles": [{"id": role.ref, "name": role.code}],
        "scope": token.scopes,
        "scopes": token.scopes,
        "services": token.services,
        "limit_services": token.limits_services,
        "workspaces": token.workspaces,
        "limit_workspaces": token.limits_workspaces,
        "tls_access": token.tls_access,
        "access_token": "",
        "created_at": stamp(token.created_at),
        "expires_at": stamp(token.expires_at),
        "last_used_at": stamp(token.last_used_at),
        "ip": token.last_used_ip or None,
        "user_agent": token.last_used_agent or None,
    }
    return {name: value for name, value in shown.items() if value is not None}
