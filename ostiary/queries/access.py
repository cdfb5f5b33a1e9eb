"""Access, of one member or of a whole account, now or at any moment of the past: one statement each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from ..access.access import Access
from ..access.rows import to_bundles
from . import access_sql as sql
from .sql import Row, moment_or_none, rows

# What people gave, by hand or by invitation, was chosen together.
GIVEN = "given"
NOWHERE_LIMITED = (False, False)
# A group's roles reach the services of its service groups alone, and every workspace.
OF_A_GROUP = (True, False)


def access_of(member_id: int, now: datetime) -> Access:
    """What holds now: current rows, less those whose planned end has come."""
    return _access(rows(sql.OF_ONE_NOW, {"member": member_id}), now)


def access_as_of(member_id: int, at: datetime) -> Access:
    """What held at a moment of the past."""
    return _access(rows(sql.OF_ONE_THEN, {"member": member_id, "moment": at}), at)


def account_access(account_id: int, at: datetime) -> dict[int, Access]:
    """Everybody's at a moment, by the member's key. Former members had none; later ones are not named."""
    return _by_member(rows(sql.OF_ALL_THEN, {"account": account_id, "moment": at}), at)


def _by_member(found: Iterable[Row], now: datetime) -> dict[int, Access]:
    by_member = defaultdict(list)
    for row in found:
        by_member[row[0]].append(row)
    return {member: _access(its_rows, now) for member, its_rows in by_member.items()}


def _access(found: Iterable[Row], now: datetime) -> Access:
    limits: dict[str, tuple[bool, bool]] = {}
    roles, services, workspaces = [], [], []
    state, locked = "ended", False
    for _, what, value, level, source, ref, label, ends_at in found:
        key = bundle_key(source, ref)
        if what in (sql.ROLE, sql.GROUP_ROLE):
            roles.append((key, value, source, ref, label, moment_or_none(ends_at)))
        elif what in (sql.SERVICE, sql.GROUP_SERVICE):
            services.append((key, value, level, source, ref, label, moment_or_none(ends_at)))
        elif what == sql.WORKSPACE:
            workspaces.append((key, value, source, ref, label, moment_or_none(ends_at)))
        elif what == sql.LIMIT:
            limits[key] = (value != "", level != "")
        elif what == sql.STATE:
            state, locked = value, level == sql.LOCKED
    roles.sort(key=lambda row: row[:5])  # no database promises an order, and the same access must be equal
    for row in roles:
        limits.setdefault(row[0], OF_A_GROUP if row[2] == "group" else NOWHERE_LIMITED)
    return Access(state, to_bundles(limits, roles, services, workspaces, now), locked)  # type: ignore[arg-type]


def bundle_key(source: str, ref: str) -> str:
    return GIVEN if source in ("hand", "invitation") else f"{source}:{ref}"
