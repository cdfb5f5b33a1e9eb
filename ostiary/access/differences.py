"""What a change of access would do: gained and lost, capability by capability, service by service.

It is computed from the decisions themselves, before and after, so a review shows what will really be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import get_args

from .access import Access
from .decisions import (
    Deciding,
    Resource,
    ServiceResource,
    WorkspaceResource,
    decide,
    explain,
)
from .levels import Level
from .table import CAPABILITIES, Capability, Scope

# Stands for the services that nothing names; no ref is empty.
UNNAMED = ""
ROWS = {scope: [row for row in CAPABILITIES if row.scope == scope] for scope in get_args(Scope)}


@dataclass(frozen=True)
class CapabilityChange:
    """One capability gained or lost, with what gives it after, or gave it before."""

    capability: Capability
    sources: tuple[Deciding, ...]


@dataclass(frozen=True)
class ResourceChange:
    """What changes on one service or in one workspace; for a service also the level before and after."""

    resource: Resource
    gained: tuple[CapabilityChange, ...]
    lost: tuple[CapabilityChange, ...]
    before: Level = Level.HIDDEN
    after: Level = Level.HIDDEN


@dataclass(frozen=True)
class Difference:
    """All that a change gains and loses; false in itself where it changes nothing."""

    gained: tuple[CapabilityChange, ...]
    lost: tuple[CapabilityChange, ...]
    services: tuple[ResourceChange, ...]
    workspaces: tuple[ResourceChange, ...]

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.services or self.workspaces)


def diff(before: Access, after: Access, services: Iterable[str], workspaces: Iterable[str]) -> Difference:
    """The difference between two accesses in an account with these services and workspaces."""
    gained, lost = _changes(before, after, "account", None)
    return Difference(
        gained,
        lost,
        tuple(_on_services(before, after, services)),
        tuple(change for ref in workspaces if (change := _in_workspace(before, after, ref))),
    )


def _on_services(before: Access, after: Access, refs: Iterable[str]) -> Iterator[ResourceChange]:
    """What changes on services. All that no grant and no token names are alike: one speaks for the rest."""
    named = before.named_services() | after.named_services()
    rest = _on_service(before, after, UNNAMED)
    for ref in refs:
        change = _on_service(before, after, ref) if ref in named else rest
        if change:
            yield replace(change, resource=ServiceResource(ref))


def _on_service(before: Access, after: Access, ref: str) -> ResourceChange | None:
    resource = ServiceResource(ref)
    gained, lost = _changes(before, after, "service", resource)
    if not gained and not lost:
        return None
    return ResourceChange(resource, gained, lost, before.level(ref), after.level(ref))


def _in_workspace(before: Access, after: Access, ref: str) -> ResourceChange | None:
    resource = WorkspaceResource(ref)
    gained, lost = _changes(before, after, "workspace", resource)
    return ResourceChange(resource, gained, lost) if gained or lost else None


def _changes(
    before: Access, after: Access, scope: Scope, resource: Resource
) -> tuple[tuple[CapabilityChange, ...], tuple[CapabilityChange, ...]]:
    gained, lost = [], []
    for row in ROWS[scope]:
        had, has = bool(decide(before, row.code, resource)), bool(decide(after, row.code, resource))
        if has and not had:
            gained.append(CapabilityChange(row, explain(after, row.code, resource).sources))
        if had and not has:
            lost.append(CapabilityChange(row, explain(before, row.code, resource).sources))
    return tuple(gained), tuple(lost)
