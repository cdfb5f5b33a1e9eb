"""Services and workspaces: made, renamed, deleted. Both are named things with a history."""

from typing import Any

from ..access.decisions import ServiceResource, WorkspaceResource
from ..access.refusals import Conflict, Invalid, NotFound
from ..models import (
    Limit,
    Service,
    ServiceGrant,
    ServiceGroupService,
    ServiceKind,
    ServiceName,
    Workspace,
    WorkspaceGrant,
    WorkspaceName,
)
from ..models.rows import change, find
from . import caps, checks, named, workspace_settings
from .act import Act
from .kernel import action

# In characters.
LONGEST_COMMENT = 1000


@action(needs="service.create")
def make_service(act: Act, name: str, *, kind: str = ServiceKind.VCL, comment: str = "") -> str:
    """A service. Members limited to specific services do not see it, but for a limited maker: full access."""
    if kind not in ServiceKind.values:
        raise Invalid("type", "service_kind_unknown")
    name = named.free(act, ServiceName, checks.name(name, hosts=True))
    comment = checks.remark(comment, most=LONGEST_COMMENT)
    if named.count(act, ServiceName) >= caps.SERVICES:
        raise Conflict("too_many_services", most=caps.SERVICES)
    service = Service.objects.create(account=act.account, created_at=act.now, kind=kind)
    named.begin(act, ServiceName, service=service, name=name, comment=comment)
    act.record("service.created", service, after={"name": name})
    _give_to_its_maker(act, service)
    return service.ref


def _give_to_its_maker(act: Act, service: Service) -> None:
    """Whoever is limited to specific services would not see this one."""
    limits = Limit.objects.current().filter(member=act.actor.member_id, services=True)
    limit = limits.select_related("member").first()
    if limit is None:
        return
    maker = limit.member
    ServiceGrant.objects.create(member=maker, service=service, level="full", since=act.now)
    change(maker, version=maker.version + 1)
    act.record("member.access_changed", maker, after={"services": {service.ref: "full"}})


@action()
def change_service(act: Act, service_ref: str, name: str | None = None, comment: str | None = None) -> None:
    """Another name, another comment; what is not given stays."""
    service = act.service(service_ref)
    row = named.current(ServiceName, service=service)
    act.require("service.configure", ServiceResource(service.ref))
    wanted = {}
    if name is not None:
        wanted["name"] = checks.name(name, hosts=True)
    if comment is not None:
        wanted["comment"] = checks.remark(comment, field="comment", most=LONGEST_COMMENT)
    named.change(act, row, service, wanted, "service.changed", renamed="service.renamed")


@action()
def delete_service(act: Act, service_ref: str) -> None:
    """The service and every level on it end. Whoever could delete it learns that it is deleted already."""
    service = act.service(service_ref)
    act.require("service.delete", ServiceResource(service.ref))
    row = find(ServiceName, service=service, until=None)
    if row is None:
        raise NotFound("service_deleted", service=service.ref)
    for kind in (ServiceName, ServiceGrant, ServiceGroupService):
        kind.objects.filter(service=service).end(act.now)
    act.record("service.deleted", service, before={"name": row.name})


@action(needs="workspace.create")
def make_workspace(act: Act, name: str, settings: dict[str, Any] | None = None) -> str:
    """A workspace. Members limited to specific workspaces do not see it until it is switched on for them."""
    name = named.free(act, WorkspaceName, checks.name(name, hosts=True))
    settings = workspace_settings.changed({}, settings or {})
    if named.count(act, WorkspaceName) >= caps.WORKSPACES:
        raise Conflict("too_many_workspaces", most=caps.WORKSPACES)
    workspace = Workspace.objects.create(account=act.account, created_at=act.now)
    named.begin(act, WorkspaceName, workspace=workspace, name=name, settings=settings)
    act.record("workspace.created", workspace, after={"name": name})
    return workspace.ref


@action()
def change_workspace(
    act: Act, workspace_ref: str, name: str | None = None, settings: dict[str, Any] | None = None
) -> None:
    """Another name, other settings; what is not given stays. Each asks for its own capability."""
    workspace = act.workspace(workspace_ref)
    row = named.current(WorkspaceName, workspace=workspace)
    wanted: dict[str, Any] = {}
    if name is not None and (name != row.name or not settings):
        act.require("workspace.rename", WorkspaceResource(workspace.ref))
        wanted["name"] = checks.name(name, hosts=True)
    if settings or name is None:
        act.require("workspace.edit_settings", WorkspaceResource(workspace.ref))
        wanted["settings"] = workspace_settings.changed(row.settings, settings or {})
    named.change(act, row, workspace, wanted, "workspace.changed", renamed="workspace.renamed")


@action()
def delete_workspace(act: Act, workspace_ref: str) -> None:
    """The workspace and everybody's switch for it end."""
    workspace = act.workspace(workspace_ref)
    row = named.current(WorkspaceName, workspace=workspace)
    act.require("workspace.delete", WorkspaceResource(workspace.ref))
    for kind in (WorkspaceName, WorkspaceGrant):
        kind.objects.filter(workspace=workspace).end(act.now)
    act.record("workspace.deleted", workspace, before={"name": row.name})
