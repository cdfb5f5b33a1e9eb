"""What an account asks of whoever opens it, and from where it has lately been used."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ..models import Ownership
from ..models.rows import find
from ..models.sessions import IDLE
from ..proofs.allowlist import allows
from .holding import LIVE_TOKEN, OPEN_STANDING
from .sql import rows

# How far back the use of a token counts as lately.
LATELY = timedelta(days=30)
# Addresses that a page shows.
MOST = 50

POLICY = """
select st.sso, st.requires_second_factor, st.allowlist, st.longest_minutes, st.idle_minutes,
       (select count(*) from ostiary_memberstate s
         where s.account_id = st.account_id and s.state = 'active' and s.until is null)
  from ostiary_accountsettings st
 where st.account_id = %(account)s and st.until is null
"""
INSIDE = f"""
select count(*), count(distinct sd.member_id)
  from ostiary_memberstate ms
  join ostiary_standing sd on sd.member_id = ms.member_id
  join ostiary_session s on s.id = sd.session_id
 where ms.account_id = %(account)s and ms.state = 'active' and ms.until is null and {OPEN_STANDING}
"""  # noqa: S608 -- put together from constants
# Members by the sessions that are open in the account now, tokens by their last use.
USED_FROM = f"""
select s.ip, ms.name
  from ostiary_memberstate ms
  join ostiary_standing sd on sd.member_id = ms.member_id
  join ostiary_session s on s.id = sd.session_id
 where ms.account_id = %(account)s and ms.state = 'active' and ms.until is null and s.ip <> ''
   and {OPEN_STANDING}
union
select t.last_used_ip, t.name
  from ostiary_token t
 where t.account_id = %(account)s and {LIVE_TOKEN}
   and t.last_used_ip <> '' and t.last_used_at > %(lately)s
"""  # noqa: S608 -- put together from constants


class Policy(NamedTuple):
    sso: str
    requires_second_factor: bool
    allowlist: str
    # How long sessions last, in minutes, where that is shorter than the server's limits.
    longest: int | None
    idle: int | None
    # How many members it concerns.
    active: int

    @property
    def entries(self) -> list[str]:
        return self.allowlist.split(",") if self.allowlist else []


class Inside(NamedTuple):
    """How many sessions are open in the account now, and of how many users."""

    sessions: int
    members: int


class Place(NamedTuple):
    """An address the account is used from, by whom, and whether a list has it."""

    ip: str
    who: list[str]
    is_inside: bool


def of(account_id: int) -> Policy:
    sso, factor, *rest = rows(POLICY, {"account": account_id})[0]
    return Policy(sso, bool(factor), *rest)


def inside(account_id: int, now: datetime) -> Inside:
    """The sessions in which the account is open, by the server's limits, and of how many users they are."""
    return Inside(*rows(INSIDE, {"account": account_id, "now": now, "idle": now - IDLE})[0])


def is_owner(account_id: int, member_id: int) -> bool:
    return find(Ownership, account=account_id, member=member_id, until=None) is not None


def used_from(account_id: int, now: datetime) -> dict[str, list[str]]:
    """The names of users who are signed in, and of tokens lately used, by the address they come from."""
    asked = {"account": account_id, "now": now, "idle": now - IDLE, "lately": now - LATELY}
    found = defaultdict(list)
    for ip, name in sorted(rows(USED_FROM, asked)):
        found[ip].append(name)
    return found


def places(used: dict[str, list[str]], allowlist: str) -> list[Place]:
    """Where the account is used from, those outside a list first."""
    found = [Place(ip, who, allows(allowlist, ip)) for ip, who in used.items()]
    return sorted(found, key=lambda place: (place.is_inside, -len(place.who), place.ip))


def count_outside(found: Iterable[Place]) -> int:
    return sum(not place.is_inside for place in found)
