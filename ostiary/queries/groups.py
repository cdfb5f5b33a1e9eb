"""Groups of both kinds: one, or for programs a page by number with what is in them, two statements each.

What the panel lists, by keyset and with a search, is in `group_lists`.
"""

from datetime import datetime
from typing import Any, NamedTuple

from ..access import table
from .sql import Row, moment, rows


class GroupRow(NamedTuple):
    """A group of members, and how many of each it has."""

    ref: str
    name: str
    description: str
    users: int
    invitations: int
    roles: int
    service_groups: int
    created_at: datetime
    updated_at: datetime


class ServiceGroupRow(NamedTuple):
    ref: str
    name: str
    description: str
    services: int
    created_at: datetime
    updated_at: datetime


class InGroup(NamedTuple):
    """A member in a group; an invited one has no name yet."""

    ref: str
    state: str
    name: str
    address: str
    since: datetime


class InServiceGroup(NamedTuple):
    ref: str
    name: str
    kind: str
    created_at: datetime
    since: datetime


class RoleOfGroup(NamedTuple):
    role: table.Role
    since: datetime


class Found(NamedTuple):
    """One page, and how many there are in all."""

    rows: list[Any]
    total: int


IN_STATE = """(select count(*) from ostiary_groupmember gm
          join ostiary_memberstate ms on ms.member_id = gm.member_id and ms.until is null
         where gm.group_id = g.id and gm.until is null and ms.state = '{}')"""
GROUPS = f"""
select g.ref, n.name, n.description, {IN_STATE.format("active")}, {IN_STATE.format("invited")},
       (select count(*) from ostiary_grouprole r where r.group_id = g.id and r.until is null),
       (select count(*) from ostiary_groupservices s where s.group_id = g.id and s.until is null),
       g.created_at, n.since
  from ostiary_groupname n join ostiary_group g on g.id = n.group_id
 where n.account_id = %(account)s and n.until is null
"""  # noqa: S608 -- put together from constants
SERVICE_GROUPS = """
select g.ref, n.name, n.description,
       (select count(*) from ostiary_servicegroupservice s
         where s.service_group_id = g.id and s.until is null),
       g.created_at, n.since
  from ostiary_servicegroupname n join ostiary_servicegroup g on g.id = n.service_group_id
 where n.account_id = %(account)s and n.until is null
"""
MEMBERS = """
select m.ref, ms.state, ms.name, m.address, gm.since
  from ostiary_groupmember gm
  join ostiary_group g on g.id = gm.group_id
  join ostiary_member m on m.id = gm.member_id
  join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null
 where g.account_id = %(account)s and g.ref = %(ref)s and gm.until is null
"""
ROLES = """
select r.role, r.since from ostiary_grouprole r join ostiary_group g on g.id = r.group_id
 where g.account_id = %(account)s and g.ref = %(ref)s and r.until is null
"""
SERVICES = """
select x.ref, n.name, x.kind, x.created_at, s.since
  from ostiary_servicegroupservice s
  join ostiary_servicegroup g on g.id = s.service_group_id
  join ostiary_service x on x.id = s.service_id
  join ostiary_servicename n on n.service_id = x.id and n.until is null
 where g.account_id = %(account)s and g.ref = %(ref)s and s.until is null
"""
REACHED = f"""{SERVICE_GROUPS}
   and g.id in (select s.service_group_id from ostiary_groupservices s
                  join ostiary_group o on o.id = s.group_id
                 where o.account_id = %(account)s and o.ref = %(ref)s and s.until is null)
"""  # noqa: S608
ONE = " and g.ref = %(ref)s"


def listed(account_id: int, offset: int, size: int) -> Found:
    """Groups of members by name."""
    return _page(GROUPS, "n.name_key", {"account": account_id}, offset, size, _group)


def one(account_id: int, ref: str) -> GroupRow | None:
    found = rows(GROUPS + ONE, {"account": account_id, "ref": ref})
    return _group(found[0]) if found else None


def service_groups(account_id: int, offset: int, size: int) -> Found:
    """Groups of services by name."""
    return _page(SERVICE_GROUPS, "n.name_key", {"account": account_id}, offset, size, _service_group)


def service_group(account_id: int, ref: str) -> ServiceGroupRow | None:
    found = rows(SERVICE_GROUPS + ONE, {"account": account_id, "ref": ref})
    return _service_group(found[0]) if found else None


def members_of(account_id: int, ref: str, offset: int, size: int) -> Found:
    """Who is in a group, by name, then by address."""
    return _page(MEMBERS, "ms.sort_key, m.id", {"account": account_id, "ref": ref}, offset, size, _member)


def roles_of(account_id: int, ref: str, offset: int, size: int) -> Found:
    return _page(ROLES, "r.role", {"account": account_id, "ref": ref}, offset, size, _role)


def services_of(account_id: int, ref: str, offset: int, size: int) -> Found:
    """The services in a service group, by name."""
    return _page(SERVICES, "n.name_key", {"account": account_id, "ref": ref}, offset, size, _service)


def reached_by(account_id: int, ref: str, offset: int, size: int) -> Found:
    """The service groups that a group reaches, by name."""
    return _page(REACHED, "n.name_key", {"account": account_id, "ref": ref}, offset, size, _service_group)


def _page(statement: str, order: str, params: dict[str, Any], offset: int, size: int, row: Any) -> Found:
    total = rows(f"select count(*) from ({statement}) counted", params)[0][0]  # noqa: S608
    cut = f"{statement} order by {order} limit {int(size)} offset {int(offset)}"
    return Found([row(one) for one in rows(cut, params)], total)


def _group(row: Row) -> GroupRow:
    ref, name, description, users, invitations, roles, service_groups, created, since = row
    counts = users, invitations, roles, service_groups
    return GroupRow(ref, name, description, *counts, moment(created), moment(since))


def _service_group(row: Row) -> ServiceGroupRow:
    ref, name, description, services, created, since = row
    return ServiceGroupRow(ref, name, description, services, moment(created), moment(since))


def _member(row: Row) -> InGroup:
    ref, state, name, address, since = row
    return InGroup(ref, state, name, address, moment(since))


def _role(row: Row) -> RoleOfGroup:
    return RoleOfGroup(table.role(row[0]), moment(row[1]))


def _service(row: Row) -> InServiceGroup:
    ref, name, kind, created, since = row
    return InServiceGroup(ref, name, kind, moment(created), moment(since))
