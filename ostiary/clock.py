"""The one clock. Times are UTC; a test that travels moves it for everyone."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
