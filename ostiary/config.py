"""What the operator may set, read once from the environment.

Every name is documented in the README's configuration table; a value that makes no sense stops the
start with a sentence that names the variable (`BadConfiguration`).
"""

import os
import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from .alone import alone
from .proofs.ring import new_key, parse_keys

Network = IPv4Network | IPv6Network
# Writes by API that a member, or a token of an account's own, has in an hour.
API_WRITES = 1000
# The names of this machine to itself.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadConfiguration(Exception):
    """A variable of the environment cannot be used; the message names it and says what is expected."""


@dataclass(frozen=True)
class Mail:
    """Where letters are handed over. Without a host nothing is sent, and the panel says so."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    security: str = "none"  # none, starttls or tls
    sender: str = "Ostiary <ostiary@localhost>"


@dataclass(frozen=True)
class Config:
    data: Path
    url: str
    hosts: tuple[str, ...]
    keys: tuple[str, ...]
    database_url: str
    mail: Mail
    demo: bool
    product: str
    proxies: tuple[Network, ...] = ()
    proxy_header: str = ""
    api_writes: int = API_WRITES

    @property
    def is_local(self) -> bool:
        """Whether people reach the server from this machine alone, by what its address says."""
        return urlsplit(self.url).hostname in LOOPBACK


def load(environ: dict[str, str] | None = None) -> Config:
    env = dict(os.environ if environ is None else environ)
    data = Path(env.get("OSTIARY_DATA") or "data").absolute()
    url = _origin(env.get("OSTIARY_URL") or "http://localhost:8000")
    proxies = _networks(env.get("OSTIARY_PROXIES", ""))
    return Config(
        data=data,
        url=url,
        hosts=_hosts(env.get("OSTIARY_HOSTS", ""), url),
        keys=_keys(env.get("OSTIARY_KEYS", ""), data),
        database_url=env.get("DATABASE_URL", ""),
        mail=_mail(env.get("OSTIARY_SMTP", ""), env.get("OSTIARY_MAIL_FROM", "")),
        demo=_switch("OSTIARY_DEMO", env.get("OSTIARY_DEMO", "")),
        product=env.get("OSTIARY_NAME", "") or "Ostiary",
        proxies=proxies,
        proxy_header=_proxy_header(env.get("OSTIARY_PROXY_HEADER", ""), proxies),
        api_writes=_number("OSTIARY_API_WRITES", env.get("OSTIARY_API_WRITES", ""), API_WRITES),
    )


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadConfiguration(f"OSTIARY_URL must be an origin such as https://id.example.com, not {text!r}")
    return f"{parts.scheme}://{parts.netloc}"


def _hosts(text: str, url: str) -> tuple[str, ...]:
    """Hosts that requests may name. The configured address is always one of them."""
    listed = [host.strip() for host in text.split(",") if host.strip()]
    if any("*" in host or "/" in host for host in listed):
        raise BadConfiguration("OSTIARY_HOSTS lists plain host names, separated by commas, without * or /")
    own = urlsplit(url).hostname or ""
    loopback = ["127.0.0.1", "localhost", "[::1]"] if own in LOOPBACK else []
    return tuple(dict.fromkeys([own, *loopback, *listed]))


def _keys(text: str, data: Path) -> tuple[str, ...]:
    """The key ring: from the environment, else from a file that is made at the first start."""
    source = "OSTIARY_KEYS" if text else str(data / "keys")
    try:
        return tuple(key.decode() for key in parse_keys(text or _key_file(data)))
    except ValueError as error:
        raise BadConfiguration(
            f"{source} must list keys of at least 32 characters, all of them different, the signing one "
            f"first ({error}); make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        ) from error


def _key_file(data: Path) -> str:
    path = data / "keys"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        with alone(data):
            if not path.exists():
                # Whole or not at all: whoever starts meanwhile reads it without waiting.
                draft = path.with_name("keys.part")
                draft.unlink(missing_ok=True)
                draft.touch(mode=0o600)
                draft.write_text(new_key() + "\n", encoding="ascii")
                draft.rename(path)
    return path.read_text(encoding="ascii")


def _mail(text: str, sender: str) -> Mail:
    sender = sender or Mail.sender
    if not text:
        return Mail(sender=sender)
    parts = urlsplit(text)
    security = parse_qs(parts.query).get("security", ["tls" if parts.scheme == "smtps" else "none"])[0]
    if (
        parts.scheme not in ("smtp", "smtps")
        or not parts.hostname
        or security not in ("none", "starttls", "tls")
    ):
        raise BadConfiguration(
            "OSTIARY_SMTP must look like smtp://user:password@host:587?security=starttls or smtps://host:465"
        )
    default_port = {"none": 25, "starttls": 587, "tls": 465}[security]
    return Mail(
        host=parts.hostname,
        port=parts.port or default_port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
        sender=sender,
    )


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        raise BadConfiguration(
            f"OSTIARY_PROXIES lists IP addresses and networks such as 127.0.0.1, 10.0.0.0/8: {error}"
        ) from error


def _proxy_header(text: str, proxies: tuple[Network, ...]) -> str:
    """None is assumed: visitors write what a proxy does not (docs/decisions/0020)."""
    if proxies and not text:
        raise BadConfiguration(
            "OSTIARY_PROXIES needs OSTIARY_PROXY_HEADER: the header in which the proxies say who came. "
            "Choose a name of letters alone, such as Visitor, and have them set it (docs/operate.md)"
        )
    if not re.fullmatch(r"[A-Za-z0-9-]*", text):
        raise BadConfiguration(
            f"OSTIARY_PROXY_HEADER must be a header's name, of letters alone, not {text!r}"
        )
    return text


def _number(name: str, text: str, usual: int) -> int:
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10**9:
        raise BadConfiguration(f"{name} must be a whole number above 0, not {text!r}")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text.lower() in ("", "0", "no", "off", "false"):
        return False
    if text.lower() in ("1", "yes", "on", "true"):
        return True
    raise BadConfiguration(f"{name} must be 1 or 0, not {text!r}")
