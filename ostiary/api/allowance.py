"""How many writes are left in this hour: told in every answer to one, and counted for whoever it acts as."""

from django.conf import settings

from ..access.refusals import Throttled
from ..actions import throttles
from ..actions.throttles import Window
from .calls import Call


def tell(call: Call) -> None:
    """Before it is known who writes, it is what everybody has: a stranger learns nothing of anybody."""
    _tell(call, throttles.hour_of_writes(settings.CONFIG.api_writes))


def count(call: Call, *, member: int | None, token: int | None = None) -> None:
    """One more write of a member, or of a token of an account's own. Raises `Throttled`."""
    most = settings.CONFIG.api_writes
    window = throttles.write(f"member {member}" if member else f"token {token}", most)
    _tell(call, window)
    if window.exceeded:
        # Without Retry-After: a client that sees one sleeps and asks three times more by itself.
        wait = int((window.ends_at - call.now).total_seconds()) + 1
        raise Throttled(wait, "rate_exceeded", most=most)


def _tell(call: Call, window: Window) -> None:
    call.headers["Fastly-RateLimit-Remaining"] = str(window.remaining)
    call.headers["Fastly-RateLimit-Reset"] = str(int(window.ends_at.timestamp()))
