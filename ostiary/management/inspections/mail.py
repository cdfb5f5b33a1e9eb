"""The mail server: greeted, encrypted and signed in to as for a letter, without sending one."""

from collections.abc import Iterator

from django.conf import settings

from ...mail import smtp
from .finding import Finding, ok, problem, warning


def inspect() -> Iterator[Finding]:
    mail = settings.CONFIG.mail
    if not mail.host:
        yield warning(
            "mail", "No mail server is configured (OSTIARY_SMTP): invitations have to be copied by hand."
        )
        return
    at = f"{mail.host}:{mail.port}"
    try:
        with smtp.connection(mail):
            yield ok("mail", f"{at} takes letters from {mail.sender}, security {mail.security}.")
    except smtp.Unsent as reason:
        yield problem("mail", f"{at} does not work: {reason}. Letters wait and are tried again for a day.")
    if mail.sender.endswith("@localhost>"):
        yield warning(
            "mail", "Letters come from ostiary@localhost, which many servers refuse: set OSTIARY_MAIL_FROM."
        )
