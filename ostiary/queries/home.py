"""What an account's first page says: how a member came here, and what waits for a superuser."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ..models import Invitation, Member, Outcome
from .holding import LIVE_TOKEN
from .sql import rows
from .tokens import LONG_UNUSED

# An invitation that ends within a day is worth a reminder, and a member unseen for so long a question.
SOON = timedelta(days=1)
LONG_UNSEEN = timedelta(days=90)

ATTENTION = f"""
select
  (select count(*) from ostiary_memberstate s
    where s.account_id = %(account)s and s.until is null and s.state = 'active') as members,
  (select count(*) from ostiary_memberstate s join ostiary_member m on m.id = s.member_id
    where s.account_id = %(account)s and s.until is null and s.state = 'active'
      and coalesce(m.last_active_at, m.created_at) < %(unseen)s) as unseen,
  (select count(*) from ostiary_memberstate s
     join ostiary_memberrole r on r.member_id = s.member_id and r.until is null and r.role = 'superuser'
    where s.account_id = %(account)s and s.until is null and s.state = 'active') as superusers,
  (select count(*) from ostiary_invitation i
    where i.account_id = %(account)s and i.outcome = 'pending' and i.expires_at > %(now)s) as invited,
  (select count(*) from ostiary_invitation i
    where i.account_id = %(account)s and i.outcome = 'pending'
      and i.expires_at > %(now)s and i.expires_at <= %(soon)s) as ending,
  (select count(*) from ostiary_invitation i
    where i.account_id = %(account)s and i.outcome = 'pending'
      and i.expires_at > %(now)s and i.delivery = 'failed') as unsent,
  (select count(*) from ostiary_token t
    where t.account_id = %(account)s and {LIVE_TOKEN}) as tokens,
  (select count(*) from ostiary_token t
    where t.account_id = %(account)s and {LIVE_TOKEN}
      and coalesce(t.last_used_at, t.created_at) < %(unused)s) as unused,
  (select count(*) from ostiary_contact c
    where c.account_id = %(account)s and c.kind = 'primary' and c.until is null) as primary_contacts
"""  # noqa: S608 -- put together from constants


class Attention(NamedTuple):
    """How many of each there are in an account; what each number calls for, the page says."""

    members: int
    unseen: int
    superusers: int
    invited: int
    ending: int
    unsent: int
    tokens: int
    unused: int
    primary_contacts: int

    @property
    def lone_superuser(self) -> int:
        return int(self.superusers == 1)

    @property
    def missing_contact(self) -> int:
        return int(not self.primary_contacts)


class Arrival(NamedTuple):
    """Since when somebody is a member, and who invited them: nobody where the account was made for them."""

    since: datetime
    invited_by: str


def attention(account_id: int, now: datetime) -> Attention:
    moments = {
        "now": now,
        "soon": now + SOON,
        "unseen": now - LONG_UNSEEN,
        "unused": now - LONG_UNUSED,
    }
    return Attention(*rows(ATTENTION, {"account": account_id, **moments})[0])


def arrival(member_id: int) -> Arrival:
    """The latest arrival: whoever came back arrived again."""
    accepted = Invitation.objects.filter(member=member_id, outcome=Outcome.ACCEPTED)
    found = (
        accepted.filter(inviter__states__until__isnull=True)
        .order_by("-closed_at")
        .values_list("closed_at", "inviter__states__name")
        .first()
    )
    if found:
        return Arrival(*found)  # type: ignore[arg-type]  # what was accepted is closed
    return Arrival(Member.objects.values_list("created_at", flat=True).get(pk=member_id), "")
