"""What people gave a member, directly or by an invitation: read, brought to what is wanted, ended.

What feeds and groups give is theirs to change; only the end of a member ends that too.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from ..access.sources import Bundle
from ..models import (
    GroupMember,
    Limit,
    Member,
    MemberRole,
    Service,
    ServiceGrant,
    Workspace,
    WorkspaceGrant,
)
from ..models.rows import change, find, insert, insert_all
from ..queries.access import GIVEN, access_of
from . import many
from .act import Act
from .membership import state_of
from .wanted import Wanted

BY_PEOPLE = ("hand", "invitation")
BY_HAND = {"source": "hand", "source_ref": ""}

Difference = tuple[dict[str, str], dict[str, str]]


class Kind(NamedTuple):
    """One sort of thing that is given, a row for each."""

    model: Any
    # The column that names the thing, and the one that says how much of it.
    thing: str
    level: str = ""


# All of what a member has, by people or otherwise; it ends with the membership.
OF_MEMBERS = (MemberRole, Limit, ServiceGrant, WorkspaceGrant, GroupMember)
ROLE = Kind(MemberRole, "role")
SERVICE = Kind(ServiceGrant, "service", "level")
WORKSPACE = Kind(WorkspaceGrant, "workspace")


def write(
    act: Act, member: Member, wanted: Wanted, origin: dict[str, str], *, is_new: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Bring the rows that people gave to what is wanted, and return what differs, before and after.

    New rows name their `origin`; a row that stays as it is keeps its own, and its age. `is_new`: the member
    was made just now, so nothing was given yet.
    """
    wishes: dict[str, tuple[Kind, dict[Any, str]]] = {
        "roles": (ROLE, dict.fromkeys(wanted.roles, "")),
        "services": (SERVICE, _own(act, Service, wanted.services)),
        "workspaces": (WORKSPACE, _own(act, Workspace, dict.fromkeys(wanted.workspaces, ""))),
    }
    differences = {"limits": _sync_limit(act, member, None if is_new else _limit(member), wanted)}
    for name, (kind, wish) in wishes.items():
        held = {} if is_new else _held(member, kind)
        differences[name] = _sync(act, kind, held, wish, {"member": member, **origin})
    changed = {name: pair for name, pair in differences.items() if pair[0] != pair[1]}
    before = {name: was for name, (was, _) in changed.items()}
    return before, {name: becomes for name, (_, becomes) in changed.items()}


def _own(act: Act, model: Any, values: dict[str, str]) -> dict[Any, str]:
    """The values by the account's own rows instead of their public ids."""
    if not values:
        return {}
    rows = model.objects.filter(account=act.account)
    return {row: values[row.ref] for row in many.named(rows, set(values))}


def _held(member: Member, kind: Kind) -> dict[Any, Any]:
    current = kind.model.objects.current().filter(member=member, source__in=BY_PEOPLE)
    if kind is not ROLE:
        current = current.select_related(kind.thing)
    return {getattr(row, kind.thing): row for row in current}


def _sync(
    act: Act, kind: Kind, held: dict[Any, Any], wish: dict[Any, str], origin: dict[str, Any]
) -> Difference:
    """End the rows that are not wanted any more or otherwise, begin the missing ones."""
    stale = {
        thing: row
        for thing, row in held.items()
        if thing not in wish or (kind.level and getattr(row, kind.level) != wish[thing])
    }
    fresh = {thing: level for thing, level in wish.items() if thing not in held or thing in stale}
    if stale:
        kind.model.objects.filter(pk__in=[row.pk for row in stale.values()]).end(act.now)
    insert_all(
        [
            _begun(kind, thing, level, since=act.now, **origin, **_same(stale.get(thing)))
            for thing, level in fresh.items()
        ]
    )
    was = {_name(thing): getattr(row, kind.level) if kind.level else "" for thing, row in stale.items()}
    return was, {_name(thing): level for thing, level in fresh.items()}


def _same(before: Any) -> dict[str, str]:
    """What a row that changes in place of another is still known by."""
    return {"ref": before.ref} if before else {}


def _begun(kind: Kind, thing: Any, level: str, **columns: Any) -> Any:
    return kind.model(**{kind.thing: thing}, **({kind.level: level} if kind.level else {}), **columns)


def _name(thing: Any) -> str:
    return str(getattr(thing, "ref", thing))


def _limit(member: Member) -> Limit | None:
    return find(Limit, member=member, source="hand", until=None)


def _sync_limit(act: Act, member: Member, held: Limit | None, wanted: Wanted) -> Difference:
    was = {"services": bool(held and held.services), "workspaces": bool(held and held.workspaces)}
    becomes = {"services": wanted.limit_services, "workspaces": wanted.limit_workspaces}
    if was != becomes:
        if held:
            change(held, until=act.now)
        if any(becomes.values()):
            insert(Limit(member=member, source="hand", since=act.now, **becomes))
    return _words(was), _words(becomes)


def _words(limits: dict[str, bool]) -> dict[str, str]:
    return {name: "specific" if limited else "all" for name, limited in limits.items()}


def bundle(member: Member, now: datetime) -> Bundle:
    """What people gave a member, or promised an invited one, as the access core sees it."""
    bundles = access_of(member.pk, now).bundles
    return next((one for one in bundles if one.key == GIVEN), Bundle(GIVEN))


def wanted(member: Member, now: datetime) -> Wanted:
    """The same, as somebody would have to want it."""
    return Wanted.of(bundle(member, now), bypass_sso=state_of(member).bypass_sso)


def end_all(act: Act, member: Member) -> list[str]:
    """End all that was given, by hand or by group. Returns the roles, for the trail."""
    roles = list(MemberRole.objects.current().filter(member=member).values_list("role", flat=True))
    for kind in OF_MEMBERS:
        kind.objects.filter(member=member).end(act.now)
    return sorted(roles)


def end_everybodys(act: Act) -> dict[int, list[str]]:
    """The same for the whole account at once. Returns the roles by member."""
    held = MemberRole.objects.current().filter(member__account=act.account).order_by("role")
    roles = defaultdict(list)
    for member, role in held.values_list("member", "role"):
        roles[member].append(role)
    for kind in OF_MEMBERS:
        kind.objects.filter(member__account=act.account).end(act.now)
    return roles
