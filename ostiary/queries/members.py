"""An account's active members, a page at a time, in as many statements for ten as for ten thousand."""

from datetime import datetime
from typing import NamedTuple

from .choices import Totals
from .held_factors import holds_factor
from .holding import LIVE_TOKEN
from .member_filters import Filter, conditions, values
from .paging import SIZE, Page, Window, page_by_statements
from .sql import Row, moment, moment_or_none, rows

ACTIVE = "s.account_id = %(account)s and s.state = 'active' and s.until is null"

LIVE_TOKENS = f"from ostiary_token t where t.member_id = m.id and {LIVE_TOKEN}"

PAGE = f"""
select s.sort_key, m.id, m.ref, s.name, m.address, s.locked, s.bypass_sso, m.last_active_at, m.created_at,
       {holds_factor("m.person_id")},
       (select count(*) {LIVE_TOKENS}),
       (select max(coalesce(t.last_used_at, t.created_at)) {LIVE_TOKENS}), m.person_id, m.address_key,
       (select pa.ends_at from ostiary_pass pa
         where pa.member_id = m.id and pa.ended_at is null and pa.ends_at > %(now)s)
  from ostiary_memberstate s
  join ostiary_member m on m.id = s.member_id
 where {ACTIVE}{{cut}}{{filter}}
 order by s.sort_key {{direction}}, s.member_id {{direction}}
 limit {{size}}
"""  # noqa: S608 -- put together from constants
CUT = """
   and (s.sort_key, s.member_id) {sign} (
     select c.sort_key, c.member_id from ostiary_member cm
       join ostiary_memberstate c on c.member_id = cm.id and c.until is null
      where cm.ref = %(cursor)s and cm.account_id = %(account)s)"""

COUNT = f"""
select count(*), count(*) filter (where (s.sort_key, s.member_id) < (%(key)s, %(id)s))
  from ostiary_memberstate s where {ACTIVE}{{filter}}
"""  # noqa: S608

FRAME = """
select (select count(*) from ostiary_memberstate s
         where s.account_id = a.id and s.state = 'active' and s.until is null),
       (select count(*) from ostiary_servicename n where n.account_id = a.id and n.until is null),
       (select count(*) from ostiary_workspacename n where n.account_id = a.id and n.until is null),
       o.member_id, st.sso, st.requires_second_factor
  from ostiary_account a
  join ostiary_ownership o on o.account_id = a.id and o.until is null
  join ostiary_accountsettings st on st.account_id = a.id and st.until is null
 where a.id = %(account)s
"""


class Frame(NamedTuple):
    """What stands around the lists: how many there are in all, who the owner is, what the account demands."""

    active: int
    totals: Totals
    owner_id: int
    sso: str
    requires_second_factor: bool


class MemberRow(NamedTuple):
    """An active member; what they hold, queries/reach.py says for a whole page at once.

    `tokens` counts the live ones, `token_used_at` is when any of them was last used or made.
    """

    id: int
    ref: str
    name: str
    address: str
    locked: bool
    bypass_sso: bool
    last_active_at: datetime | None
    joined_at: datetime
    has_factor: bool
    tokens: int
    token_used_at: datetime | None
    person_id: int | None
    address_key: str
    # Until when they are let in without their second factor; None while they are not.
    pass_until: datetime | None


def frame(account_id: int) -> Frame:
    active, services, workspaces, owner, sso, second_factor = rows(FRAME, {"account": account_id})[0]
    return Frame(active, Totals(services, workspaces), owner, sso, bool(second_factor))


def listed(
    account_id: int, now: datetime, chosen: Filter, window: Window, size: int = SIZE
) -> Page[MemberRow]:
    """One page by name of those the filter chooses: two statements."""
    params = {"account": account_id, **values(chosen, now)}

    def find(window: Window) -> list[Row]:
        cursor = window.after or window.before
        return rows(_page_of(chosen, window, size), params | {"cursor": cursor})

    def count(first: Row) -> Row:
        key, id_, *_ = first
        return rows(COUNT.format(filter=conditions(chosen)), params | {"key": key, "id": id_})[0]

    return page_by_statements(find, count, _row, window, size)


def _page_of(chosen: Filter, window: Window, size: int) -> str:
    upwards = bool(window.before)
    cut = CUT.format(sign="<" if upwards else ">") if window.after or window.before else ""
    return PAGE.format(
        cut=cut, filter=conditions(chosen), direction="desc" if upwards else "asc", size=int(size)
    )


def _row(row: Row) -> MemberRow:
    _, id_, ref, name, address, locked, bypass, active_at, joined_at, factor, tokens, used_at, *who = row
    person_id, key, pass_until = who
    return MemberRow(
        id=id_,
        ref=ref,
        name=name,
        address=address,
        locked=bool(locked),
        bypass_sso=bool(bypass),
        last_active_at=moment_or_none(active_at),
        joined_at=moment(joined_at),
        has_factor=bool(factor),
        tokens=tokens,
        token_used_at=moment_or_none(used_at),
        person_id=person_id,
        address_key=key,
        pass_until=moment_or_none(pass_until),
    )
