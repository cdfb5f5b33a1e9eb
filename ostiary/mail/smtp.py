"""Handing letters to a mail server (RFC 5321), and telling what can be tried again from what cannot."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

from ..config import Mail

# Seconds that the server may take for each answer. A letter's whole way stays well below a job's lease.
PATIENCE = 20


class Problem(StrEnum):
    """Why a letter was not handed over. Doors turn these into sentences."""

    NO_SERVER = "no_mail_server"
    UNREACHABLE = "mail_server_unreachable"
    TLS = "mail_server_tls"
    SIGN_IN = "mail_server_sign_in"
    SENDER = "mail_sender_refused"
    ADDRESS = "mail_address_refused"
    LETTER = "mail_letter_refused"
    LATER = "mail_server_later"


class Unsent(Exception):
    """The letter was not handed over. `final`: the server said that trying again is of no use."""

    def __init__(self, problem: Problem, detail: object, *, final: bool = False) -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.final = final


def hand_over(mail: EmailMessage, server: Mail) -> None:
    """Give one message to the server. When this returns, the server has taken it. Raises Unsent."""
    with connection(server) as client:
        _deliver(client, mail)


@contextmanager
def connection(server: Mail) -> Iterator[smtplib.SMTP]:
    """A session with the server: greeted, encrypted and signed in as configured. Raises Unsent."""
    client = _connect(server)
    try:
        _greet(client, server)
        yield client
    finally:
        # The letter's fate is sealed by now; a server that is slow to say goodbye changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
        client.close()


def _connect(server: Mail) -> smtplib.SMTP:
    own_name = urlsplit(settings.CONFIG.url).hostname or "localhost"
    try:
        if server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=PATIENCE, context=context)
        return smtplib.SMTP(server.host, server.port, own_name, timeout=PATIENCE)
    except ssl.SSLError as error:
        raise Unsent(Problem.TLS, error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(Problem.UNREACHABLE, error) from error


def _greet(client: smtplib.SMTP, server: Mail) -> None:
    try:
        client.ehlo()
        if server.security == "starttls":
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
    except (ssl.SSLError, smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        raise Unsent(Problem.TLS, error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(Problem.UNREACHABLE, error) from error
    if not server.user:
        return
    try:
        client.login(server.user, server.password)
    except smtplib.SMTPException as error:  # some just hang up on a wrong password
        raise Unsent(Problem.SIGN_IN, _reason(error)) from error
    except OSError as error:
        raise Unsent(Problem.UNREACHABLE, error) from error


def _deliver(client: smtplib.SMTP, mail: EmailMessage) -> None:
    try:
        client.send_message(mail)
    except smtplib.SMTPNotSupportedError as error:
        raise Unsent(Problem.ADDRESS, error, final=True) from error
    except smtplib.SMTPSenderRefused as error:
        raise Unsent(Problem.SENDER, _reason(error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _refused(Problem.ADDRESS, code, text) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(Problem.LETTER, error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(Problem.UNREACHABLE, error) from error


def _refused(problem: Problem, code: int, text: bytes | str) -> Unsent:
    """5yz is for good, 4yz may pass (RFC 5321 4.2.1)."""
    detail = f"{code} {_plain(text)}"
    return Unsent(problem, detail, final=True) if code >= 500 else Unsent(Problem.LATER, detail)


def _reason(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return str(error)


def _plain(text: bytes | str) -> str:
    return " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else text).split())
