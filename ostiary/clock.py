"""The one clock. Times are UTC; a test that travels moves it for everyone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment: how the demo tells its past. Nothing that serves uses it."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
