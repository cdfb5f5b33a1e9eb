"""A worker that is killed, a database that is busy: no letter is lost, and none goes twice without need."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection

from ostiary.actions import jobs, outbox
from ostiary.clock import now
from ostiary.jobs import insisting, mail
from ostiary.models import Invitation, Job
from tests.children import environment
from tests.jobs.test_letters_on_their_way import NEW, invite
from tests.letterbox import do_jobs, send_to
from tests.servers import LOOPBACK, PATIENCE, MailCatcher, wait_until
from tests.threads import held_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def impatient(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's own connection waits a tenth of a second for a lock, and not ten."""
    monkeypatch.setattr(insisting, "PAUSE", 0.1)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout=100")
        else:
            cursor.execute("SET lock_timeout='100ms'")
    yield
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # it would hand the impatience on to whoever comes next


class SlowCatcher(MailCatcher):
    """Takes a letter's text, and then time to think before it says that it has it."""

    def __init__(self) -> None:
        super().__init__()
        self.has_text = threading.Event()
        self.thinks = True

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.has_text.set()
        while self.thinks:
            await asyncio.sleep(0.05)
        return await super().handle_DATA(server, session, envelope)


def test_a_worker_killed_in_the_middle_of_a_letter_leaves_it_to_the_next(acme, olga, settings):
    with SlowCatcher() as mailbox:
        send_to(settings, host=LOOPBACK, port=mailbox.port)
        invitation = invite(olga)
        with worker_until_killed(mailbox):
            assert mailbox.has_text.wait(PATIENCE)
        mailbox.thinks = False

        assert do_jobs() == 0, "the dead worker's lease holds for now"
        with time_machine.travel(now() + jobs.LEASE):
            assert do_jobs() == 1

        invitation.refresh_from_db()
        assert invitation.delivery == "sent"
        wait_until(lambda: mailbox.to(NEW), "the letter")
        # If the first server kept what the killed worker had said, the two can be told to be one.
        assert len({letter["Message-ID"] for letter in mailbox.to(NEW)}) == 1


@contextmanager
def worker_until_killed(mailbox: MailCatcher) -> Iterator[None]:
    """The real worker in a process of its own, on this test's database."""
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'ostiary.settings'\n"
        "import django; django.setup()\n"
        "from ostiary.jobs import runner; runner.work(lambda: False)"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=environment(OSTIARY_SMTP=mailbox.url)) as worker:
        try:
            yield
        finally:
            worker.kill()


def test_a_letter_that_was_taken_is_noted_however_busy_the_database(acme, olga, mailbox, impatient):
    invitation = invite(olga)
    job = jobs.lease("worker")
    with held_up(acme, seconds=1.5):
        mail.perform(job)

    invitation.refresh_from_db()
    assert invitation.delivery == "sent"
    assert Job.objects.get().state == "done"
    assert len(mailbox.messages) == 1


def test_a_busy_database_keeps_a_job_waiting_and_loses_nothing(acme, olga, mailbox, impatient):
    """For as long as the lease lasts; then the letter goes again, and its Message-ID tells."""
    invite(olga)
    job = jobs.lease("worker")
    job.lease_until = now()
    with held_up(acme), pytest.raises(Exception, match=r"lock|cancel"):
        mail.perform(job)
    assert Job.objects.get().state == "waiting"

    with time_machine.travel(now() + jobs.LEASE):
        assert do_jobs() == 1

    assert Invitation.objects.get().delivery == "sent"
    assert len({letter["Message-ID"] for letter in mailbox.to(NEW)}) == 1
    assert len(mailbox.to(NEW)) == 2


def test_a_worker_that_slept_past_its_lease_does_not_send(acme, olga, mailbox):
    invite(olga)
    job = jobs.lease("sleeper")
    with time_machine.travel(now() + jobs.LEASE):
        mail.perform(job)
        assert mailbox.messages == []
        do_jobs()
    assert len(mailbox.messages) == 1


def test_a_letter_that_failed_for_good_is_noted_on_its_invitation_alone(acme, olga, mailbox):
    first, second = invite(olga, "one@example.com"), invite(olga, "two@example.com")
    outbox.unsent(jobs.lease("worker"), outbox.Unsent(outbox.Problem.ADDRESS, "550 nobody", final=True))
    do_jobs()
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.delivery, first.delivery_problem] == ["failed", "mail_address_refused"]
    assert [second.delivery, second.delivery_problem] == ["sent", ""]
