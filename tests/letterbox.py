"""A real mail server for tests, and the configuration that sends letters to it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ostiary.config import Mail
from ostiary.jobs.runner import work_once
from tests.servers import LOOPBACK, MailCatcher


@pytest.fixture
def mailbox(settings: Any) -> Iterator[MailCatcher]:
    """Everybody's mailbox; the server is configured to hand its letters there."""
    with MailCatcher() as catcher:
        send_to(settings, host=LOOPBACK, port=catcher.port)
        yield catcher


def send_to(settings: Any, **mail: Any) -> None:
    """Configure the mail server for one test."""
    settings.CONFIG = replace(settings.CONFIG, mail=replace(Mail(), **mail))


def do_jobs() -> int:
    """Do what is due now, as the worker does; how many jobs that were."""
    count = 0
    while work_once("test"):
        count += 1
    return count
