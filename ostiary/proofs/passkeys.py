"""Passkeys and security keys: whether an answer proves what was asked for.

fido2 compares type, origin, challenge and site, asks for presence and verification, and checks the signature.
What it leaves open is decided here: which keys we take, that no other site framed us, that the flags of a
backup make sense, and that a counter rises.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from fido2 import cbor
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

from . import base64url
from .passkey_answers import BROKEN, Answer
from .passkey_site import Site, server, verification

# The kind of key (RFC 9053) that belongs to each algorithm we offer.
KINDS: Final = {EdDSA.ALGORITHM: 1, ES256.ALGORITHM: 2, RS256.ALGORITHM: 3}
RSA_BITS: Final = range(2048, 4096 + 1)
RSA_EXPONENT: Final = 65537
LONGEST_ID: Final = 1023

Found = TypeVar("Found")


class NotProved(Exception):
    """The answer does not show what was asked for."""


class Copied(NotProved):
    """All is right but the counter: somebody has a copy of this key, or this is the copy (WebAuthn 6.1.1)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A key of somebody's, as it was last seen."""

    id: bytes
    public_key: bytes
    counter: int
    backup_eligible: bool


@dataclass(frozen=True, slots=True)
class Registered:
    """A new key, and what its authenticator says of itself."""

    credential_id: bytes
    public_key: bytes
    counter: int
    backup_eligible: bool
    backed_up: bool
    user_verified: bool
    aaguid: bytes
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asserted:
    """What a known key has proved just now."""

    counter: int
    backed_up: bool
    user_verified: bool


def registered(site: Site, challenge: bytes, answer: Answer) -> Registered:
    """The key that was made for this site and challenge, by any authenticator. Raises `NotProved`."""
    _must_not_be_framed(answer)
    state = {"challenge": base64url.encode(challenge), "user_verification": None}
    data = _checked(lambda: server(site).register_complete(state, answer.for_fido2))
    made = data.credential_data
    if made is None or made.credential_id != answer.credential_id:
        raise NotProved("made for another id")
    if not 0 < len(made.credential_id) <= LONGEST_ID:
        raise NotProved("too long an id")
    _checked(lambda: _must_be_usable(made.public_key))
    _backup_must_make_sense(data)
    return Registered(
        credential_id=made.credential_id,
        public_key=cbor.encode(made.public_key),
        counter=data.counter,
        backup_eligible=data.is_backup_eligible(),
        backed_up=data.is_backed_up(),
        user_verified=data.is_user_verified(),
        aaguid=bytes(made.aaguid),
        transports=answer.transports,
    )


def asserted(site: Site, challenge: bytes, answer: Answer, known: Known, *, verified: bool) -> Asserted:
    """What this very key has signed. Raises `NotProved`, and `Copied` where only the counter is wrong.

    `verified`: the authenticator must have checked who holds it. The key's row is locked meanwhile.
    """
    _must_not_be_framed(answer)
    state = {"challenge": base64url.encode(challenge), "user_verification": verification(verified)}
    _checked(lambda: server(site).authenticate_complete(state, [_credential(known)], answer.for_fido2))
    data = _checked(lambda: AuthenticatorData(answer.authenticator_data))
    _backup_must_make_sense(data)
    if data.is_backup_eligible() != known.backup_eligible:
        raise NotProved("whether a key can be backed up is settled when it is made")
    if not counts_up(known.counter, data.counter):
        raise Copied("the counter does not rise")
    return Asserted(data.counter, data.is_backed_up(), data.is_user_verified())


def counts_up(before: int, given: int) -> bool:
    """Synced keys keep no counter and say 0 for good; every other counter rises with every use."""
    return given > before or given == before == 0


def _checked(check: Callable[[], Found]) -> Found:
    """Whatever else is wrong with forged bytes, they prove nothing."""
    try:
        return check()
    except (*BROKEN, UnsupportedAlgorithm) as error:
        raise NotProved(str(error)) from error


def _must_not_be_framed(answer: Answer) -> None:
    if answer.is_framed:
        raise NotProved("another site asked for it")


def _must_be_usable(key: CoseKey) -> None:
    """Of an algorithm that we offer, and such that a signature can be checked with it."""
    if key.get(1) != KINDS.get(key.ALGORITHM, -1):
        raise NotProved("an algorithm that was not offered")
    if isinstance(key, RS256):
        numbers = RSAPublicNumbers(int.from_bytes(key[-2]), int.from_bytes(key[-1]))
        if numbers.n.bit_length() not in RSA_BITS or numbers.e != RSA_EXPONENT:
            raise NotProved("an RSA key of another size")
    with suppress(InvalidSignature):  # what a good key says of an empty one
        key.verify(b"", b"")


def _backup_must_make_sense(data: AuthenticatorData) -> None:
    if data.is_backed_up() and not data.is_backup_eligible():
        raise NotProved("backed up, though it cannot be")


def _credential(known: Known) -> AttestedCredentialData:
    key = CoseKey.parse(cbor.decode(known.public_key))  # type: ignore[arg-type]
    return AttestedCredentialData.create(bytes(16), known.id, key)
