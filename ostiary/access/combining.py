"""Which roles go together: two roles combine unless one already contains the other.

Nothing here lists pairs. A role contains another when it holds every capability the other holds, goes at
least as far on services, and can be limited no more than the other can. So a superuser, who has everything
but the inside of workspaces, combines with a Security role alone. The rule holds among the roles one source
gives; across sources the union counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

from .refusals import Invalid
from .table import ROLES, Role, in_order


@dataclass(frozen=True)
class Clash:
    """Two roles that do not combine: `container` already gives all that `contained` gives.

    The reason is `contains`, or `same` where either one gives exactly what the other gives.
    """

    container: Role
    contained: Role

    @property
    def reason(self) -> Literal["contains", "same"]:
        return "same" if contains(self.contained, self.container) else "contains"


@cache
def contains(role: Role, other: Role) -> bool:
    """Whether a role already gives everything that the other one gives."""
    return (
        other.capabilities <= role.capabilities
        and other.top <= role.top
        and (other.limits_services or not role.limits_services or not other.uses_services)
        and (other.limits_workspaces or not role.limits_workspaces or not other.uses_workspaces)
    )


def clash(role: Role, other: Role) -> Clash | None:
    """Why two different roles do not combine, or `None` if they do."""
    if contains(role, other):
        return Clash(role, other)
    if contains(other, role):
        return Clash(other, role)
    return None


def conflicts(chosen: Iterable[Role]) -> list[Clash]:
    """Every pair among the chosen roles that does not combine, in the table's order."""
    return [found for pair in combinations(in_order(chosen), 2) if (found := clash(*pair))]


def why_not(role: Role, chosen: Iterable[Role]) -> list[Clash]:
    """What keeps a role from being added to the chosen ones; nothing if it can be."""
    return [found for other in in_order(chosen) if other is not role and (found := clash(other, role))]


def combinable(chosen: Iterable[Role]) -> list[Role]:
    """The roles that can still be added to the chosen ones, in the table's order."""
    taken = in_order(chosen)
    return [role for role in ROLES if role not in taken and not why_not(role, taken)]


def require_possible(roles: Iterable[Role]) -> None:
    """Refuse an impossible set with `roles_cannot_combine`, at every door alike.

    The refusal's `conflicts` are pairs of role codes, each with the containing role first.
    """
    if found := conflicts(roles):
        raise Invalid(
            "roles",
            "roles_cannot_combine",
            conflicts=[(pair.container.code, pair.contained.code) for pair in found],
        )
