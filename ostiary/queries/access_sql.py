"""The one statement that reads access: every source, by indexed ranges, no ORM objects.

Two blanks are filled in: `who`, the condition that chooses members, and per table the condition for the rows
that hold, now or at a moment of the past. A service that a group reaches by many service groups is read once.
"""

ROLE, LIMIT, SERVICE, WORKSPACE, STATE, GROUP_ROLE, GROUP_SERVICE = range(7)
LOCKED = "locked"

# member, what, value, level, source, source_ref, source_name, ends_at; the first branch decides the types.
STATEMENT = f"""
select r.member_id, {ROLE} as what, r.role as value, '' as level,
       r.source, r.source_ref, '' as label, r.ends_at
  from ostiary_memberrole r where r.member_id {{who}} and {{r}}
union all
select s.member_id, {STATE}, s.state, case when s.locked then '{LOCKED}' else '' end, '', '', '', null
  from ostiary_memberstate s where s.member_id {{who}} and {{s}}
union all
select l.member_id, {LIMIT}, case when l.services then 'services' else '' end,
       case when l.workspaces then 'workspaces' else '' end, l.source, '', '', null
  from ostiary_limit l where l.member_id {{who}} and {{l}}
union all
select g.member_id, {SERVICE}, service.ref, g.level, g.source, g.source_ref, '', g.ends_at
  from ostiary_servicegrant g join ostiary_service service on service.id = g.service_id
 where g.member_id {{who}} and {{g}}
union all
select w.member_id, {WORKSPACE}, workspace.ref, '', w.source, w.source_ref, '', w.ends_at
  from ostiary_workspacegrant w join ostiary_workspace workspace on workspace.id = w.workspace_id
 where w.member_id {{who}} and {{w}}
union all
select gm.member_id, {GROUP_ROLE}, gr.role, '', 'group', grp.ref, gn.name, gm.ends_at
  from ostiary_groupmember gm
  join ostiary_group grp on grp.id = gm.group_id
  join ostiary_groupname gn on gn.group_id = gm.group_id and {{gn}}
  join ostiary_grouprole gr on gr.group_id = gm.group_id and {{gr}}
 where gm.member_id {{who}} and {{gm}}
union all
select distinct gm.member_id, {GROUP_SERVICE}, service.ref, 'full', 'group', grp.ref, gn.name, gm.ends_at
  from ostiary_groupmember gm
  join ostiary_group grp on grp.id = gm.group_id
  join ostiary_groupname gn on gn.group_id = gm.group_id and {{gn}}
  join ostiary_groupservices gs on gs.group_id = gm.group_id and {{gs}}
  join ostiary_servicegroupservice sgs on sgs.service_group_id = gs.service_group_id and {{sgs}}
  join ostiary_service service on service.id = sgs.service_id
 where gm.member_id {{who}} and {{gm}}
"""  # noqa: S608 (numbers of this module alone)

ALIASES = ("r", "s", "l", "g", "w", "gm", "gn", "gr", "gs", "sgs")
NOW = {alias: f"{alias}.until is null" for alias in ALIASES}
THEN = {
    alias: f"{alias}.since <= %(moment)s and ({alias}.until is null or {alias}.until > %(moment)s)"
    for alias in ALIASES
}
ONE = "= %(member)s"
ALL = "in (select id from ostiary_member where account_id = %(account)s)"

OF_ONE_NOW = STATEMENT.format(who=ONE, **NOW)
OF_ONE_THEN = STATEMENT.format(who=ONE, **THEN)
OF_ALL_THEN = STATEMENT.format(who=ALL, **THEN)
