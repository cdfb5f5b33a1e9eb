"""Codes of an authenticator app: RFC 6238 with SHA-1, 30 seconds, six digits, which every app can do."""

import hmac
from base64 import b32encode
from datetime import datetime
from secrets import token_bytes
from typing import Final
from urllib.parse import quote

SECRET_BYTES: Final = 20
STEP_SECONDS: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1  # steps that a clock may be early or late


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 recommends."""
    return token_bytes(SECRET_BYTES)


def code_at(secret: bytes, counter: int) -> str:
    """The code of one 30-second step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, counter.to_bytes(8), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def counter_at(at: datetime) -> int:
    """The number of the step an instant falls in."""
    return int(at.timestamp()) // STEP_SECONDS


def match(secret: bytes, code: str, at: datetime, last_counter: int | None) -> int | None:
    """The step whose code this is, one step early and late included, or None.

    Only steps after the last one accepted count: a code is good once (RFC 6238 5.2). The caller keeps the
    answer as the new last counter, in one UPDATE that asks for a lower one, so that of two who type the
    same code at once one gets in.
    """
    typed = "".join(code.split()) if len(code) <= 4 * DIGITS else ""
    now = counter_at(at)
    found = None
    for counter in range(max(now - DRIFT, 0), now + DRIFT + 1):
        same = hmac.compare_digest(code_at(secret, counter).encode(), typed.encode("utf-8", "replace"))
        if same and (last_counter is None or counter > last_counter):
            found = counter
    return found


def uri(secret: bytes, account_label: str, issuer: str) -> str:
    """What the QR code says to the app."""
    label = quote(f"{_plain(issuer)}:{_plain(account_label)}", safe=":@")
    return (
        f"otpauth://totp/{label}?secret={_base32(secret)}&issuer={quote(_plain(issuer), safe='')}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
    )


def grouped(secret: bytes) -> str:
    """The key in groups of four, for those who type it."""
    text = _base32(secret)
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _base32(secret: bytes) -> str:
    return b32encode(secret).decode().rstrip("=")


def _plain(text: str) -> str:
    return text.replace(":", " ")  # a colon parts issuer and account
