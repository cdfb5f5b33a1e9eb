"""Pending invitations as programs list them, with what they promise."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from ..access import table
from ..access.table import Role
from .invitations import count_open
from .sql import Row, moment, moment_or_none, rows

PENDING = """
select i.ref, m.id, m.address, i.created_at, i.sent_at, i.closed_at, coalesce(l.services, false)
  from ostiary_invitation i
  join ostiary_member m on m.id = i.member_id
  left join ostiary_limit l on l.member_id = m.id and l.source = 'hand' and l.until is null
 where i.account_id = %(account)s {which}
 order by i.id desc limit %(size)s offset %(offset)s
"""
OPEN = PENDING.format(which="and i.outcome = 'pending' and i.expires_at > %(now)s")
ONE = PENDING.format(which="and i.ref = %(ref)s")
ROLES = """
select member_id, role from ostiary_memberrole
 where until is null and member_id in ({members})
"""


class InvitationRow(NamedTuple):
    ref: str
    address: str
    roles: list[Role]
    limits_services: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


def pending(account_id: int, now: datetime, *, offset: int, size: int) -> tuple[list[InvitationRow], int]:
    """One page, the newest first, and how many there are in all: three statements."""
    params = {"account": account_id, "now": now, "offset": offset, "size": size}
    return _rows(rows(OPEN, params)), count_open(account_id, now)


def one(account_id: int, ref: str) -> InvitationRow:
    """The invitation that was just made."""
    return _rows(rows(ONE, {"account": account_id, "ref": ref, "offset": 0, "size": 1}))[0]


def _rows(found: list[Row]) -> list[InvitationRow]:
    roles = defaultdict(list)
    members = ", ".join(str(int(row[1])) for row in found)
    for member, role in rows(ROLES.format(members=members), {}) if found else ():
        roles[member].append(table.role(role))
    return [_row(row, roles[row[1]]) for row in found]


def _row(row: Row, roles: list[Role]) -> InvitationRow:
    ref, _, address, created, sent, closed, limited = row
    return InvitationRow(
        ref=ref,
        address=address,
        roles=table.in_order(roles),
        limits_services=bool(limited),
        created_at=moment(created),
        updated_at=moment(sent),
        closed_at=moment_or_none(closed),
    )
