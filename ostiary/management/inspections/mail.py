"""The mail server: greeted, encrypted and signed in to as for a letter, without sending one."""

from collections.abc import Iterator

from django.conf import settings

from ...config import Mail
from ...mail import smtp
from ...mail.message import sender_address
from ...mail.smtp import Problem
from .finding import Finding, ok, problem, warning

# Why a letter was not handed over, with what the server said, and what whoever runs ours can do about it.
WHAT_TO_DO = {
    Problem.NO_SERVER: "There is no mail server ({}). Name one in OSTIARY_SMTP.",
    Problem.UNREACHABLE: (
        "The mail server cannot be reached ({}). Look whether it runs, whether OSTIARY_SMTP has its host and "
        "port, and whether a firewall is in the way."
    ),
    Problem.TLS: (
        "There is no encrypted connection to the mail server ({}). Look whether it offers the security that "
        "OSTIARY_SMTP asks for, and whether its certificate is good for the host named there."
    ),
    Problem.SIGN_IN: "The mail server does not let us in ({}). Put user and password in OSTIARY_SMTP right.",
    Problem.SENDER: (
        "The mail server refuses our own address ({}). Set OSTIARY_MAIL_FROM to one that it may send for."
    ),
    Problem.ADDRESS: "The mail server takes no mail for an address ({}). Whoever wrote to it can correct it.",
    Problem.LETTER: "The mail server refuses a letter ({}). Ask whoever runs it what it objects to.",
    Problem.LATER: "The mail server asks us to try again later ({}). If it lasts, ask whoever runs it.",
}


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
        yield problem("mail", f"{at}: {in_words(str(reason))} Letters wait and are tried again for a day.")


def in_words(noted: str) -> str:
    """Why a letter was not handed over, as it was noted by its code. What is none of these stays as it is."""
    code, _, said = noted.partition(": ")
    return WHAT_TO_DO[Problem(code)].format(said) if code in WHAT_TO_DO else f"{noted}."


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
