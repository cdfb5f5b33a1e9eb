"""What somebody shows as their second factor: a code of an app, a recovery code, or a security key's answer.

A recovery code costs a hash, so what came is read before the action begins and judged under its lock.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..models import Person, TotpDevice
from ..proofs.passkey_answers import Answer
from ..proofs.standings import Method
from . import authenticators, passkeys, recovery_codes, throttles
from .act import Act


class Typed(NamedTuple):
    """A code as it was typed, with a `digest` where it has the form of a recovery code; or a key's answer."""

    code: str = ""
    digest: bytes = b""
    answer: Answer | None = None


def read(person_id: int, code: str) -> Typed:
    """The try was counted before. Raises `Busy` when too much is being hashed."""
    return Typed(code, recovery_codes.digest_of(person_id, code))


class Accepted(NamedTuple):
    """What it proves; `member_id` where it proves that in this member's account alone."""

    method: Method
    member_id: int | None = None


def accept(act: Act, person: Person, typed: Typed, *, beside: Sequence[TotpDevice] = ()) -> Accepted | None:
    """What it proves; it is used up. None for a wrong one, which is counted. The person is locked.

    `beside`: apps that count in one account alone, where one of those will do.
    """
    if typed.answer:
        return _accept_key(act, person, typed.answer)
    if typed.digest:
        return Accepted(Method.RECOVERY) if recovery_codes.accept(act, person, typed.digest) else None
    device = authenticators.accept(act, person, typed.code, beside=beside)
    if device is None:
        return None
    return Accepted(Method.ACCOUNT_APP if device.member_id else Method.TOTP, device.member_id)


def _accept_key(act: Act, person: Person, answer: Answer) -> Accepted | None:
    if passkeys.accept(act, person, answer, verified=False) is None:
        return None
    throttles.code_was_right(person.pk)
    return Accepted(Method.SECURITY_KEY)
