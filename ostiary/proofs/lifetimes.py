"""How long a standing opens its account, by the clock: the account's own limits, and whoever ended it.

What a session proved before that does not open the account again: presence is proved anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """An account's own limits, in minutes. Where there is none, only the server's for every session hold."""

    longest: int | None = None
    idle: int | None = None


@dataclass(frozen=True, slots=True)
class Stood:
    """When a standing began, was last used (if that is noted), and was ended from outside (if it was)."""

    opened_at: datetime
    seen_at: datetime | None = None
    asked_again_at: datetime | None = None


def over_since(stood: Stood, limits: Limits, now: datetime) -> datetime | None:
    """When the standing stopped opening the account; None while it still opens it."""
    ends = [stood.asked_again_at] if stood.asked_again_at else []
    if limits.longest is not None:
        ends.append(stood.opened_at + timedelta(minutes=limits.longest))
    if limits.idle is not None:
        ends.append((stood.seen_at or stood.opened_at) + timedelta(minutes=limits.idle))
    over = min(ends, default=None)
    return over if over is not None and over <= now else None


def asks_anew(over: datetime | None, present_at: datetime | None) -> bool:
    """Whether presence was proved last before the standing was over."""
    return over is not None and (present_at is None or present_at < over)
