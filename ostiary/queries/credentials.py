"""Whose token this is: one statement from its digest to the account and, for a personal one, the member."""

import json
from datetime import datetime
from typing import NamedTuple

from .held_factors import holds_factor
from .holding import LIVE_TOKEN
from .sql import Row, moment, moment_or_none, rows, stamped

COLUMNS = """t.id, t.ref, t.kind, t.name, t.scopes, t.services, t.limits_services,
       t.role, t.tls_access, t.workspaces, t.limits_workspaces,
       t.created_at, t.expires_at, t.sudo_until, t.last_used_at, t.last_used_ip, t.last_used_agent"""
# Every join runs over a unique index.
STATEMENT = f"""
select {COLUMNS},
       a.id, a.ref, st.name, st.allowlist,
       m.id, m.ref, m.person_id, m.address, ms.name, ms.locked, {holds_factor("m.person_id")},
       {stamped("m.created_at")}, {stamped("ms.since")}, {stamped("m.last_active_at")}
  from ostiary_token t
  join ostiary_account a on a.id = t.account_id
  join ostiary_accountsettings st on st.account_id = a.id and st.until is null
  left join ostiary_member m on m.id = t.member_id
  left join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null and ms.state = 'active'
 where t.digest = %(digest)s and {LIVE_TOKEN}
   and (t.member_id is null or ms.id is not null)
"""  # noqa: S608 -- put together from constants


class FoundToken(NamedTuple):
    id: int
    ref: str
    kind: str
    name: str
    scopes: str
    services: list[str]
    limits_services: bool
    role: str
    tls_access: bool
    workspaces: list[str]
    limits_workspaces: bool
    created_at: datetime
    expires_at: datetime | None
    sudo_until: datetime | None
    last_used_at: datetime | None
    last_used_ip: str
    last_used_agent: str


WIDTH = len(FoundToken._fields)


class FoundAccount(NamedTuple):
    id: int
    ref: str
    name: str
    # From which addresses it can be reached (proofs/allowlist.py).
    allowlist: str


class FoundMember(NamedTuple):
    """The active member whom a personal token acts for. Times are as programs read them (sql.stamped)."""

    id: int
    ref: str
    person_id: int
    address: str
    name: str
    locked: bool
    has_factor: bool
    created_at: str
    updated_at: str
    last_active_at: str | None


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
    token, account, member = found[0][:WIDTH], found[0][WIDTH : WIDTH + 4], found[0][WIDTH + 4 :]
    return Credential(token_of(token), FoundAccount(*account), _member(member) if member[0] else None)


def token_of(row: Row) -> FoundToken:
    """The columns of `COLUMNS`, whichever database they come from."""
    found = FoundToken(*row)
    return found._replace(
        services=json.loads(row[5]),
        limits_services=bool(found.limits_services),
        tls_access=bool(found.tls_access),
        workspaces=json.loads(row[9]),
        limits_workspaces=bool(found.limits_workspaces),
        created_at=moment(found.created_at),
        expires_at=moment_or_none(found.expires_at),
        sudo_until=moment_or_none(found.sudo_until),
        last_used_at=moment_or_none(found.last_used_at),
    )


def _member(row: Row) -> FoundMember:
    found = FoundMember(*row)
    return found._replace(locked=bool(found.locked), has_factor=bool(found.has_factor))
