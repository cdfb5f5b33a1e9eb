"""The mail server: greeted, encrypted and signed in to as for a letter, without sending one."""

from collections.abc import Iterator

from django.conf import settings

from ...config import Mail
from ...mail import smtp
from ...mail.message import sender_address
from .finding import Finding, ok, problem, warning


def inspect() -> Iterator[Finding]:
    mail = settings.CONFIG.mail
    if not mail.host:
        yield warning(
            "mail", "No mail server is configured (OSTIARY_SMTP): invitations have to be copied by hand."
        )
        return
    yield from _server(mail)
    yield from _sender(mail)


def _server(mail: Mail) -> Iterator[Finding]:
    at = f"{mail.host}:{mail.port}"
    try:
        with smtp.connection(mail):
            yield ok("mail", f"{at} answers, security {mail.security}.")
    except smtp.Unsent as reason:
        yield problem("mail", f"{at} does not work: {reason}. Letters wait and are tried again for a day.")


def _sender(mail: Mail) -> Iterator[Finding]:
    try:
        sender = sender_address(mail.sender)
    except ValueError:
        yield problem("mail", f"OSTIARY_MAIL_FROM must look like {Mail.sender}, not {mail.sender!r}.")
        return
    if sender.domain == "localhost":
        yield warning("mail", f"Many servers refuse letters from {sender.addr_spec}: set OSTIARY_MAIL_FROM.")
    else:
        yield ok("mail", f"Letters come from {sender}.")
