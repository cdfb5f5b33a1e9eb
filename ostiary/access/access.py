"""One member's access to one account, as it is at one moment.

Access is the union of what each source gives by itself. It is a value: nothing changes it, and a different
moment, a change in the making or a token's narrower view is another value that can be compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

from .ceilings import Ceiling
from .levels import Level
from .sources import Bundle, GivenRole, Source
from .table import Role, in_order

State = Literal["invited", "active", "ended"]


class Holding(NamedTuple):
    """A role as one bundle gives it; together a member's holdings are their access."""

    bundle: Bundle
    given: GivenRole

    @property
    def role(self) -> Role:
        return self.given.role

    def level(self, service: str) -> Level:
        """How far this role goes on a service by what its own bundle gives."""
        return self.bundle.level(self.role, service)

    def reaches(self, workspace: str) -> bool:
        """Whether this role counts in a workspace by what its own bundle gives."""
        return self.bundle.reaches(self.role, workspace)


class Contribution(NamedTuple):
    """What one role of one source adds to the level on a service.

    A *locked* one comes from a role that cannot be limited: no grant lowers it, so the panel shows it as a
    floor. `source` is the grant's where a grant decides the level, else the role's.
    """

    level: Level
    role: Role
    source: Source
    locked: bool


@dataclass(frozen=True)
class Access:
    """What a member was given by all sources, under the ceilings of a token if they come with one.

    A member who is not active, or who is locked, has nothing at all, whatever the bundles say.
    """

    state: State
    bundles: tuple[Bundle, ...] = ()
    locked: bool = False
    ceilings: tuple[Ceiling, ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Whether anything that was given counts: the member is active and not locked."""
        return self.state == "active" and not self.locked

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Every role in force, with the bundle whose services and workspaces it reaches."""
        if not self.is_in_force:
            return ()
        return tuple(Holding(bundle, given) for bundle in self.bundles for given in bundle.roles)

    @cached_property
    def until(self) -> datetime | None:
        """The next moment at which something given here ends by plan; before it this value holds as it is."""
        planned = (end for bundle in self.bundles for end in bundle.planned_ends())
        return min(planned, default=None)

    def roles(self) -> list[Role]:
        """The member's roles from all sources, each once, in the table's order."""
        return in_order(holding.role for holding in self.holdings)

    def level(self, service: str) -> Level:
        """The highest level that any source gives on a service, as far as a token lets it through."""
        given = max((holding.level(service) for holding in self.holdings), default=Level.HIDDEN)
        return min((given, *(ceiling.level(service) for ceiling in self.ceilings)))

    def level_sources(self, service: str) -> list[Contribution]:
        """What was given on a service and makes up the level there, the highest first."""
        found = (_contribution(holding, service) for holding in self.holdings)
        return sorted((one for one in found if one.level), key=lambda one: one.level, reverse=True)

    def everywhere(self) -> list[Contribution]:
        """What holds on every service, those made later included, the highest first."""
        found = (
            Contribution(given.role.top, given.role, given.source, locked=not given.role.limits_services)
            for bundle, given in self.holdings
            if given.role.uses_services and not bundle.is_limited(given.role)
        )
        return sorted(found, key=lambda one: one.level, reverse=True)

    def base(self) -> Level:
        """The level on every service, those made later included, as far as a token lets it through."""
        given = max((one.level for one in self.everywhere()), default=Level.HIDDEN)
        return min((given, *(ceiling.base() for ceiling in self.ceilings)))

    def named_services(self) -> set[str]:
        """The services that grants or a token name. All others are alike: they have the level of `base`."""
        granted = (bundle.services.keys() for bundle, given in self.holdings if bundle.is_limited(given.role))
        return set().union(*granted, *(ceiling.services or () for ceiling in self.ceilings))

    def sees_workspace(self, workspace: str) -> bool:
        """Whether a workspace is on for this member: a role that uses workspaces reaches it."""
        return any(one.role.uses_workspaces and one.reaches(workspace) for one in self.holdings)

    def without(self, key: str) -> Access:
        """The same member's access but for one bundle: what stays when that one is changed."""
        return replace(self, bundles=tuple(bundle for bundle in self.bundles if bundle.key != key))

    def with_bundle(self, bundle: Bundle) -> Access:
        """The same member's access with one bundle put in, in place of the one with its key."""
        kept = self.without(bundle.key).bundles
        return replace(self, bundles=tuple(sorted((*kept, bundle), key=lambda one: one.key)))


def _contribution(holding: Holding, service: str) -> Contribution:
    bundle, given = holding
    limited = bundle.is_limited(given.role)
    source = bundle.services[service].source if limited and service in bundle.services else given.source
    return Contribution(holding.level(service), given.role, source, locked=not given.role.limits_services)
