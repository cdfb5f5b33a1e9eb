"""What a person proves themselves with, and where they are signed in."""

from datetime import datetime
from typing import NamedTuple

from ..models import Session, TotpDevice
from ..models.sessions import IDLE
from .sql import rows


class OwnSession(NamedTuple):
    ref: str
    created_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str


class OwnFactor(NamedTuple):
    ref: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    failures: int


def sessions_of(person_id: int, now: datetime) -> list[OwnSession]:
    """The sessions that still hold, the latest used first."""
    living = Session.objects.filter(
        person=person_id, ended_at__isnull=True, expires_at__gt=now, last_seen_at__gt=now - IDLE
    )
    fields = ("ref", "created_at", "last_seen_at", "ip", "user_agent")
    return [OwnSession(*one) for one in living.order_by("-last_seen_at").values_list(*fields)]


def factors_of(person_id: int) -> list[OwnFactor]:
    """The authenticators that stand between a password and a session, disabled ones included."""
    fields = ("ref", "name", "created_at", "last_used_at", "failures")
    return [OwnFactor(*one) for one in _held(person_id).order_by("pk").values_list(*fields)]


HOLDS = """
select 1 from ostiary_totpdevice
 where person_id = %(person)s and confirmed_at is not null and ended_at is null limit 1
"""


def holds_factor(person_id: int) -> bool:
    """A factor that is disabled is held all the same: too many wrong codes open nothing."""
    return bool(rows(HOLDS, {"person": person_id}))


def _held(person_id: int):
    return TotpDevice.objects.filter(person=person_id, confirmed_at__isnull=False, ended_at__isnull=True)
