"""May they? And if not, what is missing, and who can give it?

`decide` answers a capability asked of an access; `explain` gives the same answer with its reasons; `require`
turns a no into a refusal. All three judge by the same function, so an explanation cannot differ from what was
decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from . import table
from .access import Access, Holding
from .ceilings import SCOPES, Ceiling, carries
from .levels import Level
from .refusals import Forbidden, NotFound
from .sources import Source
from .table import Capability, Role, Scope

Rule: TypeAlias = Literal[
    "given",
    "member_not_active",
    "member_locked",
    "no_role_gives_it",
    "role_is_limited",
    "level_too_low",
    "workspace_is_off",
    "token_needs_person",
    "token_scope_too_narrow",
    "token_not_for_service",
]


@dataclass(frozen=True, slots=True)
class ServiceResource:
    """One service, by its ref."""

    ref: str


@dataclass(frozen=True, slots=True)
class WorkspaceResource:
    """One workspace, by its ref."""

    ref: str


Resource: TypeAlias = ServiceResource | WorkspaceResource | None

_RESOURCE_OF: dict[Scope, type] = {
    "account": type(None),
    "service": ServiceResource,
    "workspace": WorkspaceResource,
}
# What there is to say where somebody holds the capability, but not here.
_UNREACHED: dict[Scope, Rule] = {
    "account": "role_is_limited",
    "service": "level_too_low",
    "workspace": "workspace_is_off",
}
# What somebody holds who can turn a no into a yes.
_GIVEN_WITH: dict[Rule, str] = {
    "member_not_active": "members.invite",
    "member_locked": "members.update",
    "no_role_gives_it": "members.change_access",
    "role_is_limited": "members.change_access",
    "level_too_low": "members.change_access",
    "workspace_is_off": "members.change_access",
    "token_needs_person": "tokens.create_automation",
    "token_scope_too_narrow": "tokens.create_automation",
    "token_not_for_service": "tokens.create_automation",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and the rule that decided. True and false in itself, so that `if decide(...)` reads well."""

    allowed: bool
    rule: Rule

    def __bool__(self) -> bool:
        return self.allowed


_DECISIONS: dict[Rule, Decision] = {rule: Decision(rule == "given", rule) for rule in get_args(Rule)}


@dataclass(frozen=True, slots=True)
class Deciding:
    """A role from a source that carries the decision, and the level it reaches on the service asked about."""

    role: Role
    source: Source
    level: Level = Level.HIDDEN


@dataclass(frozen=True, slots=True)
class Missing:
    """What would turn a no into a yes: one of the roles, the level or workspace with it, or a wider token."""

    roles: tuple[Role, ...] = ()
    level: Level | None = None
    workspace: str | None = None
    service: str | None = None
    scopes: tuple[str, ...] = ()
    person: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with its reasons.

    `sources` are what carries a yes, or what there is but does not suffice for a no. `who_can_give` are codes
    of roles whose holders can put it right, or `yourself` where it is one's own token that is too narrow.
    """

    capability: Capability
    resource: Resource
    allowed: bool
    rule: Rule
    sources: tuple[Deciding, ...] = ()
    missing: Missing = Missing()
    who_can_give: tuple[str, ...] = ()


def decide(access: Access, capability: str, resource: Resource = None) -> Decision:
    """Whether this access carries a capability, on the service or workspace if it is about one.

    Raises `KeyError` for a capability the table does not know and `TypeError` for a resource that does not
    fit the capability's scope: both are mistakes of the asking code, not answers.
    """
    return _DECISIONS[_judge(access, table.capability(capability), resource)]


def require(access: Access, capability: str, resource: Resource = None) -> None:
    """Let it pass or refuse it: 404 where the asker may not know that it exists, else 403 with the reason."""
    if decide(access, capability, resource):
        return
    if not knows(access, resource):
        raise NotFound
    raise Forbidden(explain(access, capability, resource))


def knows(access: Access, resource: Resource) -> bool:
    """Whether a member may know that something exists: nothing if not active, and nothing that is hidden.

    A token's ceiling hides nothing its member can see: it is told that it is not for that.
    """
    if not access.is_in_force:
        return False
    match resource:
        case ServiceResource(ref):
            return any(one.level(ref) for one in access.holdings)
        case WorkspaceResource(ref):
            return any(one.role.acts_on_workspaces and one.reaches(ref) for one in access.holdings)
    return True


def carriers(access: Access, capability: Capability, resource: Resource) -> list[Holding]:
    """The roles that carry a capability on a resource, each by what its own source gives."""
    return [one for one in _holders(access, capability) if _reaches(one, capability, resource)]


def explain(access: Access, capability: str, resource: Resource = None) -> Explanation:
    """The decision, with the rule that decided, what led to it, what is missing, and who can give that."""
    row = table.capability(capability)
    rule = _judge(access, row, resource)
    having = carriers(access, row, resource) or _holders(access, row)
    return Explanation(
        row,
        resource,
        rule == "given",
        rule,
        tuple(_deciding(holding, resource) for holding in having),
        _missing(rule, row, resource, having),
        _who_can_give(rule, access),
    )


def _judge(access: Access, capability: Capability, resource: Resource) -> Rule:
    """The rule that decides: first what the member has, then what a token leaves of it."""
    if type(resource) is not _RESOURCE_OF[capability.scope]:
        raise TypeError(f"{capability.code} is about {capability.scope}, not {resource!r}")
    if access.state != "active":
        return "member_not_active"
    if access.locked:
        return "member_locked"
    holders = _holders(access, capability)
    if not holders:
        return "no_role_gives_it"
    if not any(_reaches(holding, capability, resource) for holding in holders):
        return _UNREACHED[capability.scope]
    for ceiling in access.ceilings:
        if held_back := _held_back(ceiling, capability, resource):
            return held_back
    return "given"


def _holders(access: Access, capability: Capability) -> list[Holding]:
    return [holding for holding in access.holdings if capability.code in holding.role.capabilities]


def _reaches(holding: Holding, capability: Capability, resource: Resource) -> bool:
    match resource:
        case ServiceResource(ref):
            return holding.level(ref) >= capability.least
        case WorkspaceResource(ref):
            return holding.reaches(ref)
    return not (capability.unlimited_only and holding.bundle.is_limited(holding.role))


def _held_back(ceiling: Ceiling, capability: Capability, resource: Resource) -> Rule | None:
    if not ceiling.carries(capability):
        return "token_scope_too_narrow"
    if not ceiling.has_person_for(capability):
        return "token_needs_person"
    if isinstance(resource, ServiceResource) and not ceiling.includes(resource.ref):
        return "token_not_for_service"
    if capability.unlimited_only and ceiling.services is not None:
        return "token_not_for_service"
    return None


def _deciding(holding: Holding, resource: Resource) -> Deciding:
    level = holding.level(resource.ref) if isinstance(resource, ServiceResource) else Level.HIDDEN
    return Deciding(holding.role, holding.given.source, level)


def _missing(rule: Rule, capability: Capability, resource: Resource, having: list[Holding]) -> Missing:
    least = capability.least if capability.scope == "service" else None
    service = resource.ref if isinstance(resource, ServiceResource) else None
    workspace = resource.ref if isinstance(resource, WorkspaceResource) else None
    match rule:
        case "no_role_gives_it":
            roles = tuple(table.roles_holding(capability.code))
            return Missing(roles=roles, level=least, workspace=workspace)
        case "role_is_limited" | "level_too_low" | "workspace_is_off":
            roles = tuple(table.in_order(holding.role for holding in having))
            return Missing(roles=roles, level=least, workspace=workspace)
        case "token_scope_too_narrow":
            return Missing(scopes=tuple(scope for scope in SCOPES if carries(scope, capability)))
        case "token_needs_person":
            return Missing(person=True)
        case "token_not_for_service":
            return Missing(service=service)
    return Missing()


def _who_can_give(rule: Rule, access: Access) -> tuple[str, ...]:
    if rule == "given":
        return ()
    if rule.startswith("token_") and not any(ceiling.automation for ceiling in access.ceilings):
        return ("yourself",)
    return tuple(role.code for role in table.roles_holding(_GIVEN_WITH[rule]))
