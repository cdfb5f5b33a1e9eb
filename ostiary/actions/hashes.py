"""Passwords on their way in. Hashing takes tens of milliseconds, so it happens before an action begins."""

from collections.abc import Iterable

from ..access.refusals import Invalid
from ..breached import is_breached
from ..hashers import Argon2idHasher
from ..models import Person
from ..models.rows import change
from ..proofs.hashing import dummy_verify, password_bytes
from ..proofs.passwords import WeakPassword, check_password

_hasher = Argon2idHasher()


def is_right(password: str, encoded: str) -> bool:
    """One hash, whoever it is: without a stored one the same work is done for nobody (ASVS 6.3.8)."""
    if not encoded:
        dummy_verify(password)
        return False
    return _hasher.verify(password, encoded)


def renewed(password: str, encoded: str) -> str:
    """The right password hashed anew where the stored hash has old parameters, else nothing."""
    return made(password) if _hasher.must_update(encoded) else ""


def chosen(password: str, known: Iterable[str] = (), *, before: str = "", field: str = "password") -> str:
    """A password somebody chooses, hashed. `known` is what others know of them, `before` the one it replaces.

    Raises `Invalid`.
    """
    strength(password, known, field=field)
    if before and password_bytes(password) == password_bytes(before):
        raise Invalid(field, "password_unchanged")
    return made(password)


def strength(password: str, known: Iterable[str] = (), *, field: str = "password") -> int:
    """How hard a password is to guess: 3 or 4. Raises `Invalid` with why it would be refused."""
    try:
        return check_password(password, known, is_breached)
    except WeakPassword as weak:
        raise Invalid(field, f"password_{weak.code}", **weak.params) from weak


def keep(person: Person, encoded: str) -> None:
    """From now on this is their password: what was checked against the one before is refused."""
    change(person, password=encoded, password_number=person.password_number + 1)


def made(password: str) -> str:
    return _hasher.encode(password, _hasher.salt())
