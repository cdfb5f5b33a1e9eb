"""The clock, on which invitations, sessions and codes depend."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from ...clock import now
from ...models import Event
from .finding import Finding, ok, problem

TOLERATED = timedelta(seconds=10)


def inspect() -> Iterator[Finding]:
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > now() + TOLERATED:
        yield problem("clock", f"It says {now():%F %T} UTC, but something was done at {newest:%F %T} UTC.")
        return
    apart = _apart()
    if apart > TOLERATED:
        yield problem(
            "clock", f"It is {apart.seconds} seconds away from the database's clock. Use NTP on both."
        )
    else:
        yield ok("clock", f"It says {now():%F %T} UTC.")


def _apart() -> timedelta:
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
        return abs(at - now())
