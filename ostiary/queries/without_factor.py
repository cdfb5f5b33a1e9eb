"""The members of an account who hold no second factor: whom a demand for one concerns."""

from datetime import datetime
from typing import NamedTuple

from ..models.sessions import IDLE
from .held_factors import holds_factor
from .holding import LIVE_TOKEN, OPEN_STANDING
from .sql import rows

LACKING = f"""
  from ostiary_memberstate ms
  join ostiary_member m on m.id = ms.member_id
 where ms.account_id = %(account)s and ms.state = 'active' and ms.until is null
   and not {holds_factor("m.person_id")}
"""
IS_OPEN = f"""exists (
  select 1 from ostiary_standing sd join ostiary_session s on s.id = sd.session_id
   where sd.member_id = m.id and {OPEN_STANDING})"""  # noqa: S608
COUNTS = f"""
select count(*), count(*) filter (where {IS_OPEN}),
       coalesce(sum((select count(*) from ostiary_token t
         where t.member_id = m.id and {LIVE_TOKEN})), 0)
{LACKING}"""  # noqa: S608 -- put together from constants
NAMES = f"select m.id, m.ref, ms.name, m.address {LACKING} order by ms.sort_key, m.id limit %(most)s"
KEYS = f"select m.id {LACKING} order by m.id"


class Lacking(NamedTuple):
    id: int
    ref: str
    name: str
    address: str


class Counts(NamedTuple):
    """How many there are, how many of them are in the account now, and the tokens they have."""

    members: int
    inside: int
    tokens: int


def counts(account_id: int, now: datetime) -> Counts:
    found = rows(COUNTS, {"account": account_id, "now": now, "idle": now - IDLE})[0]
    return Counts(*map(int, found))


def first(account_id: int, most: int) -> list[Lacking]:
    """The first of them by name. All of them stand in User management."""
    return [Lacking(*row) for row in rows(NAMES, {"account": account_id, "most": most})]


def everybody(account_id: int) -> list[int]:
    """Their keys, for those who are to be told."""
    return [key for (key,) in rows(KEYS, {"account": account_id})]
