"""From flat rows to what a member was given.

The database keeps one row per role, per level on a service and per workspace switched on; this is where they
become bundles. A row whose planned end has come counts no more, whether or not anybody has cleared it away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from . import table
from .levels import Level
from .sources import Bundle, GivenRole, Grant, Kind, Source, Switch

# (limits services, limits workspaces) by bundle key.
Limits: TypeAlias = Mapping[str, tuple[bool, bool]]
# (bundle key, role code, source kind, source ref, source label, planned end)
RoleRow: TypeAlias = tuple[str, str, Kind, str, str, datetime | None]
# (bundle key, service ref, level code, source kind, source ref, source label, planned end)
ServiceRow: TypeAlias = tuple[str, str, str, Kind, str, str, datetime | None]
# (bundle key, workspace ref, source kind, source ref, source label, planned end)
WorkspaceRow: TypeAlias = tuple[str, str, Kind, str, str, datetime | None]


def to_bundles(
    limits: Limits,
    role_rows: Iterable[RoleRow],
    service_rows: Iterable[ServiceRow],
    workspace_rows: Iterable[WorkspaceRow],
    now: datetime,
) -> tuple[Bundle, ...]:
    """Put rows together into bundles, ordered by their keys, leaving out what has ended by `now`.

    A bundle that `limits` does not name is limited in both respects: what is not known to be open is closed.
    Where two rows of a bundle name the same service, the higher level counts. An unknown role or level raises
    `KeyError`.
    """
    roles = _roles(role_rows, now)
    services = _services(service_rows, now)
    workspaces = _workspaces(workspace_rows, now)
    return tuple(
        Bundle(
            key,
            tuple(roles[key]),
            limits_services=limits.get(key, (True, True))[0],
            services=services[key],
            limits_workspaces=limits.get(key, (True, True))[1],
            workspaces=workspaces[key],
        )
        for key in sorted({*limits, *roles, *services, *workspaces})
    )


def _roles(rows: Iterable[RoleRow], now: datetime) -> dict[str, list[GivenRole]]:
    found: dict[str, list[GivenRole]] = defaultdict(list)
    for key, code, kind, ref, label, ends_at in rows:
        if ends_at is None or now < ends_at:
            found[key].append(GivenRole(table.role(code), Source(kind, ref, label), ends_at))
    return found


def _services(rows: Iterable[ServiceRow], now: datetime) -> dict[str, dict[str, Grant]]:
    found: dict[str, dict[str, Grant]] = defaultdict(dict)
    for key, service, level_code, kind, ref, label, ends_at in rows:
        if ends_at is None or now < ends_at:
            grant = Grant(Level.of(level_code), Source(kind, ref, label), ends_at)
            other = found[key].get(service)
            found[key][service] = grant if other is None else max(other, grant, key=lambda one: one.level)
    return found


def _workspaces(rows: Iterable[WorkspaceRow], now: datetime) -> dict[str, dict[str, Switch]]:
    found: dict[str, dict[str, Switch]] = defaultdict(dict)
    for key, workspace, kind, ref, label, ends_at in rows:
        if ends_at is None or now < ends_at:
            found[key].setdefault(workspace, Switch(Source(kind, ref, label), ends_at))
    return found
