"""A letter as mail software carries it (RFC 5322, RFC 3834)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from ..keyring import ring
from ..proofs.addresses import envelope
from .letter import Letter


def message(letter: Letter, *, sender: str, message_id: str, date: datetime) -> EmailMessage:
    """Plain text, with HTML as the alternative. Raises ValueError for a sender that is no address."""
    to = envelope(letter.to)
    local, _, domain = to.rpartition("@")
    # Letters beyond ASCII before the @ need a server that speaks SMTPUTF8 (RFC 6531).
    mail = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    mail["From"] = sender_address(sender)
    mail["To"] = Address(username=local, domain=domain)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    # No out-of-office answer to a machine.
    mail["Auto-Submitted"] = "auto-generated"
    # Quoted-printable passes every server, also one that keeps to seven bits.
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail


def message_id(job: int, created_at: datetime) -> str:
    """The same for every attempt of one job, so that a second copy can be told. It counts nothing."""
    name = ring().mac("message-id", f"{job}/{created_at.isoformat()}")[:22]
    return f"<{name}@{urlsplit(settings.CONFIG.url).hostname}>"


def sender_address(text: str) -> Address:
    """`Ostiary <ostiary@example.com>`, or the bare address. Raises ValueError."""
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    if not local or not domain or not address.isascii():
        raise ValueError(f"{text!r} is no address that letters can come from")
    return Address(display_name=name, username=local, domain=domain)
