"""Members whole, one or all of an account: who they are, their roles, and whether they are limited.

Two statements, whether for one or for ten thousand; one for whom a token acts for, who is known already.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from ..access import table
from ..access.table import Role
from .held_factors import holds_factor
from .holding import LASTS
from .sql import Row, rows, stamped

MEMBERS = f"""
select m.id, m.ref, m.address, ms.name, coalesce(l.services, false), coalesce(l.workspaces, false),
       ms.locked, {holds_factor("m.person_id")},
       {stamped("m.created_at")}, {stamped("ms.since")}, {stamped("m.last_active_at")}
  from ostiary_member m
  join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null and ms.state in {{states}}
  left join ostiary_limit l on l.member_id = m.id and l.source = 'hand' and l.until is null
 where m.account_id = %(account)s {{which}}
 order by m.id
"""  # noqa: S608 -- put together from constants
ROLES = f"""
select r.member_id, r.role from ostiary_memberrole r join ostiary_member m on m.id = r.member_id
 where m.account_id = %(account)s {{which}} and r.until is null and {LASTS.format("r")}
union all
select gm.member_id, gr.role from ostiary_groupmember gm join ostiary_member m on m.id = gm.member_id
  join ostiary_grouprole gr on gr.group_id = gm.group_id and gr.until is null
 where m.account_id = %(account)s {{which}} and gm.until is null and {LASTS.format("gm")}
"""  # noqa: S608 -- put together from constants
# A row for each role, and one for the limits where any were chosen.
HELD = f"""
select r.role, false, false from ostiary_memberrole r
 where r.member_id = %(member)s and r.until is null and {LASTS.format("r")}
union all
select gr.role, false, false from ostiary_groupmember gm
  join ostiary_grouprole gr on gr.group_id = gm.group_id and gr.until is null
 where gm.member_id = %(member)s and gm.until is null and {LASTS.format("gm")}
union all
select '', l.services, l.workspaces from ostiary_limit l
 where l.member_id = %(member)s and l.source = 'hand' and l.until is null
"""  # noqa: S608 -- put together from constants


class Held(NamedTuple):
    roles: tuple[Role, ...]
    limits_services: bool
    limits_workspaces: bool


class UserRow(NamedTuple):
    """Times are as programs read them (sql.stamped)."""

    ref: str
    address: str
    name: str
    roles: tuple[Role, ...]
    limits_services: bool
    limits_workspaces: bool
    locked: bool
    has_factor: bool
    created_at: str
    updated_at: str
    last_active_at: str | None


def one(account_id: int, ref: str, now: datetime) -> UserRow | None:
    """An active or invited member; another account's id finds nobody."""
    params = {"account": account_id, "ref": ref, "now": now}
    return next(iter(_found("and m.ref = %(ref)s", "('active', 'invited')", params)), None)


def of_account(account_id: int, now: datetime) -> list[UserRow]:
    """All active members, the longest known first."""
    return list(_found("", "('active')", {"account": account_id, "now": now}))


def held_by(member_id: int, now: datetime) -> Held:
    """What an active member holds; all else of a user, whoever found their token knows."""
    found = rows(HELD, {"member": member_id, "now": now})
    codes = frozenset(role for role, _, _ in found if role)
    _, services, workspaces = next((row for row in found if not row[0]), ("", False, False))
    return Held(_in_order(codes), bool(services), bool(workspaces))


def _found(which: str, states: str, params: dict[str, object]) -> Iterable[UserRow]:
    members = rows(MEMBERS.format(which=which, states=states), params)
    roles = defaultdict(set)
    for member, role in rows(ROLES.format(which=which), params) if members else ():
        roles[member].add(role)
    return [_row(member, _in_order(frozenset(roles[member[0]]))) for member in members]


@cache  # most members of an account hold one of a few combinations
def _in_order(codes: frozenset[str]) -> tuple[Role, ...]:
    return tuple(table.in_order(map(table.role, codes)))


def _row(member: Row, roles: tuple[Role, ...]) -> UserRow:
    _, ref, address, name, services, workspaces, locked, has_factor, created, updated, active = member
    return UserRow(
        ref=ref,
        address=address,
        name=name,
        roles=roles,
        limits_services=bool(services),
        limits_workspaces=bool(workspaces),
        locked=bool(locked),
        has_factor=bool(has_factor),
        created_at=created,
        updated_at=updated,
        last_active_at=active,
    )
