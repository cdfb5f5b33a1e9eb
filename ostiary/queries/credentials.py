"""Whose token this is: one statement from its digest to the account and, for a personal one, the member."""

import json
from datetime import datetime
from typing import NamedTuple

from .sql import moment, rows

# Every join runs over a unique index.
STATEMENT = """
select t.id, t.ref, t.kind, t.name, t.scopes, t.services, t.role, t.tls_access,
       t.created_at, t.expires_at, t.last_used_at, t.last_used_ip, t.last_used_agent,
       a.id, a.ref, st.name,
       m.id, m.ref, m.person_id, m.address, m.created_at, m.last_active_at, ms.name, ms.locked, ms.since,
       exists (select 1 from ostiary_totpdevice f
                where f.person_id = m.person_id and f.confirmed_at is not null and f.ended_at is null)
  from ostiary_token t
  join ostiary_account a on a.id = t.account_id
  join ostiary_accountsettings st on st.account_id = a.id and st.until is null
  left join ostiary_member m on m.id = t.member_id
  left join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null and ms.state = 'active'
 where t.digest = %(digest)s and t.ended_at is null
   and (t.expires_at is null or t.expires_at > %(now)s)
   and (t.member_id is null or ms.id is not null)
"""


class FoundToken(NamedTuple):
    id: int
    ref: str
    kind: str
    name: str
    scopes: str
    services: list[str]
    role: str
    tls_access: bool
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_ip: str
    last_used_agent: str


class FoundAccount(NamedTuple):
    id: int
    ref: str
    name: str


class FoundMember(NamedTuple):
    """The active member whom a personal token acts for."""

    id: int
    ref: str
    person_id: int
    address: str
    created_at: datetime
    last_active_at: datetime | None
    name: str
    locked: bool
    updated_at: datetime
    has_factor: bool


class Credential(NamedTuple):
    token: FoundToken
    account: FoundAccount
    # None for a token of the account's own.
    member: FoundMember | None


def by_digest(digest: bytes, now: datetime) -> Credential | None:
    """The live token with this digest. A token of somebody who is no active member any more is none."""
    found = rows(STATEMENT, {"digest": digest, "now": now})
    if not found:
        return None
    token, account, member = found[0][:13], found[0][13:16], found[0][16:]
    return Credential(_token(token), FoundAccount(*account), _member(member) if member[0] else None)


def _token(row: tuple) -> FoundToken:
    id_, ref, kind, name, scopes, services, role, tls_access, created, expires, used, ip, agent = row
    return FoundToken(
        id=id_,
        ref=ref,
        kind=kind,
        name=name,
        scopes=scopes,
        services=json.loads(services) if isinstance(services, str) else services,
        role=role,
        tls_access=bool(tls_access),
        created_at=moment(created),
        expires_at=moment(expires),
        last_used_at=moment(used),
        last_used_ip=ip,
        last_used_agent=agent,
    )


def _member(row: tuple) -> FoundMember:
    id_, ref, person, address, created, active, name, locked, since, has_factor = row
    return FoundMember(
        id=id_,
        ref=ref,
        person_id=person,
        address=address,
        created_at=moment(created),
        last_active_at=moment(active),
        name=name,
        locked=bool(locked),
        updated_at=moment(since),
        has_factor=bool(has_factor),
    )
