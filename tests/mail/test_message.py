"""A letter in the form that mail software carries."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from ostiary.mail.letter import Letter
from ostiary.mail.message import message, message_id

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def a_message(subject: str = "Grüße", sender: str = "Tür <door@example.com>"):
    letter = Letter(
        to="nora@example.com", subject=subject, text="Zoë\n" * 3, html="<p>" + "ë" * 3000 + "</p>"
    )
    return message(letter, sender=sender, message_id=message_id(7, NOON), date=NOON)


def test_it_is_plain_text_with_html_as_the_alternative():
    parts = [part.get_content_type() for part in a_message().walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]


def test_every_server_can_carry_it():
    data = bytes(a_message())
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert message_from_bytes(data, policy=policy.default)["Subject"] == "Grüße"


def test_it_says_that_no_person_wrote_it():
    mail = a_message()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Tue, 12 May 2026 12:00:00 +0000"


def test_all_attempts_of_a_job_have_one_message_id_that_counts_nothing():
    assert message_id(7, NOON) == message_id(7, NOON)
    assert message_id(7, NOON) != message_id(8, NOON)
    assert "7" not in message_id(7, NOON)[:3] or message_id(70, NOON)[:3] != message_id(7, NOON)[:3]


@pytest.mark.parametrize("text", ["Hello\r\nBcc: eve@example.com", "Hello\nX: y", "Hello\rX: y"])
@pytest.mark.parametrize("where", ["subject", "sender"])
def test_no_text_can_begin_a_header_of_its_own(text, where):
    value = text if where == "subject" else f"{text} <door@example.com>"
    try:
        mail = message_from_bytes(bytes(a_message(**{where: value})))
    except ValueError:
        return
    assert not {"bcc", "x"} & {name.lower() for name in mail}


@pytest.mark.parametrize(
    "sender", ["", "Ostiary", "Ostiary <>", "door@", "<@example.com>", "tür@example.com"]
)
def test_a_sender_that_is_no_address_is_refused(sender):
    with pytest.raises(ValueError, match="no address"):
        a_message(sender=sender)
