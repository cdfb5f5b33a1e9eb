"""Recovery codes: ten, used once each, when the other factors are lost."""

import re
from base64 import b32encode
from secrets import token_bytes
from typing import Final

from .hashing import SALT_BYTES, argon2id

CODES: Final = 10
CODE_BYTES: Final = 10  # 80 bits, 16 base32 characters; NIST SP 800-63B-4 asks for 64

_CODE = re.compile(r"[A-Z2-7]{16}")
_MISREAD = str.maketrans("018", "OIB")  # base32 has no 0, 1 and 8


class BadCode(ValueError):
    """Not the form of a recovery code."""


def new_codes() -> list[str]:
    """Ten new codes as they are printed: four groups of four."""
    return [_grouped(b32encode(token_bytes(CODE_BYTES)).decode()) for _ in range(CODES)]


def new_salt() -> bytes:
    """One salt for the ten codes of one set, so that one hash answers which of them was typed."""
    return token_bytes(SALT_BYTES)


def digest(code: str, salt: bytes) -> bytes:
    """What is kept of a code: Argon2id, since it has fewer than 112 bits (ASVS 6.5.2).

    Raises BadCode, and Busy as `hashing` does.
    """
    return argon2id(normalise(code).encode(), salt)


def normalise(entered: str) -> str:
    """A code as typed, without its spaces, hyphens, case and misread digits. Raises BadCode."""
    if len(entered) > 64:
        raise BadCode
    code = re.sub(r"[\s\u2010-\u2015-]", "", entered).upper().translate(_MISREAD)
    if not _CODE.fullmatch(code):
        raise BadCode
    return code


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
