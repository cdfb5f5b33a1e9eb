"""Argon2id by libsodium, at OWASP's parameters for 19 MiB, never more at once than there are cores."""

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_bytes
from threading import BoundedSemaphore
from typing import Final
from unicodedata import normalize

from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13, crypto_pwhash_str_verify
from nacl.exceptions import InvalidkeyError

MEMORY_KIB: Final = 19456
PASSES: Final = 2
LANES: Final = 1  # all that libsodium makes; it verifies more
SALT_BYTES: Final = 16
DIGEST_BYTES: Final = 32
MAX_PASSWORD_BYTES: Final = 1024
WAIT_SECONDS: Final = 5.0

# What a stored hash may cost us to verify: above Django's own default of 100 MiB, 2 passes and 8 lanes.
_MAX_MEMORY_KIB, _MAX_PASSES, _MAX_LANES = 131072, 10, 16
_LONGEST = 127  # all that libsodium reads
_OURS = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"
_ENCODED = re.compile(
    r"\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d?),p=([1-9]\d?)\$[0-9A-Za-z+/]{11,}\$[0-9A-Za-z+/]{22,}"
)

_places = BoundedSemaphore(os.cpu_count() or 1)


class Busy(Exception):
    """Too many passwords are being checked right now; the caller may try again."""


def hash_password(password: str, salt: bytes | None = None) -> str:
    """A password as `$argon2id$…`, with a new random salt. Raises ValueError if it is too long, and Busy."""
    data = password_bytes(password)
    salt = salt or new_salt()
    return f"{_OURS}{_base64(salt)}${_base64(argon2id(data, salt))}"


def new_salt() -> bytes:
    """128 random bits."""
    return token_bytes(SALT_BYTES)


def verify_password(password: str, encoded: str) -> bool:
    """Whether the password made this hash, whatever its parameters within our cap. Raises Busy.

    A text that is no such hash costs what a hash of ours costs: nobody learns by the clock that somebody
    has no password (ASVS 6.3.8).
    """
    try:
        data = password_bytes(password)
    except ValueError:
        return False
    known = encoded if _is_verifiable(encoded) else _NOBODY
    with place():
        try:
            return crypto_pwhash_str_verify(known.encode(), data)
        except InvalidkeyError:
            return False


def dummy_verify(password: str) -> None:
    """Cost what `verify_password` costs, where there is no such person. Raises Busy."""
    verify_password(password, _NOBODY)


def needs_rehash(encoded: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return not encoded.startswith(_OURS)


def password_bytes(password: str) -> bytes:
    """A password as it is hashed: NFC (NIST SP 800-63B-4), UTF-8. Raises ValueError over 1 KiB."""
    if len(password) > MAX_PASSWORD_BYTES:
        raise ValueError("A password has at most 1024 bytes")
    data = normalize("NFC", password).encode()
    if len(data) > MAX_PASSWORD_BYTES:
        raise ValueError("A password has at most 1024 bytes")
    return data


def argon2id(data: bytes, salt: bytes) -> bytes:
    """The bare digest, at the parameters above. Raises Busy."""
    with place():
        return crypto_pwhash_alg(
            DIGEST_BYTES, data, salt, PASSES, MEMORY_KIB * 1024, crypto_pwhash_ALG_ARGON2ID13
        )


@contextmanager
def place() -> Iterator[None]:
    """One of as many places as there are cores. Raises Busy after five seconds of waiting in vain."""
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _places.release()


def _is_verifiable(encoded: str) -> bool:
    match = _ENCODED.fullmatch(encoded) if len(encoded) <= _LONGEST else None
    if not match:
        return False
    memory, passes, lanes = map(int, match.groups())
    return memory <= _MAX_MEMORY_KIB and passes <= _MAX_PASSES and lanes <= _MAX_LANES


def _base64(data: bytes) -> str:
    return b64encode(data).rstrip(b"=").decode()


# A hash that no password is known for, and that none will be found for.
_NOBODY = f"{_OURS}{_base64(token_bytes(SALT_BYTES))}${_base64(token_bytes(DIGEST_BYTES))}"
