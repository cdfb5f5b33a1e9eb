"""The site that keys are bound to, and what a browser needs to know to make one or to ask one.

W3C Web Authentication, Level 3, in the JSON that browsers read by `parseCreationOptionsFromJSON` and its kin.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from secrets import token_bytes
from typing import Any, Final
from urllib.parse import urlsplit

from fido2.cose import ES256, RS256, EdDSA
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

CHALLENGE_BYTES: Final = 32
HANDLE_BYTES: Final = 32
# WebAuthn 5.4 asks for these three, in this order.
ALGORITHMS: Final = (EdDSA.ALGORITHM, ES256.ALGORITHM, RS256.ALGORITHM)
# How long a browser waits for somebody to touch their key; a challenge lives as long.
TIMEOUT_MS: Final = 5 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Site:
    """To whom keys are bound: the relying party."""

    origin: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """A key of somebody's, as a browser is asked for it."""

    id: bytes
    transports: tuple[str, ...] = ()


def site_at(url: str, name: str) -> Site | None:
    """The site behind the address that people use. None where no browser offers keys.

    They ask for a name instead of an IP address, and for TLS unless that name is this machine's own.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not host or _is_ip(host) or (parts.scheme != "https" and not _is_local(host)):
        return None
    try:
        id_ = host.encode("idna").decode().lower()
    except UnicodeError:
        return None
    usual = {"https": 443, "http": 80}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return Site(f"{parts.scheme}://{id_}{port}", id_, name)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_local(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def new_challenge() -> bytes:
    return token_bytes(CHALLENGE_BYTES)


def challenge_digest(challenge: bytes) -> bytes:
    """What is kept of a challenge."""
    return sha256(b"ostiary passkey challenge/" + challenge).digest()


def new_handle() -> bytes:
    """What authenticators know a person by. It is random and shown nowhere else (WebAuthn 14.6.1)."""
    return token_bytes(HANDLE_BYTES)


def creation_options(
    site: Site, challenge: bytes, handle: bytes, address: str, name: str, known: Iterable[Named]
) -> dict[str, Any]:
    """For a new key. The person's others are named, so that no authenticator makes a second one."""
    options, _ = server(site).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=address, display_name=name),
        _described(known),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=challenge,
    )
    return _plain(options.public_key)


def request_options(
    site: Site, challenge: bytes, known: Iterable[Named] = (), *, verified: bool
) -> dict[str, Any]:
    """For one of the known keys; without any, the browser offers whatever it has for this site.

    `verified`: the authenticator must check who holds it, by a PIN or a finger; else a touch is enough.
    """
    options, _ = server(site).authenticate_begin(
        _described(known) or None, verification(verified), challenge=challenge
    )
    return _plain(options.public_key)


def server(site: Site) -> Fido2Server:
    """What checks answers for this site. Attestation is neither asked for nor read."""
    rp = PublicKeyCredentialRpEntity(id=site.id, name=site.name)
    made = Fido2Server(
        rp, AttestationConveyancePreference.NONE, verify_origin=lambda origin: origin == site.origin
    )
    made.timeout = TIMEOUT_MS  # type: ignore[assignment]  # declared as None alone
    made.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=one) for one in ALGORITHMS
    ]
    return made


def verification(verified: bool) -> UserVerificationRequirement:
    required = UserVerificationRequirement.REQUIRED
    return required if verified else UserVerificationRequirement.DISCOURAGED


def _described(known: Iterable[Named]) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [
        PublicKeyCredentialDescriptor(type=kind, id=one.id, transports=list(one.transports) or None)  # type: ignore[arg-type]
        for one in known
    ]


def _plain(options: Any) -> dict[str, Any]:
    """As JSON writes it."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(options)))
    return plain
