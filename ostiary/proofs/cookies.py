"""Secrets kept in a browser's cookies: 256 random bits, of which we keep a digest."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

_BYTES: Final = 32


def new_session_secret() -> str:
    """The cookie of a new session. Made anew at sign-in and at every rise in standing (ASVS 7.2.4)."""
    return token_urlsafe(_BYTES)


def session_digest(secret: str) -> bytes:
    """What is kept of a session's cookie."""
    return _digest("session", secret)


def new_browser_secret() -> str:
    """The cookie of a browser that is trusted to skip the second factor."""
    return token_urlsafe(_BYTES)


def browser_digest(secret: str) -> bytes:
    """What is kept of a trusted browser's cookie; never equal to a session's, even for the same secret."""
    return _digest("trusted browser", secret)


def _digest(kind: str, secret: str) -> bytes:
    return sha256(f"ostiary {kind}/{secret}".encode("utf-8", "replace")).digest()
