"""The levels on services that people gave to active and invited members, one by one."""

from datetime import datetime
from typing import NamedTuple

from .holding import LASTS
from .sql import Row, moment, rows

FOUND = f"""
  from ostiary_servicegrant g
  join ostiary_member m on m.id = g.member_id
  join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null
   and ms.state in ('active', 'invited')
  join ostiary_service s on s.id = g.service_id
 where m.account_id = %(account)s and g.until is null and g.source in ('hand', 'invitation')
   and g.level <> 'hidden' and {LASTS.format("g")}
"""
PAGE = f"""
select g.ref, s.ref, m.ref, g.level, g.since,
       (select min(b.since) from ostiary_servicegrant b where b.member_id = g.member_id and b.ref = g.ref)
{FOUND} {{which}} order by m.id, s.id limit %(size)s offset %(offset)s
"""  # noqa: S608 -- put together from constants
COUNT = f"select count(*) {FOUND}"


class AuthorizationRow(NamedTuple):
    ref: str
    service_ref: str
    member_ref: str
    level: str
    created_at: datetime
    updated_at: datetime


def listed(account_id: int, now: datetime, *, offset: int, size: int) -> tuple[list[AuthorizationRow], int]:
    """One page, and how many there are in all: two statements."""
    params = {"account": account_id, "now": now}
    found = rows(PAGE.format(which=""), {**params, "offset": offset, "size": size})
    return [_row(row) for row in found], int(rows(COUNT, params)[0][0])


def some(account_id: int, now: datetime, refs: list[str]) -> list[AuthorizationRow]:
    """Those with these ids, as far as they are there."""
    names = [f"ref{number}" for number in range(len(refs))]
    which = f"and g.ref in ({', '.join(f'%({name})s' for name in names)})"
    params = {"account": account_id, "now": now, "offset": 0, "size": len(refs)}
    found = rows(PAGE.format(which=which), {**params, **dict(zip(names, refs, strict=True))}) if refs else []
    return [_row(row) for row in found]


def _row(row: Row) -> AuthorizationRow:
    ref, service, member, level, since, first = row
    return AuthorizationRow(
        ref=ref,
        service_ref=service,
        member_ref=member,
        level=level,
        created_at=moment(first),
        updated_at=moment(since),
    )
