"""What still holds at the moment `now`: said here once, for every statement and set that asks it."""

from datetime import datetime

from django.db.models import Q

# A role, a level, a workspace, a place in a group: its planned end has not come. `{0}` is its row's alias.
LASTS = "({0}.ends_at is null or {0}.ends_at > %(now)s)"

# A token `t` that was not revoked and has not expired.
LIVE_TOKEN = "t.ended_at is null and (t.expires_at is null or t.expires_at > %(now)s)"  # noqa: S105

# A standing `sd` in a session `s`: nobody has ended either, and by the server's limits the session goes on.
OPEN_STANDING = """sd.ended_at is null and sd.asked_again_at is null
   and s.ended_at is null and s.expires_at > %(now)s and s.last_seen_at > %(idle)s"""


def live_token(now: datetime) -> Q:
    """The same as LIVE_TOKEN, for sets of tokens."""
    return Q(ended_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=now))
