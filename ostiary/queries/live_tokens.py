"""Live tokens, whole: one member's, all of an account's, one by its id, or the account's own by page."""

from datetime import datetime
from typing import NamedTuple

from .credentials import COLUMNS, WIDTH, FoundToken, token_of
from .holding import LIVE_TOKEN
from .sql import rows

# A directory's token opens nothing here and is shown with its directory.
STATEMENT = f"""
select {COLUMNS}, m.ref, c.ref
  from ostiary_token t
  left join ostiary_member m on m.id = t.member_id
  left join ostiary_member c on c.id = t.creator_id
 where t.account_id = %(account)s and t.kind in ('pat', 'aut') and {LIVE_TOKEN} {{which}}
 order by t.id desc
"""  # noqa: S608 -- put together from constants
OF_MEMBER = STATEMENT.format(which="and t.member_id = %(member)s")
OF_ACCOUNT = STATEMENT.format(which="")
ONE = STATEMENT.format(which="and t.ref = %(ref)s")
OWN = STATEMENT.format(which="and t.kind = 'aut'") + " limit %(size)s offset %(offset)s"
COUNT = f"""
select count(*) from ostiary_token t
 where t.account_id = %(account)s and t.kind = 'aut' and {LIVE_TOKEN}
"""  # noqa: S608


class LiveToken(NamedTuple):
    token: FoundToken
    # None for a token of the account's own.
    member_ref: str | None
    creator_ref: str | None


def of_member(account_id: int, member_id: int, now: datetime) -> list[LiveToken]:
    return _found(OF_MEMBER, {"account": account_id, "member": member_id, "now": now})


def of_account(account_id: int, now: datetime) -> list[LiveToken]:
    return _found(OF_ACCOUNT, {"account": account_id, "now": now})


def one(account_id: int, ref: str, now: datetime) -> LiveToken | None:
    """Whoever's it is; the caller checks who may see it."""
    return next(iter(_found(ONE, {"account": account_id, "ref": ref, "now": now})), None)


def automation(account_id: int, now: datetime, *, size: int, offset: int) -> tuple[list[LiveToken], int]:
    """Some of the account's own, the newest first, and how many there are."""
    asked = {"account": account_id, "now": now}
    ((total,),) = rows(COUNT, asked)
    return _found(OWN, {**asked, "size": size, "offset": offset}), total


def _found(statement: str, params: dict[str, object]) -> list[LiveToken]:
    return [LiveToken(token_of(row[:WIDTH]), *row[WIDTH:]) for row in rows(statement, params)]
