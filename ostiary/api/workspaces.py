"""Workspaces: what Security roles are about."""

from typing import Any

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..actions import protected as actions
from ..actions.workspace_settings import CHECKS, INTERVALS, MODES, MOST_HEADERS, MOST_REQUESTS
from ..queries import services as queries
from ..queries.services import WorkspaceRow
from .answers import answer, nothing, stamp
from .calls import Call
from .operations import NESTED, operation
from .pages import Window, size, which
from .schemas import fields, flag, many, moment, nullable, number, one_of, ref, shape, text, whole

USUAL, MOST = 100, 200
USUAL_MODE, USUAL_RESPONSE = "log", 406
COUNT = number(minimum=0, maximum=MOST_REQUESTS)
SETTINGS = {
    "description": text("A free text.", "The shop"),
    "mode": one_of(MODES),
    "attack_signal_thresholds": fields(
        {**dict.fromkeys(INTERVALS, COUNT), "immediate": flag()}, about="Attacks, until when."
    ),
    "client_ip_headers": many(text("", "X-Real-IP"), "Names of headers.", maxItems=MOST_HEADERS),
    "ip_anonymization": nullable(one_of(("hashed",))),
    "default_blocking_response_code": number("A status of HTTP.", USUAL_RESPONSE),
    "default_redirect_url": text("Where blocked requests are sent.", "https://www.example.com/blocked"),
}
NAME = {"name": text("How the workspace is called, unlike any other in the account.", "Storefront")}
TAKES = {**NAME, **SETTINGS}
WORKSPACE = shape(
    "Workspace",
    {"id": ref("workspace"), **TAKES, "created_at": moment(), "updated_at": moment()},
    may_lack=["default_redirect_url"],
)
LISTED = whole({"data": many(WORKSPACE), "meta": whole({"limit": number(example=USUAL), "total": number()})})
ONE = "/ngwaf/v1/workspaces/{workspace_id}"


@operation(
    "GET",
    "/ngwaf/v1/workspaces",
    family="problem",
    noun="workspace",
    gives=LISTED,
    query={"page": which(), "limit": size(USUAL, MOST), "mode": one_of(MODES)},
)
def list_(call: Call) -> HttpResponse:
    """The workspaces that the caller can see, by page."""
    call.must_read()
    window = Window(call.number("page"), call.number("limit"))
    account, mode = call.caller.account, call.asked("mode")
    found, total = queries.workspaces(
        account.id, call.access, mode=mode, offset=window.offset, size=window.size
    )
    return answer({"data": [workspace(row) for row in found], "meta": {"limit": window.size, "total": total}})


@operation(
    "POST",
    "/ngwaf/v1/workspaces",
    family="problem",
    noun="workspace",
    status=201,
    gives=WORKSPACE,
    takes=fields(TAKES, needs=NAME),
    sends=NESTED,
)
def create(call: Call) -> HttpResponse:
    """Make a workspace."""
    ref = actions.make_workspace(call.actor(), call.fields.text("name"), _settings(call))
    return answer(workspace(queries.made_workspace(call.caller.account.id, ref)), 201)


@operation("GET", ONE, family="problem", noun="workspace", gives=WORKSPACE)
def get(call: Call, workspace_id: str) -> HttpResponse:
    """One workspace."""
    call.must_read()
    row = queries.workspace(call.caller.account.id, call.access, workspace_id)
    if row is None:
        raise NotFound()
    return answer(workspace(row))


@operation(
    "PATCH", ONE, family="problem", noun="workspace", gives=WORKSPACE, takes=fields(TAKES), sends=NESTED
)
def update(call: Call, workspace_id: str) -> HttpResponse:
    """Change a workspace's name or settings."""
    name = call.fields.text("name") if "name" in call.fields else None
    actions.change_workspace(call.actor(), workspace_id, name, _settings(call))
    return answer(workspace(queries.made_workspace(call.caller.account.id, workspace_id)))


@operation("DELETE", ONE, family="problem", noun="workspace", status=204)
def delete(call: Call, workspace_id: str) -> HttpResponse:
    """Delete a workspace."""
    actions.delete_workspace(call.actor(), workspace_id)
    return nothing()


def workspace(row: WorkspaceRow) -> dict[str, Any]:
    return {
        "id": row.ref,
        "name": row.name,
        "description": "",
        "mode": USUAL_MODE,
        "client_ip_headers": [],
        "ip_anonymization": None,
        "default_blocking_response_code": USUAL_RESPONSE,
        **row.settings,
        "attack_signal_thresholds": _thresholds(row.settings),
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
    }


def _thresholds(settings: dict[str, Any]) -> dict[str, Any]:
    """What is off is left out."""
    kept = settings.get("attack_signal_thresholds", {})
    return {name: value for name, value in kept.items() if value is not False}


def _settings(call: Call) -> dict[str, Any]:
    return {name: call.fields.values[name] for name in CHECKS if name in call.fields}
