"""The form of API tokens: a readable kind, 32 random characters, a checksum that catches typing errors."""

import re
from enum import StrEnum
from hashlib import sha256
from typing import Final
from zlib import crc32

from . import ids

RANDOM: Final = 32  # base62 characters: 190 bits
CHECKSUM: Final = 6


class TokenKind(StrEnum):
    PERSONAL = "pat"
    AUTOMATION = "aut"
    DIRECTORY = "scim"


PATTERN: Final = rf"\bost_(?:{'|'.join(TokenKind)})_[0-9A-Za-z]{{{RANDOM + CHECKSUM}}}\b"
"""For secret scanners; whoever finds a match can tell a real one by `parse`."""

_SHAPE = re.compile(rf"(ost_({'|'.join(TokenKind)})_[0-9A-Za-z]{{{RANDOM}}})([0-9A-Za-z]{{{CHECKSUM}}})")


class BadToken(ValueError):
    """Not a token that we could have made."""


def make(kind: TokenKind) -> str:
    """A new token of this kind. It is shown once; only its digest is kept."""
    body = f"ost_{kind}_{ids.random_base62(RANDOM)}"
    return body + _checksum(body)


def parse(text: str) -> TokenKind:
    """The kind of a token, without asking the database. Raises BadToken for garbage and typing errors.

    The checksum proves nothing: whether the token exists and lives, only its digest's row says.
    """
    match = _SHAPE.fullmatch(text)
    if match is None or _checksum(match[1]) != match[3]:
        raise BadToken
    return TokenKind(match[2])


def digest(text: str) -> bytes:
    """What is kept of a token. 190 random bits need no slow hash (ASVS 6.5.2)."""
    return sha256(text.encode("utf-8", "replace")).digest()


def hint(token: str) -> str:
    """How a list names a token: its kind and last four characters."""
    return f"{token[: token.rindex('_') + 1]}…{token[-4:]}"


def _checksum(body: str) -> str:
    return ids.encode(crc32(body.encode()), CHECKSUM)
