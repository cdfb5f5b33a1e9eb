"""How log lines look: when, in UTC, and none begun or filled by somebody else (ASVS 5.0: 16.2, 16.4.1)."""

import logging
import re
import sys
import time
from collections.abc import Iterator

import pytest

from ostiary.logs import Formatter

AT = 1_780_000_000.25  # 2026-05-28T20:26:40.250Z


def line(message: str, *args: object, name: str = "ostiary.test", broken: bool = False) -> str:
    record = logging.LogRecord(name, logging.INFO, __file__, 1, message, args, None)
    record.created, record.msecs = AT, 250
    if broken:
        try:
            raise ValueError(message)
        except ValueError:
            record.exc_info = sys.exc_info()
    return Formatter().format(record)


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Kathmandu"])
def elsewhere(request, monkeypatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_times_are_utc_wherever_the_machine_stands():
    assert line("here") == "2026-05-28T20:26:40.250Z INFO ostiary.test here"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_nobody_begins_a_line(end: str):
    forged = "2026-05-28T20:26:41.000Z INFO ostiary.access 127.0.0.1 GET /sign-in 200 1 ms"

    for text in (line("said %s", f"x{end}{forged}"), line(f"x{end}{forged}", broken=True)):
        first, *others = re.split(r"[\n\r\x0b\x0c\x1c\x85\u2028]", text)
        assert first.startswith("2026-05-28T20:26:40.250Z INFO ostiary.test ")
        assert others
        assert all(other.startswith("  ") for other in others)


def test_no_long_secret_is_written_also_not_in_a_traceback():
    for text in (line("GET %s", f"/reset/{'x' * 43}"), line(f"broke at {'x' * 43}", broken=True)):
        assert "x" * 20 not in text
        assert "…" in text


def test_a_strangers_bad_request_tells_no_traceback():
    assert "Traceback" not in line("Invalid host", name="django.security.DisallowedHost", broken=True)
