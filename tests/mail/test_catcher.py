"""The demo's mail server keeps what our own sender hands it, whole, and nothing that it could choke on."""

import smtplib
import socket
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from ostiary.clock import now
from ostiary.config import Mail
from ostiary.mail import catcher, ready
from ostiary.mail.letter import Letter
from ostiary.mail.message import message
from ostiary.mail.smtp import hand_over
from tests.servers import free_port, wait_until


@pytest.fixture
def port(settings, tmp_path, monkeypatch):
    """A demo's catcher, as `serve` starts it."""
    number = free_port()
    monkeypatch.setenv(catcher.PORT_VARIABLE, str(number))
    settings.CONFIG = replace(settings.CONFIG, demo=True, data=tmp_path, mail=Mail())
    server = catcher.Catcher((catcher.HOST, number), catcher.Conversation)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield number
    server.shutdown()
    server.server_close()


def a_message(text: str = "Hello\n", to: str = "nora@example.com"):
    letter = Letter(to=to, subject="Hello", text=text, html="<p>Hello</p>")
    return message(letter, sender="door@example.com", message_id="<1@example.com>", date=now())


def test_a_letter_is_kept_as_it_was_sent(port):
    text = ".starts with a dot\n..and two\n.\nZoë\n"
    hand_over(a_message(text), ready.server())
    (name,) = catcher.names()
    kept = catcher.letter(name)
    assert kept.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert kept["To"] == "nora@example.com"
    assert abs(catcher.caught_at(name) - now()) < timedelta(minutes=1)


def test_letters_are_for_the_servers_user_alone(port):
    hand_over(a_message(), ready.server())
    (kept,) = catcher.folder().iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    assert catcher.folder().stat().st_mode & 0o077 == 0


def test_the_newest_comes_first_and_the_oldest_goes(port, monkeypatch):
    monkeypatch.setattr(catcher, "MOST_KEPT", 3)
    for number in range(5):
        hand_over(a_message(to=f"n{number}@example.com"), ready.server())
    assert [catcher.letter(name)["To"] for name in catcher.names()] == [
        f"n{n}@example.com" for n in (4, 3, 2)
    ]


def test_what_is_too_large_is_refused_and_not_kept(port, monkeypatch):
    monkeypatch.setattr(catcher, "LARGEST", 500)
    with smtplib.SMTP(catcher.HOST, port) as client, pytest.raises(smtplib.SMTPDataError):
        client.sendmail("a@example.com", ["b@example.com"], "x" * 1000 + "\r\nQUIT\r\n")
    assert catcher.names() == []


def test_a_letter_cut_off_is_not_kept(port):
    with socket.create_connection((catcher.HOST, port)) as rude:
        rude.sendall(b"EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<a@b.c>\r\nDATA\r\nSubject: half")
        wait_until(lambda: b"354" in rude.recv(1000), "the catcher waits for text")
    hand_over(a_message(), ready.server())
    assert len(catcher.names()) == 1


def test_other_commands_are_refused(port):
    with smtplib.SMTP(catcher.HOST, port) as client:
        assert client.docmd("VRFY", "root")[0] == 502
        assert client.docmd("STARTTLS")[0] == 502


@pytest.mark.parametrize(
    "name", ["", "..", "../keys", "20260512120000000000-../../keys", "1-" + "x" * 22 + "/.."]
)
def test_only_names_that_it_gave_lead_to_a_file(port, name):
    (catcher.folder().parent / "keys.eml").write_text("Subject: secret\n\n")
    assert catcher.letter(name) is None


def test_without_the_demo_there_is_no_catcher(settings, monkeypatch):
    monkeypatch.setenv(catcher.PORT_VARIABLE, "2525")
    assert catcher.port() == 0
    assert ready.configured() is False
    assert ready.server() is None
