"""A member's access, now or at any moment of the past, by one statement."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..access.access import Access
from ..access.rows import to_bundles
from .access_sql import (
    AS_OF,
    CURRENT,
    GROUP_ROLE,
    GROUP_SERVICE,
    LIMIT,
    LOCKED,
    ROLE,
    SERVICE,
    STATE,
    WORKSPACE,
)
from .sql import moment, rows

# What people gave, by hand or by invitation, was chosen together.
GIVEN = "given"
NOWHERE_LIMITED = (False, False)
# A group's roles reach the services of its service groups alone, and every workspace.
OF_A_GROUP = (True, False)


def access_of(member_id: int, now: datetime) -> Access:
    """What holds now: current rows, less those whose planned end has come."""
    return _access(rows(CURRENT, {"member": member_id}), now)


def access_as_of(member_id: int, at: datetime) -> Access:
    """What held at a moment of the past."""
    return _access(rows(AS_OF, {"member": member_id, "moment": at}), at)


def _access(found: Iterable[tuple[Any, ...]], now: datetime) -> Access:
    limits: dict[str, tuple[bool, bool]] = {}
    roles, services, workspaces = [], [], []
    state, locked = "ended", False
    for what, value, level, source, ref, label, ends_at in found:
        key = bundle_key(source, ref)
        if what in (ROLE, GROUP_ROLE):
            roles.append((key, value, source, ref, label, moment(ends_at)))
        elif what in (SERVICE, GROUP_SERVICE):
            services.append((key, value, level, source, ref, label, moment(ends_at)))
        elif what == WORKSPACE:
            workspaces.append((key, value, source, ref, label, moment(ends_at)))
        elif what == LIMIT:
            limits[key] = (value != "", level != "")
        elif what == STATE:
            state, locked = value, level == LOCKED
    for row in roles:
        limits.setdefault(row[0], OF_A_GROUP if row[2] == "group" else NOWHERE_LIMITED)
    return Access(state, to_bundles(limits, roles, services, workspaces, now), locked)  # type: ignore[arg-type]


def bundle_key(source: str, ref: str) -> str:
    return GIVEN if source in ("hand", "invitation") else f"{source}:{ref}"
