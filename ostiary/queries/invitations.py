"""Invitations as the account sees them: those that are open, and those that ran out or were declined."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ..models import Outcome, State
from .paging import SIZE, Page, Window, page_by_statements
from .sql import Row, moment, moment_or_none, rows

FIRST_PAGE = Window()
# As many stand on the users page; beyond that they have pages of their own.
FEW = 20


class Which(StrEnum):
    """The two lists: what can still be accepted, and what expired or was declined."""

    PENDING = "pending"
    PAST = "past"


class InvitationRow(NamedTuple):
    ref: str
    address: str
    member_id: int
    member_ref: str
    outcome: str
    sent_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    delivery: str
    problem: str
    inviter_address: str | None

    def has_expired(self, now: datetime) -> bool:
        return self.outcome == Outcome.PENDING and self.expires_at <= now


class Counts(NamedTuple):
    pending: int
    past: int


# What is over stands until somebody is invited anew, or has joined or left by another way.
STANDS = {
    Which.PENDING: f"i.outcome = '{Outcome.PENDING}' and i.expires_at > %(now)s",
    Which.PAST: f"""
       (i.outcome = '{Outcome.DECLINED}' or i.outcome = '{Outcome.PENDING}' and i.expires_at <= %(now)s)
   and exists (select 1 from ostiary_memberstate s
                where s.member_id = i.member_id and s.until is null and s.state = '{State.INVITED}')
   and not exists (select 1 from ostiary_invitation newer
                    where newer.member_id = i.member_id and newer.id > i.id)""",  # noqa: S608 (constants of ours)
}
PAGE = """
select i.id, i.ref, m.address, i.member_id, m.ref, i.outcome, i.sent_at, i.expires_at, i.closed_at,
       i.delivery, i.delivery_problem, inviter.address
  from ostiary_invitation i
  join ostiary_member m on m.id = i.member_id
  left join ostiary_member inviter on inviter.id = i.inviter_id
 where i.account_id = %(account)s and {which}{cut}
 order by i.id {direction} limit {size}
"""
CUT = """
   and i.id {sign} (select c.id from ostiary_invitation c
                     where c.ref = %(cursor)s and c.account_id = %(account)s)"""
COUNT = """
select count(*), count(*) filter (where i.id > %(id)s)
  from ostiary_invitation i where i.account_id = %(account)s and {which}
"""
NUMBER = "(select count(*) from ostiary_invitation i where i.account_id = %(account)s and {which})"
NUMBERS = f"select {', '.join(NUMBER.format(which=STANDS[which]) for which in Which)}"


def counts(account_id: int, now: datetime) -> Counts:
    """How many stand on each list: one statement."""
    return Counts(*rows(NUMBERS, {"account": account_id, "now": now})[0])


def count_open(account_id: int, now: datetime) -> int:
    """How many can still be accepted."""
    number = NUMBER.format(which=STANDS[Which.PENDING])
    return int(rows(f"select {number}", {"account": account_id, "now": now})[0][0])


def first(account_id: int, which: Which, now: datetime) -> list[InvitationRow]:
    """The newest few of a list: one statement."""
    return [_row(row) for row in _found(account_id, which, now, Window(), FEW)]


def one(account_id: int, ref: str) -> InvitationRow | None:
    statement = PAGE.format(which="i.ref = %(ref)s", cut="", direction="asc", size=1)
    found = rows(statement, {"account": account_id, "ref": ref})
    return _row(found[0]) if found else None


def listed(account_id: int, which: Which, now: datetime, window: Window = FIRST_PAGE) -> Page[InvitationRow]:
    """One page of a list, the newest first: two statements."""

    def count(first: Row) -> Row:
        params = {"account": account_id, "now": now, "id": first[0]}
        return rows(COUNT.format(which=STANDS[which]), params)[0]

    return page_by_statements(
        lambda window: _found(account_id, which, now, window, SIZE), count, _row, window
    )


def _found(account_id: int, which: Which, now: datetime, window: Window, size: int) -> list[Row]:
    cursor, upwards = window.after or window.before, bool(window.before)
    cut = CUT.format(sign=">" if upwards else "<") if cursor else ""
    statement = PAGE.format(
        which=STANDS[which], cut=cut, direction="asc" if upwards else "desc", size=int(size)
    )
    return rows(statement, {"account": account_id, "now": now, "cursor": cursor})


def _row(row: Row) -> InvitationRow:
    _, ref, address, member, member_ref, outcome, sent, expires, closed, *letter = row
    sent_at, expires_at, closed_at = moment(sent), moment(expires), moment_or_none(closed)
    return InvitationRow(ref, address, member, member_ref, outcome, sent_at, expires_at, closed_at, *letter)
