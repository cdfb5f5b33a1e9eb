"""Who asks: one statement from the session's cookie to the person and, inside an account, to the member."""

import json
from datetime import datetime
from typing import NamedTuple

from . import entrances
from .entrances import Entrance
from .held_factors import holds_factor
from .sql import Row, moment, moment_or_none, rows

# Every join runs over a unique index. Outside an account the reference is empty and nothing is joined.
STATEMENT = f"""
select s.id, s.ref, s.last_seen_at, s.expires_at, s.sudo_at, s.methods,
       p.id, p.ref, p.name, p.address, p.language, p.time_zone, p.mailbox_proved_at,
       {holds_factor("p.id")},
       a.id, a.ref, st.name, m.id, m.ref, m.last_active_at, ms.state, ms.name,
       {entrances.COLUMNS}
  from ostiary_session s
  join ostiary_person p on p.id = s.person_id
  left join ostiary_account a on a.ref = %(account)s
  left join ostiary_accountsettings st on st.account_id = a.id and st.until is null
  left join ostiary_member m on m.account_id = a.id and m.person_id = p.id
  left join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null
  left join ostiary_standing sd
    on sd.session_id = s.id and sd.account_id = a.id and sd.member_id = m.id and sd.ended_at is null
 where s.digest = %(digest)s and s.ended_at is null
"""  # noqa: S608 -- put together from constants


class FoundSession(NamedTuple):
    id: int
    ref: str
    last_seen_at: datetime
    expires_at: datetime
    sudo_at: datetime | None
    methods: tuple[str, ...]


class FoundPerson(NamedTuple):
    id: int
    ref: str
    name: str
    address: str
    language: str
    time_zone: str
    mailbox_proved: bool
    holds_factor: bool


class FoundMember(NamedTuple):
    """The person as an active member of the account that the address names."""

    account_id: int
    account_ref: str
    account_name: str
    id: int
    ref: str
    name: str
    last_active_at: datetime | None
    entrance: Entrance


class Found(NamedTuple):
    session: FoundSession
    person: FoundPerson
    member: FoundMember | None


def by_digest(digest: bytes, account_ref: str, ip: str, now: datetime) -> Found | None:
    """The session that has not been ended, whatever the clock says: the caller judges its age.

    What an account demands depends on the address `ip`; whether its standing is over, on the moment `now`.
    """
    found = rows(STATEMENT, {"digest": digest, "account": account_ref})
    if not found:
        return None
    session, person, member = found[0][:6], found[0][6:14], found[0][14:]
    known = _session(session)
    return Found(known, _person(person), _member(member, ip, known.sudo_at, now))


def _session(row: Row) -> FoundSession:
    id_, ref, seen_at, expires_at, sudo_at, methods = row
    return FoundSession(
        id=id_,
        ref=ref,
        last_seen_at=moment(seen_at),
        expires_at=moment(expires_at),
        sudo_at=moment_or_none(sudo_at),
        methods=tuple(json.loads(methods)),
    )


def _person(row: Row) -> FoundPerson:
    id_, ref, name, address, language, time_zone, proved_at, holds = row
    return FoundPerson(id_, ref, name, address, language, time_zone, proved_at is not None, bool(holds))


def _member(row: Row, ip: str, present_at: datetime | None, now: datetime) -> FoundMember | None:
    account, ref, name, member, member_ref, active_at, state, own_name, *columns = row
    if state != "active":
        return None
    return FoundMember(
        account_id=account,
        account_ref=ref,
        account_name=name,
        id=member,
        ref=member_ref,
        name=own_name,
        last_active_at=moment_or_none(active_at),
        entrance=entrances.read(tuple(columns), ip=ip, present_at=present_at, now=now),
    )
