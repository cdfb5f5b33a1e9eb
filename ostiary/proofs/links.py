"""Secrets in mailed links. None is stored: each is derived when its letter is sent, and when it is used."""

import hmac
from enum import StrEnum
from typing import Final

from . import ids
from .ring import Ring

CODE_DIGITS: Final = 8


class LinkKind(StrEnum):
    """What a link is for. A secret of one kind is worthless as any other."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    ENROLMENT = "enrolment"


def link_secret(ring: Ring, kind: LinkKind, ref: str, number: int) -> str:
    """The secret of the letter sent under this number about the record `ref`: 256 bits in base62.

    Sending again raises the record's number, which ends the link of the letter before.
    """
    return ring.mac(f"link {kind}", _message(ref, number))


def check_link_secret(ring: Ring, kind: LinkKind, ref: str, number: int, secret: str) -> bool:
    """Whether this is the secret of that very letter. Whether it is still in time, the record knows."""
    return ring.verify(f"link {kind}", _message(ref, number), secret)


def mailed_code(ring: Ring, kind: LinkKind, ref: str, number: int) -> str:
    """Eight digits to type from a letter. Few enough to guess: count the attempt before checking it."""
    return _mailed_codes(ring, kind, ref, number)[0]


def check_mailed_code(ring: Ring, kind: LinkKind, ref: str, number: int, entered: str) -> bool:
    """Whether these are the digits of that very letter, spaces aside."""
    typed = "".join(entered[: 4 * CODE_DIGITS].split()).encode("utf-8", "replace")
    matches = [hmac.compare_digest(code.encode(), typed) for code in _mailed_codes(ring, kind, ref, number)]
    return any(matches)


def _mailed_codes(ring: Ring, kind: LinkKind, ref: str, number: int) -> list[str]:
    macs = ring.macs(f"code {kind}", _message(ref, number))
    return [f"{ids.decode(mac) % 10**CODE_DIGITS:0{CODE_DIGITS}d}" for mac in macs]


def _message(ref: str, number: int) -> str:
    return f"{number:d}/{ref}"  # the digits end at the first slash: no two pairs share a message
