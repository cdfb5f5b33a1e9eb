"""Services and workspaces: made, renamed, deleted. Both are named things with a history."""

from ..access.decisions import ServiceResource, WorkspaceResource, require
from ..models import (
    Limit,
    Member,
    Service,
    ServiceGrant,
    ServiceGroupService,
    ServiceName,
    Workspace,
    WorkspaceGrant,
    WorkspaceName,
)
from . import checks, named
from .act import Act
from .kernel import action


@action(needs="service.create")
def make_service(act: Act, name: str) -> str:
    """A service. Members limited to specific services do not see it, but for a limited maker: full access."""
    name = named.free(act, ServiceName, checks.name(name, hosts=True))
    service = Service.objects.create(account=act.account, created_at=act.now)
    named.begin(act, ServiceName, service=service, name=name)
    act.record("service.created", service, after={"name": name})
    maker = Member.objects.filter(pk=act.actor.member_id or 0).first()
    if maker and Limit.objects.current().filter(member=maker, services=True).exists():
        ServiceGrant.objects.create(member=maker, service=service, level="full", since=act.now)
        Member.objects.filter(pk=maker.pk).update(version=maker.version + 1)
        act.record("member.access_changed", maker, after={"services": {service.ref: "full"}})
    return service.ref


@action()
def rename_service(act: Act, service_ref: str, name: str) -> None:
    service = act.service(service_ref)
    row = named.current(ServiceName, service=service)
    _may(act, "service.configure", ServiceResource(service.ref))
    named.rename(act, row, service, checks.name(name, hosts=True), "service.renamed")


@action()
def delete_service(act: Act, service_ref: str) -> None:
    """The service and every level on it end."""
    service = act.service(service_ref)
    row = named.current(ServiceName, service=service)
    _may(act, "service.delete", ServiceResource(service.ref))
    for kind in (ServiceName, ServiceGrant, ServiceGroupService):
        kind.objects.filter(service=service).end(act.now)
    act.record("service.deleted", service, before={"name": row.name})


@action(needs="workspace.create")
def make_workspace(act: Act, name: str) -> str:
    """A workspace. Members limited to specific workspaces do not see it until it is switched on for them."""
    name = named.free(act, WorkspaceName, checks.name(name, hosts=True))
    workspace = Workspace.objects.create(account=act.account, created_at=act.now)
    named.begin(act, WorkspaceName, workspace=workspace, name=name)
    act.record("workspace.created", workspace, after={"name": name})
    return workspace.ref


@action()
def rename_workspace(act: Act, workspace_ref: str, name: str) -> None:
    workspace = act.workspace(workspace_ref)
    row = named.current(WorkspaceName, workspace=workspace)
    _may(act, "workspace.rename", WorkspaceResource(workspace.ref))
    named.rename(act, row, workspace, checks.name(name, hosts=True), "workspace.renamed")


@action()
def delete_workspace(act: Act, workspace_ref: str) -> None:
    """The workspace and everybody's switch for it end."""
    workspace = act.workspace(workspace_ref)
    row = named.current(WorkspaceName, workspace=workspace)
    _may(act, "workspace.delete", WorkspaceResource(workspace.ref))
    for kind in (WorkspaceName, WorkspaceGrant):
        kind.objects.filter(workspace=workspace).end(act.now)
    act.record("workspace.deleted", workspace, before={"name": row.name})


def _may(act: Act, capability: str, resource: ServiceResource | WorkspaceResource) -> None:
    if not act.actor.trusted:
        require(act.access, capability, resource)
