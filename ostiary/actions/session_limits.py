"""How long sessions last in an account, where that is shorter than for the whole server."""

from ..access.refusals import Invalid
from ..models import Standing
from ..models.sessions import IDLE, LONGEST
from . import own, settings
from .act import Act
from .kernel import action
from .settings import Change

# In minutes; less would keep nobody at work.
SHORTEST, SHORTEST_IDLE = 15, 5
# The server's own, beyond which no account goes.
MOST, MOST_IDLE = int(LONGEST.total_seconds()) // 60, int(IDLE.total_seconds()) // 60


@action(needs="sessions.manage")
def limit(act: Act, *, longest: int | None, idle: int | None) -> None:
    """From now on the account closes so many minutes after it was opened, and after so many without use.

    None leaves it to the server. It holds at once, also for those who are inside: their idle time begins now.
    """
    _check("longest", longest, SHORTEST, MOST)
    _check("idle", idle, SHORTEST_IDLE, MOST_IDLE)
    wanted = {"longest_minutes": longest, "idle_minutes": idle}
    changed = settings.differing(act, wanted)
    if changed:
        own.must_be_present(act, "policy.sessions")
    if changed.get("idle_minutes") and settings.current(act).idle_minutes is None:
        # Until now nobody has noted when they were here last.
        Standing.objects.filter(account=act.account, ended_at__isnull=True).update(last_seen_at=act.now)
    settings.change(act, Change("sessions.limited", wanted))


def _check(field: str, minutes: int | None, least: int, most: int) -> None:
    if minutes is not None and not least <= minutes <= most:
        raise Invalid(field, "session_limit_unusable", least=least, most=most)
