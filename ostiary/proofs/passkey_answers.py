"""What a browser says an authenticator answered: read strictly, before any of it is believed.

Strings are base64url as browsers write it, without padding and in its one form; whatever else stands beside
them is left out. So only bytes, and few of them, reach the library that checks them: given a number where
bytes belong, it would allocate as many.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from struct import error as StructError
from typing import Any, Final

from fido2 import cbor

from . import base64url

# A new key with its certificates has 5 kB.
LONGEST: Final = 16 * 1024
LONGEST_HANDLE: Final = 64
# How a browser may reach an authenticator (WebAuthn 5.8.4); others it may name one day are left out.
TRANSPORTS: Final = ("usb", "nfc", "ble", "hybrid", "internal")

# All that reading forged bytes can end with, in the library and below it.
BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    StructError,
    TypeError,
    ValueError,
)


class Unreadable(Exception):
    """No answer of a browser's."""


@dataclass(frozen=True, slots=True)
class Answer:
    credential_id: bytes
    challenge: bytes
    # Another site showed us in a frame and asked.
    is_framed: bool
    user_handle: bytes | None = None
    transports: tuple[str, ...] = ()
    authenticator_data: bytes = b""
    # The same for the library, with nothing in it but what was read.
    for_fido2: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_new(text: str) -> Answer:
    """The answer to `navigator.credentials.create`, as `toJSON` writes it. Raises `Unreadable`."""
    whole, response = _whole(text)
    client_data = _client_data(response)
    attestation = _text_of(response, "attestationObject")
    _must_be_attestation(_decoded(attestation))
    return Answer(
        credential_id=_decoded(whole["rawId"]),
        challenge=client_data.challenge,
        is_framed=client_data.is_framed,
        transports=_transports(response.get("transports")),
        for_fido2=whole
        | {"response": {"clientDataJSON": client_data.text, "attestationObject": attestation}},
    )


def read_use(text: str) -> Answer:
    """The answer to `navigator.credentials.get`. Raises `Unreadable`."""
    whole, response = _whole(text)
    client_data = _client_data(response)
    data, signature = _text_of(response, "authenticatorData"), _text_of(response, "signature")
    handle = response.get("userHandle")
    _decoded(signature)
    return Answer(
        credential_id=_decoded(whole["rawId"]),
        challenge=client_data.challenge,
        is_framed=client_data.is_framed,
        user_handle=None if handle is None else _handle(handle),
        authenticator_data=_decoded(data),
        for_fido2=whole
        | {
            "response": {
                "clientDataJSON": client_data.text,
                "authenticatorData": data,
                "signature": signature,
            }
        },
    )


def _decoded(text: object) -> bytes:
    """Raises `Unreadable` for all but base64url in its one form."""
    if not isinstance(text, str):
        raise Unreadable("no text")
    try:
        return base64url.decode(text)
    except ValueError as error:
        raise Unreadable("no base64url") from error


@dataclass(frozen=True, slots=True)
class _ClientData:
    text: str
    challenge: bytes
    is_framed: bool


def _whole(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if len(text) > LONGEST:
        raise Unreadable("too long")
    whole = _json(text)
    response = whole.get("response")
    if not isinstance(response, dict) or whole.get("type") != "public-key":
        raise Unreadable("not an answer of a public key's")
    id_ = _text_of(whole, "rawId")
    if whole.get("id") != id_:
        raise Unreadable("two ids")
    return {"type": "public-key", "id": id_, "rawId": id_}, response


def _client_data(response: Mapping[str, Any]) -> _ClientData:
    text = _text_of(response, "clientDataJSON")
    data = _json(_decoded(text))
    framed = data.get("crossOrigin", False)
    if not all(isinstance(data.get(name), str) for name in ("type", "challenge", "origin")):
        raise Unreadable("no client data")
    if not isinstance(framed, bool):
        raise Unreadable("framed or not")
    return _ClientData(text, _decoded(data["challenge"]), framed or "topOrigin" in data)


def _must_be_attestation(data: bytes) -> None:
    try:
        attestation = cbor.decode(data)
    except BROKEN as error:
        raise Unreadable("no CBOR") from error
    kinds = {"fmt": str, "authData": bytes, "attStmt": dict}
    if not isinstance(attestation, dict) or not all(
        isinstance(attestation.get(name), kind) for name, kind in kinds.items()
    ):
        raise Unreadable("no attestation")


def _handle(text: object) -> bytes:
    handle = _decoded(text)
    if len(handle) > LONGEST_HANDLE:
        raise Unreadable("too long a handle")
    return handle


def _transports(named: object) -> tuple[str, ...]:
    given = named if isinstance(named, list) else []
    return tuple(one for one in TRANSPORTS if one in given)


def _text_of(values: Mapping[str, Any], name: str) -> str:
    text = values.get(name)
    if not isinstance(text, str) or not text:
        raise Unreadable(f"no {name}")
    return text


def _json(text: str | bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (RecursionError, ValueError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(found, dict):
        raise Unreadable("no object")
    return found
