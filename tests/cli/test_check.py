"""`ostiary check` finds what is wrong, says what to do about it, and is silent about what is fine."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from ipaddress import ip_network

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from ostiary.actions import authenticators, jobs
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.mail.smtp import Problem
from ostiary.management.inspections import Verdict, database, findings
from ostiary.models import Job, TotpDevice
from ostiary.proofs.totp import new_secret
from tests.letterbox import send_to
from tests.servers import LOOPBACK, MailCatcher, free_port

pytestmark = pytest.mark.django_db


def found(about: str) -> list[tuple[str, str]]:
    return [(finding.verdict, finding.sentence) for finding in findings() if finding.about == about]


def the(about: str) -> tuple[str, str]:
    (finding,) = found(about)
    return finding


@pytest.fixture
def fine(settings, tmp_path, db):
    """An installation that has nothing wrong with it."""
    tmp_path.chmod(0o700)
    with MailCatcher() as mailbox:
        mail = {"host": LOOPBACK, "port": mailbox.port, "sender": "Acme Door <door@example.com>"}
        send_to(settings, **mail)
        settings.CONFIG = replace(settings.CONFIG, data=tmp_path)
        yield settings


def test_nothing_is_wrong_where_nothing_is_wrong(fine):
    # The suite's PostgreSQL does not wait for its disk, which is something to be warned of.
    wrong = [finding for finding in findings() if finding.verdict != Verdict.OK]
    assert [finding.about for finding in wrong] == ([] if connection.vendor == "sqlite" else ["database"])


def test_it_can_be_read_by_programs(fine):
    printed = StringIO()
    call_command("check", "--json", stdout=printed)
    answer = json.loads(printed.getvalue())
    assert answer["ok"] is True
    assert set(answer["findings"][0]) == {"verdict", "about", "sentence"}


def test_a_problem_ends_the_command_with_a_failure_and_a_warning_does_not(fine):
    fine.CONFIG = replace(fine.CONFIG, mail=replace(fine.CONFIG.mail, host=""))
    call_command("check", stdout=StringIO())
    fine.CONFIG = replace(fine.CONFIG, demo=True, url="https://id.example.com")
    with pytest.raises(CommandError, match="1 problem was found"):
        call_command("check", stdout=StringIO())


def test_an_address_without_encryption_is_named(fine):
    fine.CONFIG = replace(fine.CONFIG, url="http://id.example.com")
    verdict, sentence = the("address")
    assert verdict == Verdict.WARNING
    assert "OSTIARY_URL" in sentence


def test_a_header_that_visitors_can_write_in_another_spelling_is_named(fine):
    assert found("proxies") == []
    proxies = (ip_network("127.0.0.1"),)
    fine.CONFIG = replace(fine.CONFIG, proxies=proxies, proxy_header="Visitor")
    assert the("proxies")[0] == Verdict.OK
    fine.CONFIG = replace(fine.CONFIG, proxy_header="X-Forwarded-For")
    verdict, sentence = the("proxies")
    assert verdict == Verdict.WARNING
    assert "X-Forwarded-For and X_Forwarded_For" in sentence


def test_a_data_folder_that_others_can_open_is_named(fine, tmp_path):
    (tmp_path / "keys").write_text("x")
    (tmp_path / "keys").chmod(0o640)
    verdict, sentence = the("data")
    assert verdict == Verdict.WARNING
    assert f"chmod go= {tmp_path}/keys" in sentence


def test_a_data_folder_that_is_not_there_is_named(fine, tmp_path):
    fine.CONFIG = replace(fine.CONFIG, data=tmp_path / "gone")
    assert the("data")[0] == Verdict.PROBLEM


def test_a_mail_server_that_does_not_work_is_named_with_what_to_do_about_it(fine):
    send_to(fine, host=LOOPBACK, port=free_port(), sender="door@example.com")
    (server, sender) = found("mail")
    assert server[0] == Verdict.PROBLEM
    assert "cannot be reached" in server[1]
    assert "OSTIARY_SMTP has its host and port" in server[1]
    assert sender[0] == Verdict.OK


@pytest.mark.parametrize("problem", Problem)
def test_what_became_of_a_letter_is_said_in_words_and_not_by_its_code(fine, problem):
    noted = {"created_at": now(), "due_at": now(), "problem": f"{problem}: 550 Not {{here}}"}
    Job.objects.create(kind="letter", state="failed", done_at=now(), **noted)
    Job.objects.create(kind="letter", attempts=3, **noted)

    sentences = [sentence for _, sentence in found("jobs")]

    assert len(sentences) == 2
    for sentence in sentences:
        assert "(550 Not {here})" in sentence
        assert problem not in sentence


def test_a_sender_that_servers_refuse_is_named(fine):
    for sender, verdict in (("Ostiary <ostiary@localhost>", Verdict.WARNING), ("nobody", Verdict.PROBLEM)):
        fine.CONFIG = replace(fine.CONFIG, mail=replace(fine.CONFIG.mail, sender=sender))
        assert found("mail")[1][0] == verdict


def test_a_key_that_is_missing_is_named_with_what_it_locks_out(fine, olga):
    device = TotpDevice(person=olga.person, name="phone", created_at=now())
    device.sealed_secret = ring().seal("totp", new_secret(), device.ref)
    device.save()
    assert authenticators.secret_of(device)
    assert the("keys")[0] == Verdict.OK
    fine.CONFIG = replace(fine.CONFIG, keys=("another-key-of-more-than-32-characters",))
    ring.cache_clear()
    try:
        verdict, sentence = the("keys")
    finally:
        ring.cache_clear()
    assert verdict == Verdict.PROBLEM
    assert sentence.startswith("1 authenticator app")


def test_a_clock_that_went_back_is_named(fine, acme):
    with time_machine.travel(now() - timedelta(days=1)):
        verdict, sentence = the("clock")
    assert verdict == Verdict.PROBLEM
    assert "something was done at" in sentence


def test_jobs_that_nobody_takes_are_named(fine, db):
    jobs.queue("test", {}, now())
    assert the("jobs")[0] == Verdict.OK
    with time_machine.travel(now() + timedelta(minutes=11)):
        verdict, sentence = the("jobs")
    assert verdict == Verdict.PROBLEM
    assert "ostiary serve" in sentence


def test_failed_and_repeated_jobs_are_named_with_their_reason(fine, db):
    Job.objects.create(
        kind="x", state="failed", created_at=now(), due_at=now(), done_at=now(), problem="no luck"
    )
    Job.objects.create(kind="x", attempts=3, created_at=now(), due_at=now(), problem="not yet")
    sentences = " ".join(sentence for _, sentence in found("jobs"))
    assert "no luck" in sentences
    assert "not yet" in sentences


def test_the_database_is_named_with_its_version(fine):
    verdict, sentence = found("database")[0]
    assert verdict == Verdict.OK
    assert ("SQLite" if connection.vendor == "sqlite" else "PostgreSQL") in sentence


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="it is about a bug of SQLite")
def test_an_sqlite_with_the_checkpoint_bug_is_named_and_said_to_be_safe(fine, monkeypatch):
    monkeypatch.setattr(database, "CHECKPOINTS_ARE_SAFE", (99, 0, 0))
    verdict, sentence = the("database")
    assert verdict == Verdict.OK
    assert "Before 99.0.0" in sentence
    assert "this version is safe to use" in sentence


def test_a_database_that_does_not_answer_ends_the_look_into_it(fine, monkeypatch):
    def broken():
        raise DatabaseError("no route to host\nmore")

    monkeypatch.setattr(connection, "ensure_connection", broken)
    assert the("database") == (Verdict.PROBLEM, "It cannot be reached: no route to host.")
    assert found("tables") == []
