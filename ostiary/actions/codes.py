"""A code that somebody types as their second factor: of an authenticator app, or one of their recovery codes.

A recovery code costs a hash, so what was typed is read before the action begins and judged under its lock.
"""

from typing import NamedTuple

from ..models import Person
from ..proofs.standings import Method
from . import authenticators, recovery_codes
from .act import Act


class Typed(NamedTuple):
    """A code as it was typed; `digest` where it has the form of a recovery code."""

    code: str
    digest: bytes = b""


def read(person_id: int, code: str) -> Typed:
    """The try was counted before. Raises `Busy` when too much is being hashed."""
    return Typed(code, recovery_codes.digest_of(person_id, code))


def accept(act: Act, person: Person, typed: Typed) -> Method | None:
    """What the code proves; it is used up. None for a wrong one, which is counted. The person is locked."""
    if typed.digest:
        return Method.RECOVERY if recovery_codes.accept(act, person, typed.digest) else None
    return Method.TOTP if authenticators.accept(act, person, typed.code) else None
