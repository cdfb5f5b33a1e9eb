"""When each token was last used: kept in this process, and written down by its jobs every half a minute.

So a token's read costs no write. What a killed process had not written down yet is lost, which does no harm.
"""

from datetime import datetime
from threading import Lock
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from ..models import Token

# Seconds between two times of writing down.
EVERY = 30.0


class Use(NamedTuple):
    """In steps of a minute: a token in constant use is written once in each."""

    at: datetime
    ip: str
    agent: str


_uses: dict[int, Use] = {}
_written: dict[int, Use] = {}
_lock = Lock()


def note(token_id: int, moment: datetime, ip: str, agent: str) -> None:
    use = Use(moment.replace(second=0, microsecond=0), ip, agent)
    with _lock:
        if _written.get(token_id) != use:
            _uses[token_id] = use


def flush() -> None:
    """Write down what was noted; of two processes that used a token, the later use stays."""
    with _lock:
        uses = dict(_uses)
        _uses.clear()
    try:
        _write(uses)
    except Exception:
        with _lock:
            _uses.update({token: use for token, use in uses.items() if token not in _uses})
        raise
    with _lock:
        _written.clear()
        _written.update(uses)


def _write(uses: dict[int, Use]) -> None:
    if not uses:
        return
    with transaction.atomic(durable=True):
        for token_id, use in sorted(uses.items()):
            earlier = Q(last_used_at__isnull=True) | Q(last_used_at__lte=use.at)
            Token.objects.filter(earlier, pk=token_id).update(
                last_used_at=use.at, last_used_ip=use.ip, last_used_agent=use.agent
            )
