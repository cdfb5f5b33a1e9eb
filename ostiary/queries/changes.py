"""Who changed a member's access last, and when: what somebody is shown whose own change came too late."""

from datetime import datetime
from typing import NamedTuple

from .sql import moment, rows

LATEST = """
select e.at, coalesce(nullif(s.name, ''), m.address)
  from ostiary_event e
  left join ostiary_member m on m.ref = e.actor_ref and m.account_id = e.account_id
  left join ostiary_memberstate s on s.member_id = m.id and s.until is null
 where e.account_id = %(account)s and e.target_ref = %(member)s and e.name = 'member.access_changed'
   and e.at > %(after)s
 order by e.at desc limit 1
"""


class Change(NamedTuple):
    """`by` is empty for the server's own changes, such as a directory's."""

    at: datetime
    by: str


def latest_change(account_id: int, member_ref: str, after: datetime) -> Change | None:
    """The latest change of access since a moment, as the trail has it."""
    found = rows(LATEST, {"account": account_id, "member": member_ref, "after": after})
    return Change(moment(found[0][0]), found[0][1] or "") if found else None
