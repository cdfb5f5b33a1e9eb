"""One person's accounts, as they see them themselves: the rows of Switch account and of Your accounts."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import NamedTuple

from ..access import table
from ..access.table import Role
from ..models import Invitation, Outcome
from ..proofs.standings import Demands
from . import entrances
from .holding import LASTS
from .sql import Row, moment, moment_or_none, rows

ACCOUNTS = f"""
select a.id, a.ref, st.name, m.id, m.ref, ms.name, m.created_at, m.last_active_at,
       {entrances.COLUMNS}, s.sudo_at,
       (select max(past.until) from ostiary_memberstate past
         where past.member_id = m.id and past.state <> 'active')
  from ostiary_member m
  join ostiary_account a on a.id = m.account_id
  join ostiary_accountsettings st on st.account_id = a.id and st.until is null
  join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null and ms.state = 'active'
  left join ostiary_standing sd
    on sd.member_id = m.id and sd.session_id = %(session)s and sd.ended_at is null
  left join ostiary_session s on s.id = sd.session_id
 where m.person_id = %(person)s
 order by st.name_key, a.id
"""  # noqa: S608 -- put together from constants

ROLES = f"""
select m.id, r.role
  from ostiary_member m
  join ostiary_memberrole r on r.member_id = m.id and r.until is null
 where m.person_id = %(person)s and {LASTS.format("r")}
union
select m.id, gr.role
  from ostiary_member m
  join ostiary_groupmember gm on gm.member_id = m.id and gm.until is null
  join ostiary_grouprole gr on gr.group_id = gm.group_id and gr.until is null
 where m.person_id = %(person)s and {LASTS.format("gm")}
"""  # noqa: S608


class OwnAccount(NamedTuple):
    """An account in which the person is an active member."""

    id: int
    ref: str
    name: str
    member_id: int
    member_ref: str
    member_name: str
    invited_at: datetime
    since: datetime
    last_active_at: datetime | None
    demands: Demands
    # What this session's standing there rests on; None without one.
    methods: list[str] | None


class Asker(NamedTuple):
    """The session that asks, from where, and when."""

    session_id: int
    ip: str
    now: datetime


NOBODY = Asker(0, "", datetime.min.replace(tzinfo=UTC))


def of(person_id: int, asker: Asker = NOBODY) -> list[OwnAccount]:
    """The accounts where the person is active now, by name, and how each opens to the session that asks."""
    found = rows(ACCOUNTS, {"person": person_id, "session": asker.session_id})
    return [_account(row, asker) for row in found]


def _account(row: Row, asker: Asker) -> OwnAccount:
    id_, ref, name, member, member_ref, own_name, invited, active, *columns, present_at, since = row
    entrance = entrances.read(
        tuple(columns), ip=asker.ip, present_at=moment_or_none(present_at), now=asker.now
    )
    return OwnAccount(
        id=id_,
        ref=ref,
        name=name,
        member_id=member,
        member_ref=member_ref,
        member_name=own_name,
        invited_at=moment(invited),
        since=moment(since or invited),
        last_active_at=moment_or_none(active),
        demands=entrance.demands,
        methods=entrance.methods,
    )


def invitations_sent(member_id: int, now: datetime) -> int:
    """How many open invitations are withdrawn when this member goes."""
    return Invitation.objects.filter(inviter=member_id, outcome=Outcome.PENDING, expires_at__gt=now).count()


def roles_of(person_id: int, now: datetime) -> dict[int, list[Role]]:
    """The person's roles in each of their accounts, whatever the source, by member."""
    found = defaultdict(list)
    for member, role in rows(ROLES, {"person": person_id, "now": now}):
        found[member].append(table.role(role))
    return {member: table.in_order(roles) for member, roles in found.items()}
