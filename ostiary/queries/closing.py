"""What ends when an account is closed, what has to be deleted first, and which accounts are closed."""

from datetime import datetime
from typing import NamedTuple

from ..models import Closure
from .holding import LIVE_TOKEN
from .sql import rows

COUNTS = f"""
select
  (select count(*) from ostiary_servicename n
    where n.account_id = %(account)s and n.until is null) as services,
  (select count(*) from ostiary_workspacename n
    where n.account_id = %(account)s and n.until is null) as workspaces,
  (select count(*) from ostiary_memberstate s
    where s.account_id = %(account)s and s.until is null and s.state = 'active') as members,
  (select count(*) from ostiary_token t
    where t.account_id = %(account)s and {LIVE_TOKEN}) as tokens,
  (select count(*) from ostiary_invitation i
    where i.account_id = %(account)s and i.outcome = 'pending' and i.expires_at > %(now)s) as invitations,
  (select count(*) from ostiary_groupname n
    where n.account_id = %(account)s and n.until is null) as groups,
  (select count(*) from ostiary_contact c
    where c.account_id = %(account)s and c.until is null) as contacts
"""  # noqa: S608 -- put together from constants


class Ends(NamedTuple):
    """How many of each there are. Services and workspaces end before, or nothing does."""

    services: int
    workspaces: int
    members: int
    tokens: int
    invitations: int
    groups: int
    contacts: int

    @property
    def is_empty(self) -> bool:
        return not self.services and not self.workspaces


class Closed(NamedTuple):
    """A closed account."""

    id: int
    ref: str
    name: str
    since: datetime


def what_ends(account_id: int, now: datetime) -> Ends:
    return Ends(*rows(COUNTS, {"account": account_id, "now": now})[0])


def closed() -> list[Closed]:
    """The accounts that are closed now, the latest first."""
    found = Closure.objects.current().filter(account__settings__until__isnull=True).order_by("-since")
    return [
        Closed(*row)
        for row in found.values_list("account", "account__ref", "account__settings__name", "since")
    ]
