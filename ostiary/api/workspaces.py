"""Workspaces: what Security roles are about."""

from typing import Any

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..actions import protected as actions
from ..actions.workspace_settings import CHECKS, MODES
from ..queries import services as queries
from ..queries.services import WorkspaceRow
from .answers import answer, nothing, stamp
from .calls import Call
from .operations import operation
from .pages import Window

USUAL, MOST = 100, 200
USUAL_MODE, USUAL_RESPONSE = "log", 406
TAKES = {
    "name": "How the workspace is called, unlike any other in the account.",
    "mode": f"One of {', '.join(MODES)}.",
    "description": "A free text.",
    "attack_signal_thresholds": "Counts for `one_minute`, `ten_minutes`, `one_hour`, and `immediate`.",
    "client_ip_headers": "Names of headers, a list.",
    "ip_anonymization": "`hashed`, or empty.",
    "default_blocking_response_code": "A status of HTTP.",
    "default_redirect_url": "Where blocked requests are sent.",
}


@operation("GET", "/ngwaf/v1/workspaces", family="problem", noun="workspace")
def list_(call: Call) -> HttpResponse:
    """The workspaces that the caller can see, by page."""
    call.must_read()
    window = Window(call.number("page", 1), call.number("limit", USUAL, most=MOST))
    account, mode = call.caller.account, call.asked("mode")
    found, total = queries.workspaces(
        account.id, call.access, mode=mode, offset=window.offset, size=window.size
    )
    return answer({"data": [workspace(row) for row in found], "meta": {"limit": window.size, "total": total}})


@operation("POST", "/ngwaf/v1/workspaces", family="problem", noun="workspace", statuses=(201,), takes=TAKES)
def create(call: Call) -> HttpResponse:
    """Make a workspace."""
    ref = actions.make_workspace(call.actor(), call.fields.text("name"), _settings(call))
    return answer(workspace(queries.made_workspace(call.caller.account.id, ref)), 201)


@operation("GET", "/ngwaf/v1/workspaces/{workspace_id}", family="problem", noun="workspace")
def get(call: Call, workspace_id: str) -> HttpResponse:
    """One workspace."""
    call.must_read()
    row = queries.workspace(call.caller.account.id, call.access, workspace_id)
    if row is None:
        raise NotFound()
    return answer(workspace(row))


@operation("PATCH", "/ngwaf/v1/workspaces/{workspace_id}", family="problem", noun="workspace", takes=TAKES)
def update(call: Call, workspace_id: str) -> HttpResponse:
    """Change a workspace's name or settings."""
    name = call.fields.text("name") if "name" in call.fields else None
    actions.change_workspace(call.actor(), workspace_id, name, _settings(call))
    return answer(workspace(queries.made_workspace(call.caller.account.id, workspace_id)))


@operation(
    "DELETE", "/ngwaf/v1/workspaces/{workspace_id}", family="problem", noun="workspace", statuses=(204,)
)
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
        "attack_signal_thresholds": {},
        "client_ip_headers": [],
        "ip_anonymization": None,
        "default_blocking_response_code": USUAL_RESPONSE,
        **row.settings,
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
    }


def _settings(call: Call) -> dict[str, Any]:
    return {name: call.fields.values[name] for name in CHECKS if name in call.fields}
