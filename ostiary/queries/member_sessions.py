"""Where a member is logged in to one account: nothing of their sessions elsewhere."""

import json
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Standing
from ..models.sessions import IDLE
from ..proofs.lifetimes import Limits, Stood, over_since
from .holding import OPEN_STANDING
from .sql import moment, moment_or_none, rows

OPEN = f"""
select sd.ref, s.ip, s.user_agent, sd.methods, sd.opened_at, sd.last_seen_at,
       st.longest_minutes, st.idle_minutes
  from ostiary_standing sd
  join ostiary_session s on s.id = sd.session_id
  join ostiary_accountsettings st on st.account_id = sd.account_id and st.until is null
 where sd.member_id = %(member)s and {OPEN_STANDING}
 order by sd.opened_at desc, sd.id desc
"""  # noqa: S608 -- put together from constants


class OpenStanding(NamedTuple):
    ref: str
    ip: str
    user_agent: str
    methods: list[str]
    opened_at: datetime


def living(member_id: int, now: datetime) -> "QuerySet[Standing]":
    """The standings that nobody has ended, however long they have not been used."""
    return Standing.objects.filter(
        member=member_id,
        ended_at__isnull=True,
        asked_again_at__isnull=True,
        session__ended_at__isnull=True,
        session__expires_at__gt=now,
    )


def open_to(member_id: int, now: datetime) -> list[OpenStanding]:
    """The standings that open the account at this moment, the latest first."""
    found = rows(OPEN, {"member": member_id, "now": now, "idle": now - IDLE})
    return [
        OpenStanding(ref, ip, agent, json.loads(methods), moment(opened))
        for ref, ip, agent, methods, opened, seen, longest, idle in found
        if over_since(Stood(moment(opened), moment_or_none(seen)), Limits(longest, idle), now) is None
    ]
