"""Services and workspaces as a member sees them: the list, one of them, and who is affected by its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..access.access import Access
from ..access.levels import Level
from ..models import ServiceGrant, ServiceName, Token, WorkspaceGrant, WorkspaceName
from ..proofs.names import name_key
from .holding import live_token
from .paging import Order, Page, Window, page

BY_NAME = Order("name_key", cursor="name_key")
FIRST_PAGE = Window()


@dataclass(frozen=True)
class Kind:
    """Where the rows of services, or of workspaces, stand. `field` is how other rows point at one."""

    names: type[ServiceName] | type[WorkspaceName]
    grants: type[ServiceGrant] | type[WorkspaceGrant]
    field: str


SERVICES = Kind(ServiceName, ServiceGrant, "service")
WORKSPACES = Kind(WorkspaceName, WorkspaceGrant, "workspace")


class Thing(NamedTuple):
    """A service or a workspace. `named` counts the active members to whom it was given by name."""

    ref: str
    name: str
    created_at: datetime
    named: int


class Holder(NamedTuple):
    """An active member to whom a service was given by name, at a level, or a workspace, without one."""

    member_ref: str
    name: str
    level: str


def listed(
    kind: Kind,
    account_id: int,
    access: Access,
    now: datetime,
    *,
    search: str = "",
    window: Window = FIRST_PAGE,
) -> Page[Thing]:
    """One page by name of what a member may know of, where the name contains what is searched for."""
    found = visible(kind, account_id, access)
    if search:
        found = found.filter(name_key__contains=name_key(search))
    return page(_counted(kind, found, now), _fields(kind), Thing, BY_NAME, window)


def one(kind: Kind, account_id: int, access: Access, now: datetime, ref: str) -> Thing | None:
    """One that the member may know of."""
    found = visible(kind, account_id, access).filter(**{f"{kind.field}__ref": ref})
    row = _counted(kind, found, now).values_list(*_fields(kind)).first()
    return Thing(*row) if row else None


def visible(kind: Kind, account_id: int, access: Access) -> "QuerySet[Any]":
    """The names of those that a member may know of: all of the account's, or the ones open to them."""
    refs = _open_services(access) if kind is SERVICES else _open_workspaces(access)
    found = kind.names.objects.current().filter(account=account_id)
    return found if refs is None else found.filter(**{f"{kind.field}__ref__in": refs})


def names(kind: Kind, account_id: int, access: Access, *, among: list[str] | None = None) -> dict[str, str]:
    """The names of all that a member may know of, or of those among some, by ref and in order."""
    found = visible(kind, account_id, access).order_by("name_key")
    if among is not None:
        found = found.filter(**{f"{kind.field}__ref__in": among})
    return dict(found.values_list(f"{kind.field}__ref", "name"))


def names_of(kind: Kind, account_id: int, refs: list[str]) -> dict[str, str]:
    """The names of these by ref, in the names' order, without those that are gone."""
    found = kind.names.objects.current().filter(account=account_id, **{f"{kind.field}__ref__in": refs})
    return dict(found.order_by("name_key").values_list(f"{kind.field}__ref", "name"))


def holders(kind: Kind, ref: str, now: datetime, *, most: int) -> list[Holder]:
    """The first few active members to whom it was given by name."""
    found = _given(kind, now).filter(**{f"{kind.field}__ref": ref})
    level = F("level") if kind is SERVICES else Value("")
    rows = found.order_by("member__states__sort_key").values_list(
        "member__ref", "member__states__name", level
    )
    return [Holder(*row) for row in rows[:most]]


def tokens_for(account_id: int, service_ref: str, now: datetime) -> int:
    """How many live tokens are for specific services and name this one."""
    live = Token.objects.filter(live_token(now), account=account_id)
    return live.filter(services__icontains=f'"{service_ref}"').count()


def _counted(kind: Kind, found: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    own = _given(kind, now).filter(**{kind.field: OuterRef(kind.field)}).order_by().values(kind.field)
    members = own.annotate(n=Count("member", distinct=True)).values("n")
    counted: QuerySet[Any] = found.annotate(named=Coalesce(Subquery(members), 0))
    return counted


def _given(kind: Kind, now: datetime) -> "QuerySet[Any]":
    """What was given by name to active members and has not come to its planned end."""
    lasting = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    return kind.grants.objects.current().filter(
        lasting, member__states__until__isnull=True, member__states__state="active"
    )


def _fields(kind: Kind) -> tuple[str, ...]:
    return (f"{kind.field}__ref", "name", f"{kind.field}__created_at", "named")


def _open_services(access: Access) -> list[str] | None:
    """The services above hidden, or None where all of them are."""
    if access.base() > Level.HIDDEN:
        return None
    named = access.named_services()
    return [ref for ref in sorted(named) if access.level(ref) > Level.HIDDEN]


def _open_workspaces(access: Access) -> list[str] | None:
    """The workspaces that a member has anything to do with, or None where that is all of them."""
    holdings = [one for one in access.holdings if one.role.acts_on_workspaces]
    if any(not one.bundle.is_limited_to_workspaces(one.role) for one in holdings):
        return None
    return sorted({ref for one in holdings for ref in one.bundle.workspaces})
