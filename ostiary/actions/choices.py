"""Choosing somebody's access, page by page: what a page shows, and what is open to choose at all.

Pure functions over `Wanted`: a form shows some of the choices, a button changes many at once, and what the
chosen roles or another source already give cannot be chosen away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..access import limits, table
from ..access.access import Access
from ..access.levels import Level
from ..access.limits import NOTHING, Control
from .wanted import Wanted


@dataclass(frozen=True)
class Shown:
    """The choices that one page showed, as it was sent; `None` and absence mean: not on this page.

    `levels` has a level's code by service, `switches` whether a workspace is on.
    """

    address: str | None = None
    bypass_sso: bool | None = None
    limit_services: bool | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    limit_workspaces: bool | None = None
    switches: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Room:
    """What the wanted roles, and what the member has from `elsewhere`, leave open to choose."""

    wanted: Wanted
    elsewhere: Access = NOTHING

    @cached_property
    def roles(self) -> list[table.Role]:
        return table.in_order(map(table.role, self.wanted.roles))

    @cached_property
    def services(self) -> Control:
        return limits.services_control(self.roles, self.elsewhere)

    @cached_property
    def workspaces(self) -> Control:
        return limits.workspaces_control(self.roles, self.elsewhere)

    def floor(self, service: str) -> Level:
        """What the member has on a service whatever is chosen here."""
        return max(self.services.floor, self.elsewhere.level(service))

    def level(self, service: str) -> Level:
        """What the member will have there: the level to show as chosen."""
        own = Level.of(self.wanted.services.get(service, Level.HIDDEN.code))
        return max(self.floor(service), min(own, self.services.top))

    def is_held_on(self, workspace: str) -> bool:
        """Whether a workspace stays on whatever is chosen here."""
        return self.elsewhere.sees_workspace(workspace)


def put(room: Room, shown: Shown) -> Wanted:
    """The choices with those of the page put in.

    A level that was shown anyway is no new choice; if it were, a floor would be written down as a grant.
    """
    wanted = room.wanted
    levels = {ref: Level.of(code) for ref, code in shown.levels.items()}
    changed = {ref: level for ref, level in levels.items() if level != room.level(ref)}
    services = dict(wanted.services) | {ref: level.code for ref, level in changed.items()}
    for ref, level in changed.items():
        if level <= room.floor(ref):
            del services[ref]
    on = {ref for ref, is_on in shown.switches.items() if is_on and not room.is_held_on(ref)}
    return replace(
        wanted,
        bypass_sso=_either(shown.bypass_sso, wanted.bypass_sso),
        limit_services=_either(shown.limit_services, wanted.limit_services),
        services=services,
        limit_workspaces=_either(shown.limit_workspaces, wanted.limit_workspaces),
        workspaces=(wanted.workspaces - shown.switches.keys()) | on,
    )


def _either(shown: bool | None, kept: bool) -> bool:
    return kept if shown is None else shown


def grant_services(room: Room, refs: Iterable[str]) -> Wanted:
    """The highest level that the roles can use, on each of these services."""
    granted = {ref: room.services.top.code for ref in refs if room.floor(ref) < room.services.top}
    return replace(room.wanted, services={**room.wanted.services, **granted})


def revoke_services(room: Room, refs: Iterable[str]) -> Wanted:
    taken = set(refs)
    kept = {ref: level for ref, level in room.wanted.services.items() if ref not in taken}
    return replace(room.wanted, services=kept)


def grant_workspaces(room: Room, refs: Iterable[str]) -> Wanted:
    on = {ref for ref in refs if not room.is_held_on(ref)}
    return replace(room.wanted, workspaces=room.wanted.workspaces | on)


def revoke_workspaces(room: Room, refs: Iterable[str]) -> Wanted:
    return replace(room.wanted, workspaces=room.wanted.workspaces - set(refs))
