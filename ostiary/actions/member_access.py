"""Changing access: roles, levels, workspaces and Bypass SSO in one atomic change against a version."""

from typing import Any

from ..access.grants import normalise, require_grantable
from ..access.refusals import Conflict, Invalid, NotFound
from ..models import (
    GroupMember,
    Limit,
    Member,
    MemberRole,
    Ownership,
    Service,
    ServiceGrant,
    State,
    Workspace,
    WorkspaceGrant,
)
from . import wanted as wants
from .act import Act
from .histories import succeed
from .kernel import action
from .membership import must_not_be_the_last_superuser, state_of
from .wanted import Wanted

# What a person gave, directly or by an invitation; feeds and groups keep their own.
BY_PEOPLE = ("hand", "invitation")


@action(needs="members.change_access")
def change(act: Act, member_ref: str, wanted: Wanted, *, version: int) -> list[dict[str, str]]:
    """Give a member or an invited member exactly the wanted access, effective at once.

    Refused with `changed_meanwhile` when somebody else changed it since `version`. Limits that the roles
    cannot have are dropped, levels are capped by the roles. Returns what was dropped, to be told.
    """
    member = act.member(member_ref)
    state = state_of(member)
    if state.state == State.ENDED:
        raise NotFound()
    if member.version != version:
        raise Conflict("changed_meanwhile", member=member.ref, version=member.version)
    wanted, dropped = allowed(act, wanted, using="members.change_access")
    if "superuser" not in wanted.roles:
        if Ownership.objects.current().filter(account=act.account, member=member).exists():
            raise Invalid("roles", "owner_is_superuser", member=member.ref)
        if state.state == State.ACTIVE:
            must_not_be_the_last_superuser(act, member)
    bypass = _bypass(act, member, wanted)
    before, after = write(act, member, wanted, source="hand")
    if state.bypass_sso != bypass:
        succeed(state, act.now, bypass_sso=bypass)
        before["bypass_sso"], after["bypass_sso"] = state.bypass_sso, bypass
    if not after:
        act.nothing_changed()
        return dropped
    Member.objects.filter(pk=member.pk).update(version=version + 1)
    act.record("member.access_changed", member, before=before, after=after)
    return dropped


def allowed(act: Act, wanted: Wanted, *, using: str) -> tuple[Wanted, list[dict[str, str]]]:
    """What may be given here and by this actor, in its normal form, and what had to be dropped for it."""
    bundle, dropped = normalise(wants.known(act, wanted).bundle())
    if not act.actor.trusted:
        require_grantable(act.access, using, bundle)
    return Wanted.of(bundle, bypass_sso=wanted.bypass_sso), [{"what": d.what, "ref": d.ref} for d in dropped]


def _bypass(act: Act, member: Member, wanted: Wanted) -> bool:
    """Bypass SSO is for superusers; the owner's cannot be unticked."""
    if Ownership.objects.current().filter(account=act.account, member=member).exists():
        return True
    if wanted.bypass_sso and "superuser" not in wanted.roles:
        raise Invalid("bypass_sso", "bypass_is_for_superusers")
    return wanted.bypass_sso


def write(
    act: Act, member: Member, wanted: Wanted, *, source: str, source_ref: str = ""
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Bring the rows that people gave to what is wanted, and return what differs, before and after.

    A row that stays as it was keeps its source and its age.
    """
    origin = {"source": source, "source_ref": source_ref}
    changes = [
        _sync(act, member, MemberRole, "role", dict.fromkeys(wanted.roles, ""), "", origin),
        _sync_limit(act, member, wanted),
        _sync(act, member, ServiceGrant, "service", _by_pk(Service, act, wanted.services), "level", origin),
        _sync(
            act,
            member,
            WorkspaceGrant,
            "workspace",
            _by_pk(Workspace, act, dict.fromkeys(wanted.workspaces, "")),
            "",
            origin,
        ),
    ]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, (was, becomes) in zip(("roles", "limits", "services", "workspaces"), changes, strict=True):
        if was != becomes:
            before[name], after[name] = was, becomes
    return before, after


def _by_pk(kind: Any, act: Act, values: dict[str, str]) -> dict[Any, str]:
    if not values:
        return {}
    rows = kind.objects.filter(account=act.account)
    if len(values) <= wants.FEW:
        rows = rows.filter(ref__in=list(values))
    return {row: values[row.ref] for row in rows if row.ref in values}


def _sync(
    act: Act, member: Member, kind: Any, key: str, wanted: dict[Any, str], value: str, origin: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """End the rows that are not wanted any more or otherwise, begin the missing ones."""
    current = kind.objects.current().filter(member=member, source__in=BY_PEOPLE)
    if key != "role":
        current = current.select_related(key)
    held = {getattr(row, key): row for row in current}
    stale = {
        thing: row
        for thing, row in held.items()
        if thing not in wanted or (value and getattr(row, value) != wanted[thing])
    }
    fresh = [thing for thing in wanted if thing not in held or thing in stale]
    kind.objects.filter(pk__in=[row.pk for row in stale.values()]).end(act.now)
    kind.objects.bulk_create(
        kind(
            member=member,
            since=act.now,
            **{key: thing},
            **({value: wanted[thing]} if value else {}),
            **origin,
        )
        for thing in fresh
    )
    was = {_name(thing): getattr(row, value) if value else "" for thing, row in stale.items()}
    return was, {_name(thing): wanted[thing] for thing in fresh}


def _name(thing: Any) -> str:
    return str(getattr(thing, "ref", thing))


def _sync_limit(act: Act, member: Member, wanted: Wanted) -> tuple[dict[str, str], dict[str, str]]:
    row = Limit.objects.current().filter(member=member, source="hand").first()
    was = {"services": bool(row and row.services), "workspaces": bool(row and row.workspaces)}
    becomes = {"services": wanted.limit_services, "workspaces": wanted.limit_workspaces}
    if was != becomes:
        if row:
            Limit.objects.filter(pk=row.pk).end(act.now)
        if any(becomes.values()):
            Limit.objects.create(member=member, source="hand", since=act.now, **becomes)
    return _words(was), _words(becomes)


def _words(limits: dict[str, bool]) -> dict[str, str]:
    return {name: "specific" if limited else "all" for name, limited in limits.items()}


def held(member: Member) -> Wanted:
    """What people gave a member, or promised an invited one, as it stands."""
    given = {"member": member, "source__in": BY_PEOPLE}
    limit = Limit.objects.current().filter(member=member, source="hand").first()
    services = ServiceGrant.objects.current().filter(**given).values_list("service__ref", "level")
    workspaces = WorkspaceGrant.objects.current().filter(**given).values_list("workspace__ref", flat=True)
    return Wanted(
        roles=frozenset(MemberRole.objects.current().filter(**given).values_list("role", flat=True)),
        limit_services=bool(limit and limit.services),
        services=dict(services),
        limit_workspaces=bool(limit and limit.workspaces),
        workspaces=frozenset(workspaces),
        bypass_sso=state_of(member).bypass_sso,
    )


def end_all(act: Act, member: Member) -> list[str]:
    """End all that was given, by hand or by group. Returns the roles, for the trail."""
    roles = list(MemberRole.objects.current().filter(member=member).values_list("role", flat=True))
    for kind in (MemberRole, Limit, ServiceGrant, WorkspaceGrant, GroupMember):
        kind.objects.filter(member=member).end(act.now)
    return sorted(roles)
