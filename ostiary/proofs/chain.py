"""The chain of events: each event's digest covers the one before, so that no past event changes unseen."""

import hmac
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from secrets import token_bytes
from typing import Final

GENESIS: Final = bytes(32)
"""What the first event of a chain follows."""

_SALT_BYTES = 16
_MAX_INT = 2**53 - 1  # what every JSON reader keeps exactly, RFC 8785 3.2.2.3


class Unchainable(ValueError):
    """A body that has no single canonical form."""


def new_salt() -> bytes:
    """The salt of one personal field: 128 random bits, kept beside the value."""
    return token_bytes(_SALT_BYTES)


def personal(value: str, salt: bytes) -> str:
    """What stands in the chain for a personal field: HMAC-SHA256 in hex.

    Erasing value and salt leaves the chain whole, and a digest that nobody can guess the value from.
    """
    return hmac.digest(salt, value.encode(), "sha256").hex()


def event_digest(previous: bytes, body: Mapping[str, object]) -> bytes:
    """SHA-256 over the digest of the event before and this event in canonical form. Raises Unchainable."""
    if len(previous) != len(GENESIS):
        raise ValueError("A digest has 32 bytes")
    return sha256(b"ostiary event 1\0" + previous + canonical(body)).digest()


def canonical(value: object) -> bytes:
    """JSON in the one form of RFC 8785, for text, whole numbers, true, false, null, lists and objects.

    Raises Unchainable for anything else, floats and lone surrogates included.
    """
    try:
        return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Unchainable("Text with half a character") from None


def _ordered(value: object) -> object:
    match value:
        case None | bool() | str():
            return value
        case int():
            if abs(value) > _MAX_INT:
                raise Unchainable("A number that not every reader keeps exactly")
            return value
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                raise Unchainable("An object's keys are text")
            return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            return [_ordered(item) for item in value]
    raise Unchainable(f"{type(value).__name__} has no canonical form")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")  # RFC 8785 3.2.3 orders keys by UTF-16 units
