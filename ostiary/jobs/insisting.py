"""A database that is busy for a while does not undo what has already happened outside."""

import time
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection

from ..clock import now

PAUSE = 1.0


def insist(write: Callable[[], None], *, until: datetime | None) -> None:
    """Write down what has happened: again and again while the database is busy, but not past `until`."""
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            connection.close_if_unusable_or_obsolete()
            if until is None or now() >= until:
                raise
            time.sleep(PAUSE)
