"""The one statement that reads a member's access: every source, by indexed ranges, no ORM objects.

Each alias in braces becomes the condition for the rows that hold: the current ones, or those of a moment.
"""

ROLE, LIMIT, SERVICE, WORKSPACE, STATE, GROUP_ROLE, GROUP_SERVICE = range(7)
LOCKED = "locked"

# what, value, level, source, source_ref, source_name, ends_at. The first branch decides the columns' types.
STATEMENT = f"""
select {ROLE} as what, r.role as value, '' as level, r.source, r.source_ref, '' as source_name, r.ends_at
  from ostiary_memberrole r where r.member_id = %(member)s and {{r}}
union all
select {STATE}, s.state, case when s.locked then '{LOCKED}' else '' end, '', '', '', null
  from ostiary_memberstate s where s.member_id = %(member)s and {{s}}
union all
select {LIMIT}, case when l.services then 'services' else '' end,
       case when l.workspaces then 'workspaces' else '' end, l.source, '', '', null
  from ostiary_limit l where l.member_id = %(member)s and {{l}}
union all
select {SERVICE}, service.ref, g.level, g.source, g.source_ref, '', g.ends_at
  from ostiary_servicegrant g join ostiary_service service on service.id = g.service_id
 where g.member_id = %(member)s and {{g}}
union all
select {WORKSPACE}, workspace.ref, '', w.source, w.source_ref, '', w.ends_at
  from ostiary_workspacegrant w join ostiary_workspace workspace on workspace.id = w.workspace_id
 where w.member_id = %(member)s and {{w}}
union all
select {GROUP_ROLE}, gr.role, '', 'group', grp.ref, gn.name, gm.ends_at
  from ostiary_groupmember gm
  join ostiary_group grp on grp.id = gm.group_id
  join ostiary_groupname gn on gn.group_id = gm.group_id and {{gn}}
  join ostiary_grouprole gr on gr.group_id = gm.group_id and {{gr}}
 where gm.member_id = %(member)s and {{gm}}
union all
select {GROUP_SERVICE}, service.ref, 'full', 'group', grp.ref, gn.name, gm.ends_at
  from ostiary_groupmember gm
  join ostiary_group grp on grp.id = gm.group_id
  join ostiary_groupname gn on gn.group_id = gm.group_id and {{gn}}
  join ostiary_groupservices gs on gs.group_id = gm.group_id and {{gs}}
  join ostiary_servicegroupservice sgs on sgs.service_group_id = gs.service_group_id and {{sgs}}
  join ostiary_service service on service.id = sgs.service_id
 where gm.member_id = %(member)s and {{gm}}
"""

ALIASES = ("r", "s", "l", "g", "w", "gm", "gn", "gr", "gs", "sgs")

CURRENT = STATEMENT.format(**{a: f"{a}.until is null" for a in ALIASES})
AS_OF = STATEMENT.format(
    **{a: f"{a}.since <= %(moment)s and ({a}.until is null or {a}.until > %(moment)s)" for a in ALIASES}
)
