"""Roles that add nothing, because another source already gives all of it.

Within one source an impossible set is refused; across sources the union counts, and a role that another one
covers is shown as redundant. It covers it only where it reaches as far: a limited engineer does not make a
user who sees every service redundant.
"""

from __future__ import annotations

from dataclasses import dataclass

from .access import Access, Holding
from .combining import contains
from .sources import GivenRole
from .table import ROLES, Role


@dataclass(frozen=True)
class HeldRole:
    """A role a member has, from whom and until when, and the other role that makes it redundant, if any."""

    role: Role
    given: tuple[GivenRole, ...]
    covered_by: Role | None


def held_roles(access: Access) -> list[HeldRole]:
    """The member's roles in the table's order, each once with all its sources."""
    return [
        HeldRole(
            role,
            tuple(one.given for one in access.holdings if one.role is role),
            _covered_by(role, access.holdings),
        )
        for role in access.roles()
    ]


def _covered_by(role: Role, holdings: tuple[Holding, ...]) -> Role | None:
    """The first other role that covers every way in which a member holds this one."""
    own = [one for one in holdings if one.role is role]
    others = [one for one in holdings if one.role is not role and _outranks(one.role, role)]
    covering = [next((other for other in others if _covers(other, one)), None) for one in own]
    return covering[0].role if covering[0] and all(covering) else None


def _outranks(role: Role, other: Role) -> bool:
    """Of two roles that give the same, the table's first one stays and the other is redundant."""
    return contains(role, other) and (not contains(other, role) or ROLES.index(role) < ROLES.index(other))


def _covers(holding: Holding, other: Holding) -> bool:
    return _reaches_services_of(holding, other) and _reaches_workspaces_of(holding, other)


def _reaches_services_of(holding: Holding, other: Holding) -> bool:
    if not other.role.uses_services or not holding.bundle.is_limited(holding.role):
        return True
    return other.bundle.is_limited(other.role) and all(
        holding.level(ref) >= other.level(ref) for ref in other.bundle.services
    )


def _reaches_workspaces_of(holding: Holding, other: Holding) -> bool:
    if not other.role.uses_workspaces or not holding.bundle.is_limited_to_workspaces(holding.role):
        return True
    return other.bundle.is_limited_to_workspaces(other.role) and (
        other.bundle.workspaces.keys() <= holding.bundle.workspaces.keys()
    )
