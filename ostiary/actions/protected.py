"""Services and workspaces: made, renamed, deleted. Both are named things with a history."""

from typing import Any

from ..access.decisions import ServiceResource, WorkspaceResource, require
from ..access.refusals import Conflict, NotFound
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
from ..proofs.names import name_key
from . import checks
from .act import Act
from .histories import succeed
from .kernel import action


@action(needs="service.create")
def make_service(act: Act, name: str) -> str:
    """A service. Members limited to specific services do not see it, but for a limited maker: full access."""
    name = _free_name(act, ServiceName, checks.name(name, hosts=True))
    service = Service.objects.create(account=act.account, created_at=act.now)
    _name(act, ServiceName, service=service, name=name)
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
    row = _existing(ServiceName, service=service)
    _may(act, "service.configure", ServiceResource(service.ref))
    _rename(act, row, service, checks.name(name, hosts=True), "service.renamed")


@action()
def delete_service(act: Act, service_ref: str) -> None:
    """The service and every level on it end."""
    service = act.service(service_ref)
    row = _existing(ServiceName, service=service)
    _may(act, "service.delete", ServiceResource(service.ref))
    for kind in (ServiceName, ServiceGrant, ServiceGroupService):
        kind.objects.filter(service=service).end(act.now)
    act.record("service.deleted", service, before={"name": row.name})


@action(needs="workspace.create")
def make_workspace(act: Act, name: str) -> str:
    """A workspace. Members limited to specific workspaces do not see it until it is switched on for them."""
    name = _free_name(act, WorkspaceName, checks.name(name, hosts=True))
    workspace = Workspace.objects.create(account=act.account, created_at=act.now)
    _name(act, WorkspaceName, workspace=workspace, name=name)
    act.record("workspace.created", workspace, after={"name": name})
    return workspace.ref


@action()
def rename_workspace(act: Act, workspace_ref: str, name: str) -> None:
    workspace = act.workspace(workspace_ref)
    row = _existing(WorkspaceName, workspace=workspace)
    _may(act, "workspace.rename", WorkspaceResource(workspace.ref))
    _rename(act, row, workspace, checks.name(name, hosts=True), "workspace.renamed")


@action()
def delete_workspace(act: Act, workspace_ref: str) -> None:
    """The workspace and everybody's switch for it end."""
    workspace = act.workspace(workspace_ref)
    row = _existing(WorkspaceName, workspace=workspace)
    _may(act, "workspace.delete", WorkspaceResource(workspace.ref))
    for kind in (WorkspaceName, WorkspaceGrant):
        kind.objects.filter(workspace=workspace).end(act.now)
    act.record("workspace.deleted", workspace, before={"name": row.name})


def _may(act: Act, capability: str, resource: ServiceResource | WorkspaceResource) -> None:
    if not act.actor.trusted:
        require(act.access, capability, resource)


def _existing(kind: Any, **thing: Any) -> Any:
    row = kind.objects.current().filter(**thing).first()
    if row is None:
        raise NotFound()
    return row


def _free_name(act: Act, kind: Any, name: str, besides: int | None = None) -> str:
    taken = kind.objects.current().filter(account=act.account, name_key=name_key(name)).exclude(pk=besides)
    if taken.exists():
        raise Conflict("name_taken", field="name", name=name)
    return name


def _name(act: Act, kind: Any, *, name: str, **thing: Any) -> None:
    kind.objects.create(account=act.account, name=name, name_key=name_key(name), since=act.now, **thing)


def _rename(act: Act, row: Any, thing: Any, name: str, event: str) -> None:
    if row.name == name:
        return act.nothing_changed()
    _free_name(act, type(row), name, besides=row.pk)
    succeed(row, act.now, name=name, name_key=name_key(name))
    return act.record(event, thing, before={"name": row.name}, after={"name": name})
