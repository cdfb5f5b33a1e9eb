"""Handing a letter to real mail servers: trusted and untrusted, picky, slow, and rude."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ostiary.config import Mail
from ostiary.mail.letter import Letter
from ostiary.mail.message import message
from ostiary.mail.smtp import Problem, Unsent, hand_over
from tests.servers import LOOPBACK, PATIENCE, free_port

SENDER = "Ostiary <door@example.com>"
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def a_letter(to: str = "nora@example.com", **changes: str) -> EmailMessage:
    letter = Letter(**{"to": to, "subject": "Hello", "text": "Zoë, hello\n", "html": "<p>Zoë</p>", **changes})
    return message(letter, sender=SENDER, message_id="<1@example.com>", date=NOON)


class Server:
    """A mail server that answers as a test wants it to."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.refuse: dict[str, str] = {}

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from, envelope.mail_options = address, options
        return self.refuse.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.refuse.get("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.refuse.get("DATA", "250 OK")
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self.refuse.get("QUIT", "221 Bye")


@contextmanager
def serving(server: Server, *, implicit: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    class Answering(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler, **{"enable_SMTPUTF8": True, **options})

    where = {"hostname": LOOPBACK, "port": free_port(), "ready_timeout": PATIENCE}
    controller = Answering(server, ssl_context=implicit, **where)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(addresses, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system trusts the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def only_nora(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
    # Not handled: the server is still to say no itself, else the client waits for that in vain.
    return AuthResult(success=(login.login, login.password) == (b"nora", b"s3cret"), handled=False)


def refused(port: int, mail: EmailMessage | None = None, **server: Any) -> Unsent:
    with pytest.raises(Unsent) as caught:
        hand_over(mail or a_letter(), Mail(host=LOOPBACK, port=port, **server))
    return caught.value


def test_a_letter_reaches_a_plain_server():
    server = Server()
    with serving(server) as port:
        hand_over(a_letter(), Mail(host=LOOPBACK, port=port))
    assert server.taken[0].rcpt_tos == ["nora@example.com"]
    assert server.taken[0].mail_from == "door@example.com"


def test_a_letter_reaches_a_server_that_asks_for_tls_and_a_password(tls, trusted):
    server = Server()
    options = {
        "tls_context": tls,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": only_nora,
    }
    with serving(server, **options) as port:
        hand_over(
            a_letter(), Mail(host=LOOPBACK, port=port, security="starttls", user="nora", password="s3cret")
        )
    assert len(server.taken) == 1


def test_a_letter_reaches_a_server_that_speaks_tls_from_the_start(tls, trusted):
    server = Server()
    with serving(server, implicit=tls) as port:
        hand_over(a_letter(), Mail(host=LOOPBACK, port=port, security="tls"))
    assert len(server.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(tls, security):
    server = Server()
    options = {"implicit": tls} if security == "tls" else {"tls_context": tls}
    with serving(server, **options) as port:
        reason = refused(port, security=security, user="nora", password="s3cret")
    assert (reason.problem, reason.final) == (Problem.TLS, False)
    assert server.taken == []


def test_where_tls_is_asked_for_nothing_goes_in_clear():
    server = Server()
    with serving(server) as port:
        assert refused(port, security="starttls").problem == Problem.TLS
    assert server.taken == []


def test_a_wrong_password_is_the_operators_to_put_right(tls, trusted):
    options = {"tls_context": tls, "auth_required": True, "authenticator": only_nora}
    with serving(Server(), **options) as port:
        reason = refused(port, security="starttls", user="nora", password="wrong")
    assert (reason.problem, reason.final) == (Problem.SIGN_IN, False)
    assert "wrong" not in str(reason)


def test_a_server_that_is_not_there_may_come_back():
    reason = refused(free_port())
    assert (reason.problem, reason.final) == (Problem.UNREACHABLE, False)


@pytest.mark.parametrize(
    ("command", "answer", "problem", "final"),
    [
        ("RCPT", "550 5.1.1 Nobody here", Problem.ADDRESS, True),
        ("RCPT", "450 4.2.1 Greylisted", Problem.LATER, False),
        ("DATA", "554 5.7.1 Looks like spam", Problem.LETTER, True),
        ("DATA", "452 4.3.1 Disk full", Problem.LATER, False),
        ("MAIL", "553 5.7.1 Not you", Problem.SENDER, False),
        ("MAIL", "421 4.3.2 Going down", Problem.SENDER, False),
    ],
)
def test_what_the_server_says_decides_whether_to_try_again(command, answer, problem, final):
    server = Server()
    server.refuse[command] = answer
    with serving(server) as port:
        reason = refused(port)
    assert (reason.problem, reason.final) == (problem, final)
    assert answer in str(reason)


def test_a_rude_goodbye_after_the_letter_was_taken_is_no_failure():
    server = Server()
    server.refuse["QUIT"] = "554 Never come back"
    with serving(server) as port:
        hand_over(a_letter(), Mail(host=LOOPBACK, port=port))
    assert len(server.taken) == 1


def test_an_address_beyond_ascii_needs_a_server_that_can():
    server = Server()
    with serving(server) as port:
        hand_over(a_letter("zoë@straße.example"), Mail(host=LOOPBACK, port=port))
    assert server.taken[0].rcpt_tos == ["zoë@xn--strae-oqa.example"]
    with serving(Server(), enable_SMTPUTF8=False) as port:
        reason = refused(port, a_letter("zoë@example.com"))
    assert (reason.problem, reason.final) == (Problem.ADDRESS, True)
