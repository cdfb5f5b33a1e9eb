"""An authenticator made of software, with a browser that does what it is told: it can lie about everything.

Answers are JSON as `PublicKeyCredential.toJSON` writes it. Whatever a test wants to be wrong it names.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256, RS256, CoseKey, EdDSA

UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40
ORIGIN = "http://localhost:8000"

MAKE: dict[str, Callable[[], Any]] = {
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
    "RS256": lambda: rsa.generate_private_key(65537, 2048),
}
COSE: dict[str, type[CoseKey]] = {"ES256": ES256, "EdDSA": EdDSA, "RS256": RS256}


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One key. It keeps a counter unless `counter` is None, as synced keys do."""

    algorithm: str = "ES256"
    origin: str = ORIGIN
    counter: int | None = 0
    flags: int = UP | UV
    id: bytes = field(default_factory=lambda: token_bytes(32))
    handle: bytes = b""

    def __post_init__(self) -> None:
        self.key = MAKE[self.algorithm]()

    def make(self, options: Mapping[str, Any], **lies: Any) -> str:
        """The answer to options for a new key."""
        self.handle = decoded(options["user"]["id"])
        public = lies.get("public_key", COSE[self.algorithm].from_cryptography_key(self.key.public_key()))
        id_ = lies.get("id", self.id)
        attested = bytes(16) + len(id_).to_bytes(2) + id_ + cbor.encode(public)
        data = self._data(options["rp"]["id"], lies, flags=AT) + attested
        attestation = lies.get(
            "attestation", cbor.encode({"fmt": "none", "attStmt": {}, "authData": lies.get("data", data)})
        )
        return self._answer(
            {
                "clientDataJSON": encoded(self._client_data("webauthn.create", options, lies)),
                "attestationObject": encoded(attestation),
                "transports": lies.get("transports", ["internal", "hybrid"]),
            },
            lies,
        )

    def use(self, options: Mapping[str, Any], **lies: Any) -> str:
        """The answer to options for a known key."""
        if self.counter is not None:
            self.counter += 1
        client_data = self._client_data("webauthn.get", options, lies)
        data = self._data(options["rpId"], lies)
        signature = lies.get("signature", self._sign(data + sha256(client_data).digest()))
        return self._answer(
            {
                "clientDataJSON": encoded(client_data),
                "authenticatorData": encoded(lies.get("data", data)),
                "signature": encoded(signature),
                "userHandle": encoded(lies.get("handle", self.handle)),
            },
            lies,
        )

    def _client_data(self, kind: str, options: Mapping[str, Any], lies: Mapping[str, Any]) -> bytes:
        told = {
            "type": lies.get("type", kind),
            "challenge": lies.get("challenge", options["challenge"]),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": False,
        }
        return lies.get("client_data", json.dumps(told | lies.get("told", {})).encode())

    def _data(self, site: str, lies: Mapping[str, Any], flags: int = 0) -> bytes:
        shown = lies.get("flags", self.flags) | flags
        counter = lies.get("counter", self.counter or 0)
        return sha256(lies.get("site", site).encode()).digest() + bytes([shown]) + counter.to_bytes(4)

    def _sign(self, message: bytes) -> bytes:
        if self.algorithm == "ES256":
            return self.key.sign(message, ec.ECDSA(SHA256()))
        if self.algorithm == "RS256":
            return self.key.sign(message, padding.PKCS1v15(), SHA256())
        return self.key.sign(message)

    def _answer(self, response: dict[str, Any], lies: Mapping[str, Any]) -> str:
        id_ = encoded(lies.get("id", self.id))
        whole = {"id": id_, "rawId": id_, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(whole | {"response": response | lies.get("response", {})} | lies.get("whole", {}))
