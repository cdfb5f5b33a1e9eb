"""What may be handed on, and what a grant is worth.

Nobody grants what they do not hold: the table says which roles a capability hands out, and a grant never
goes further than its giver, a token's ceiling included. What roles cannot make use of is dropped, and the
caller is told, so that a row in the database always means what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from . import table
from .access import Access
from .decisions import WorkspaceResource, decide, explain, knows
from .levels import Level
from .limits import services_control, usable, workspaces_control
from .refusals import Forbidden
from .sources import Bundle

Reason = Literal["role", "limits", "all_services", "service", "workspace"]


@dataclass(frozen=True)
class Excess:
    """One thing that was to be granted and is not its giver's to grant."""

    reason: Reason
    role: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Dropped:
    """One thing that the chosen roles cannot use: a limit dropped, or a level lowered to `now`."""

    what: Literal["services_limit", "service", "workspaces_limit", "workspace"]
    ref: str = ""
    was: Level | None = None
    now: Level | None = None


def require_grantable(access: Access, using: str, wanted: Bundle) -> None:
    """Refuse to hand on a bundle without the capability, or with more than its holder has to give.

    The second refusal's code is `grants_more_than_held`; its `excess` lists what is too much. The services
    and workspaces of the bundle must be the account's own: whose they are is not known here.
    """
    if not decide(access, using):
        raise Forbidden(explain(access, using))
    if found := excess(access, using, wanted):
        raise Forbidden(code="grants_more_than_held", excess=found)


def excess(access: Access, using: str, wanted: Bundle) -> list[Excess]:
    """What of a bundle is not this giver's to hand on with a capability."""
    row = table.capability(using)
    return [
        *(Excess("role", given.role.code) for given in wanted.roles if given.role.code not in row.hands_out),
        *([Excess("limits")] if wanted.has_limits and not row.hands_out_limits else []),
        *_too_far_on_services(access, wanted),
        *(
            Excess("workspace", ref=ref)
            for ref in wanted.workspaces
            if row.hands_out_limits and not knows(access, WorkspaceResource(ref))
        ),
    ]


def _too_far_on_services(access: Access, wanted: Bundle) -> Iterator[Excess]:
    for given in wanted.roles:
        role = given.role
        if not wanted.is_limited(role):
            if access.base() < role.top:
                yield Excess("all_services", role.code)
            continue
        for ref in wanted.services:
            if access.level(ref) < wanted.level(role, ref):
                yield Excess("service", role.code, ref)


def normalise(bundle: Bundle) -> tuple[Bundle, list[Dropped]]:
    """The bundle without what its roles cannot use, and what was dropped for it.

    Limits go where no role can be limited; levels come down to the highest that the roles can use. A bundle
    without roles stays as it is, for there is nothing yet to judge it by.
    """
    if not bundle.roles:
        return bundle, []
    bundle, services = _normal_services(bundle)
    bundle, workspaces = _normal_workspaces(bundle)
    return bundle, services + workspaces


def _normal_services(bundle: Bundle) -> tuple[Bundle, list[Dropped]]:
    roles = [given.role for given in bundle.roles]
    if not services_control(roles).is_open:
        dropped = [Dropped("services_limit")] if bundle.limits_services else []
        dropped += [
            Dropped("service", ref, grant.level, Level.HIDDEN) for ref, grant in bundle.services.items()
        ]
        return replace(bundle, limits_services=False, services={}), dropped

    top = usable(roles)
    kept = {ref: grant._replace(level=min(grant.level, top)) for ref, grant in bundle.services.items()}
    dropped = [
        Dropped("service", ref, grant.level, top)
        for ref, grant in bundle.services.items()
        if grant.level > top
    ]
    return replace(bundle, services=kept), dropped


def _normal_workspaces(bundle: Bundle) -> tuple[Bundle, list[Dropped]]:
    if workspaces_control(given.role for given in bundle.roles).is_open:
        return bundle, []
    dropped = [Dropped("workspaces_limit")] if bundle.limits_workspaces else []
    dropped += [Dropped("workspace", ref) for ref in bundle.workspaces]
    return replace(bundle, limits_workspaces=False, workspaces={}), dropped
