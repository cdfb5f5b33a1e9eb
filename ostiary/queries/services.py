"""Services and workspaces whole, as programs ask for them: those that an access shows, by page."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from ..access.access import Access
from ..models import ServiceName, WorkspaceName
from ..proofs.names import name_key
from .protected import SERVICES, WORKSPACES, visible

# What a list can be sorted by, and the columns that stand for it.
SORTS = {"created": "service_id", "name": "name_key", "updated": "since", "type": "service__kind"}


class ServiceRow(NamedTuple):
    ref: str
    name: str
    comment: str
    kind: str
    created_at: datetime
    updated_at: datetime


class WorkspaceRow(NamedTuple):
    ref: str
    name: str
    settings: dict[str, Any]
    created_at: datetime
    updated_at: datetime


SERVICE = ("service__ref", "name", "comment", "service__kind", "service__created_at", "since")
WORKSPACE = ("workspace__ref", "name", "settings", "workspace__created_at", "since")


def services(
    account_id: int, access: Access, *, sort: str, descending: bool, offset: int, size: int
) -> tuple[list[ServiceRow], int]:
    """One page, and how many there are in all: two statements."""
    found = visible(SERVICES, account_id, access)
    order = [f"{'-' if descending else ''}{column}" for column in (SORTS[sort], "service_id")]
    return [ServiceRow(*row) for row in _page(found.order_by(*order), SERVICE, offset, size)], found.count()


def service(account_id: int, ref: str) -> ServiceRow | None:
    """One that was not deleted; the caller asks who may see it."""
    row = ServiceName.objects.current().filter(account=account_id, service__ref=ref)
    return next((ServiceRow(*values) for values in row.values_list(*SERVICE)), None)


def service_named(account_id: int, access: Access, name: str) -> ServiceRow | None:
    """The one that is called so, among those that the access shows."""
    row = visible(SERVICES, account_id, access).filter(name_key=name_key(name))
    return next((ServiceRow(*values) for values in row.values_list(*SERVICE)), None)


def workspaces(
    account_id: int, access: Access, *, mode: str, offset: int, size: int
) -> tuple[list[WorkspaceRow], int]:
    found = visible(WORKSPACES, account_id, access)
    if mode:
        found = found.filter(settings__mode=mode)
    page = _page(found.order_by("workspace_id"), WORKSPACE, offset, size)
    return [WorkspaceRow(*row) for row in page], found.count()


def workspace(account_id: int, access: Access, ref: str) -> WorkspaceRow | None:
    """One that the access shows."""
    row = visible(WORKSPACES, account_id, access).filter(workspace__ref=ref)
    return next((WorkspaceRow(*values) for values in row.values_list(*WORKSPACE)), None)


def made_workspace(account_id: int, ref: str) -> WorkspaceRow:
    """One that was made or changed just now, by whoever asks."""
    row = WorkspaceName.objects.current().filter(account=account_id, workspace__ref=ref)
    return WorkspaceRow(*row.values_list(*WORKSPACE).get())


def _page(found: "QuerySet[Any]", fields: tuple[str, ...], offset: int, size: int) -> list[tuple[Any, ...]]:
    return list(found.values_list(*fields)[offset : offset + size])
