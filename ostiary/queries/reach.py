"""What many members hold, in few words, for a page of a list: their roles and how much these reach.

Counted by the database, so that a page costs the same for members with three services and with two thousand.
The numbers are those of access/summary.py; tests hold the two against each other.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..access import table
from ..access.levels import Level
from ..access.summary import Summary
from ..access.table import ROLES, Role
from .access import bundle_key
from .choices import Totals
from .holding import LASTS
from .sql import Row, rows

ROLE, LIMIT, SERVICES, WORKSPACES = range(4)

LIMITABLE = ", ".join(f"'{role.code}'" for role in ROLES if role.uses_services and role.limits_services)

STATEMENT = f"""
select r.member_id, {ROLE} as what, r.role as value, r.source, r.source_ref, 0 as n
  from ostiary_memberrole r where r.member_id in ({{ids}}) and r.until is null and {LASTS.format("r")}
union all
select gm.member_id, {ROLE}, gr.role, 'group', g.ref, 0
  from ostiary_groupmember gm
  join ostiary_group g on g.id = gm.group_id
  join ostiary_grouprole gr on gr.group_id = gm.group_id and gr.until is null
 where gm.member_id in ({{ids}}) and gm.until is null and {LASTS.format("gm")}
union all
select l.member_id, {LIMIT}, case when l.services then 'services' else '' end,
       l.source, case when l.workspaces then 'workspaces' else '' end, 0
  from ostiary_limit l where l.member_id in ({{ids}}) and l.until is null
union all
select named.member_id, {SERVICES}, '', '', '', count(*) from (
  select sg.member_id, sg.service_id from ostiary_servicegrant sg
   where sg.member_id in ({{ids}}) and sg.until is null and sg.level <> 'hidden' and {LASTS.format("sg")}
     and exists (select 1 from ostiary_memberrole r where r.member_id = sg.member_id and r.until is null
                    and r.role in ({LIMITABLE}) and {LASTS.format("r")})
  union
  select gm.member_id, sgs.service_id from ostiary_groupmember gm
    join ostiary_groupservices gs on gs.group_id = gm.group_id and gs.until is null
    join ostiary_servicegroupservice sgs
      on sgs.service_group_id = gs.service_group_id and sgs.until is null
   where gm.member_id in ({{ids}}) and gm.until is null and {LASTS.format("gm")}
     and exists (select 1 from ostiary_grouprole gr where gr.group_id = gm.group_id and gr.until is null
                    and gr.role in ({LIMITABLE}))
) named group by named.member_id
union all
select w.member_id, {WORKSPACES}, '', '', '', count(distinct w.workspace_id)
  from ostiary_workspacegrant w
 where w.member_id in ({{ids}}) and w.until is null and {LASTS.format("w")} group by w.member_id
"""  # noqa: S608 -- put together from constants


class Reach(NamedTuple):
    """The roles of all sources, each once, and how much of the account they reach while in force."""

    roles: list[Role]
    summary: Summary


class Holding(NamedTuple):
    role: Role
    limited_to_services: bool
    limited_to_workspaces: bool


def reach_of(member_ids: Iterable[int], totals: Totals, now: datetime) -> dict[int, Reach]:
    """What these members hold, whether or not they are active, by the member's key: one statement."""
    ids = sorted(set(member_ids))
    found = defaultdict(list)
    if ids:
        for row in rows(STATEMENT.format(ids=", ".join(map(str, ids))), {"now": now}):
            found[row[0]].append(row[1:])
    return {member: _reach(found[member], totals) for member in ids}


def _reach(found: list[Row], totals: Totals) -> Reach:
    limits = {
        bundle_key(source, ""): (services != "", workspaces != "")
        for what, services, source, workspaces, _ in found
        if what == LIMIT
    }
    holdings = [_holding(row, limits) for row in found if row[0] == ROLE]
    named = sum(row[-1] for row in found if row[0] == SERVICES)
    switched = sum(row[-1] for row in found if row[0] == WORKSPACES)
    return Reach(table.in_order(one.role for one in holdings), _summary(holdings, named, switched, totals))


def _holding(row: Row, limits: dict[str, tuple[bool, bool]]) -> Holding:
    """A group's roles reach the services of its service groups, and every workspace."""
    _, code, source, ref, _ = row
    role = table.role(code)
    grouped = source == "group"
    services, workspaces = (True, False) if grouped else limits.get(bundle_key(source, ref), (False, False))
    return Holding(role, services and role.limits_services, workspaces and role.limits_workspaces)


def _summary(holdings: list[Holding], named: int, switched: int, totals: Totals) -> Summary:
    base = max((one.role.top for one in holdings if not one.limited_to_services), default=Level.HIDDEN)
    inside = [one for one in holdings if one.role.uses_workspaces]
    if any(not one.limited_to_workspaces for one in inside):
        switched = totals.workspaces
    return Summary(
        base=base,
        services=totals.services if base else named,
        of_services=totals.services,
        workspaces=switched if inside else 0,
        of_workspaces=totals.workspaces,
    )
