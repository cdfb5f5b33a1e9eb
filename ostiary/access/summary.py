"""Access in few words: the numbers behind "3 of 41 services · 2 workspaces" or "everything"."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .access import Access
from .levels import Level


@dataclass(frozen=True)
class Summary:
    """How much of an account a member reaches.

    `base` is the level on every service; `above` counts the services with more than that, by level.
    `services` and `workspaces` count what can be seen at all. `everything` is full access to every service.
    """

    base: Level
    services: int
    of_services: int
    workspaces: int
    of_workspaces: int
    above: dict[Level, int] = field(default_factory=dict)

    @property
    def everything(self) -> bool:
        return self.base is Level.FULL

    @property
    def nothing(self) -> bool:
        return not self.services and not self.workspaces


def summarise(access: Access, of_services: int, of_workspaces: int) -> Summary:
    """A member's reach in an account with so many services and workspaces.

    Grants on services that are gone must not be in the access any more: they would be counted.
    """
    base = access.base()
    levels = Counter(access.level(ref) for ref in access.named_services())
    above = {level: levels[level] for level in Level if level > base and levels[level]}
    return Summary(
        base,
        of_services if base else sum(above.values()),
        of_services,
        _workspaces(access, of_workspaces),
        of_workspaces,
        above,
    )


def _workspaces(access: Access, of_workspaces: int) -> int:
    using = [holding for holding in access.holdings if holding.role.uses_workspaces]
    if any(not holding.bundle.is_limited_to_workspaces(holding.role) for holding in using):
        return of_workspaces
    return len({ref for holding in using for ref in holding.bundle.workspaces})
