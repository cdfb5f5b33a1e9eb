"""Which choices the *Services* and *Workspaces* controls leave open, and why they are locked when they are.

A control is locked when limiting would change nothing: no chosen role has anything to do there, or one of
them, or another source, already reaches everything the others could.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .access import Access
from .combining import contains
from .levels import Level
from .sources import Source
from .table import Role, in_order

Reason = Literal["no_role_uses_it", "role_reaches_all", "other_source_reaches_all"]

NOTHING = Access("active")


@dataclass(frozen=True)
class Control:
    """Whether access can be limited, else the reason with the role, and perhaps the source, that decides.

    For services, `floor` is the level that no choice goes below and `top` the highest a grant can mean.
    """

    reason: Reason | None = None
    role: Role | None = None
    source: Source | None = None
    floor: Level = Level.HIDDEN
    top: Level = Level.HIDDEN

    @property
    def is_open(self) -> bool:
        return self.reason is None

    @property
    def levels(self) -> list[Level]:
        """The levels to choose from on one service, the floor first."""
        return [level for level in Level if self.floor <= level <= self.top]


def usable(roles: Iterable[Role]) -> Level:
    """The highest level a grant to these roles can mean: what *Grant access to all* gives."""
    return max((role.top for role in roles if role.limits_services), default=Level.HIDDEN)


def services_control(roles: Iterable[Role], elsewhere: Access = NOTHING) -> Control:
    """The *Services* control for the chosen roles; `elsewhere` is what the member's other sources give."""
    chosen = in_order(roles)
    top = usable(chosen)
    fixed = max((role for role in chosen if not role.limits_services), key=lambda r: r.top, default=None)
    other = next(iter(elsewhere.everywhere()), None)
    floor = max(fixed.top if fixed else Level.HIDDEN, other.level if other else Level.HIDDEN)

    if floor < top:
        return Control(floor=floor, top=top)
    if fixed and fixed.top and fixed.top == floor:
        return Control("role_reaches_all", fixed, floor=floor, top=floor)
    if other and top:
        return Control("other_source_reaches_all", other.role, other.source, floor, floor)
    return Control("no_role_uses_it", floor=floor, top=floor)


def workspaces_control(roles: Iterable[Role], elsewhere: Access = NOTHING) -> Control:
    """The *Workspaces* control for the chosen roles; `elsewhere` is what the member's other sources give."""
    chosen = [role for role in in_order(roles) if role.uses_workspaces]
    limitable = [role for role in chosen if role.limits_workspaces]
    if not chosen:
        return Control("no_role_uses_it")
    for role in chosen:
        if not role.limits_workspaces and all(contains(role, other) for other in limitable):
            return Control("role_reaches_all", role)
    for bundle, given in elsewhere.holdings:
        everywhere = not bundle.is_limited_to_workspaces(given.role)
        if everywhere and all(contains(given.role, role) for role in limitable):
            return Control("other_source_reaches_all", given.role, given.source)
    return Control()
