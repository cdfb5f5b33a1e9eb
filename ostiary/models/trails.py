"""What carries a trail: an account, a person, the server itself.

The row is at once the lock that its changes queue behind, the last instant at which it changed, and
the head of its chain of events.
"""

from django.db import models

from ..proofs.chain import GENESIS


def genesis() -> bytes:
    return GENESIS


class Trailed(models.Model):
    last_instant = models.DateTimeField(null=True)
    event_count = models.BigIntegerField(default=0)
    event_digest = models.BinaryField(max_length=32, default=genesis)

    class Meta:
        abstract = True


class Server(Trailed):
    """One row: the server's own trail."""
