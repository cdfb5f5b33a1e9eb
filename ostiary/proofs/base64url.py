"""Bytes as text: base64url without padding (RFC 4648, 5), and read in its one form alone."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

_SHAPE = re.compile(r"[A-Za-z0-9_-]*")


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """What `encode` wrote. Raises ValueError for any other text.

    The last character has bits to spare, which Python ignores: one value would have several texts.
    """
    if not _SHAPE.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("Not base64url")
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError("Bits that say nothing")
    return data
