"""What a member was given, and by whom.

A *source* is where a role or a grant comes from. What belongs together, because it was chosen together,
forms a *bundle*: what was given by hand or by the invitation is one, each group is another. The roles of a
bundle reach the services and workspaces of that bundle and no others, so that a group which lets everybody
look never makes an editor of somebody who may edit one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Literal, NamedTuple

from .levels import Level
from .table import Role

Kind = Literal["hand", "invitation", "group", "mapping", "directory"]


class Source(NamedTuple):
    """Where something comes from: its kind, the ref of the group or connection, and the name shown for it."""

    kind: Kind
    ref: str = ""
    label: str = ""


class GivenRole(NamedTuple):
    """A role with its source and, where it was given for a time, the moment it ends."""

    role: Role
    source: Source
    ends_at: datetime | None = None


class Grant(NamedTuple):
    """A level on one service with its source and its planned end."""

    level: Level
    source: Source
    ends_at: datetime | None = None


class Switch(NamedTuple):
    """A workspace switched on, with its source and its planned end."""

    source: Source
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Bundle:
    """What one source, or several that were chosen together, give: roles, and where these may be used.

    `services` and `workspaces` say something only where the bundle is limited to specific ones, and then
    only for roles that can be limited. A service that is not named is hidden, a workspace that is not named
    is off.
    """

    key: str
    roles: tuple[GivenRole, ...] = ()
    limits_services: bool = False
    services: Mapping[str, Grant] = field(default_factory=dict)
    limits_workspaces: bool = False
    workspaces: Mapping[str, Switch] = field(default_factory=dict)

    def planned_ends(self) -> Iterator[datetime]:
        """When roles, levels and workspaces given for a time will end, in no particular order."""
        given: Iterable[GivenRole | Grant | Switch] = chain(
            self.roles, self.services.values(), self.workspaces.values()
        )
        return (one.ends_at for one in given if one.ends_at is not None)

    def is_limited(self, role: Role) -> bool:
        """Whether a role of this bundle reaches the services named in it alone."""
        return self.limits_services and role.limits_services

    def is_limited_to_workspaces(self, role: Role) -> bool:
        """Whether a role of this bundle counts in the workspaces named in it alone."""
        return self.limits_workspaces and role.limits_workspaces

    @property
    def has_limits(self) -> bool:
        """Whether anything is said about particular services or workspaces."""
        return bool(self.limits_services or self.services or self.limits_workspaces or self.workspaces)

    def level(self, role: Role, service: str) -> Level:
        """How far a role of this bundle goes on a service: never above what the role can use."""
        if not self.is_limited(role):
            return role.top
        grant = self.services.get(service)
        return min(grant.level, role.top) if grant else Level.HIDDEN

    def reaches(self, role: Role, workspace: str) -> bool:
        """Whether a role of this bundle counts in a workspace."""
        return not self.is_limited_to_workspaces(role) or workspace in self.workspaces
