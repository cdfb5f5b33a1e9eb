"""The key ring: everything that Ostiary signs or seals, it signs and seals under one rotatable ring."""

import binascii
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from secrets import token_bytes, token_urlsafe
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import ids

KEY_BYTES: Final = 32
MAC_LENGTH: Final = 43  # base62 characters of 256 bits

_NONCE_BYTES = 12
_SEALED = re.compile(r"1\.([0-9A-Za-z]{8})\.([0-9A-Za-z_-]+)")


class Unsealable(Exception):
    """A sealed text that no key of the ring opens for this purpose and context, or that was tampered with."""


class Ring:
    """Keys in order: the first signs and seals, all verify and open. Removing one ends all that it made."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) < KEY_BYTES for key in keys) or len(set(keys)) < len(keys):
            raise ValueError(f"A ring needs one or more different keys of at least {KEY_BYTES} bytes")
        self._keys = tuple(keys)
        self._subkeys: dict[str, list[bytes]] = {}
        self._names = [derive("key name", key)[:6] for key in keys]

    def __repr__(self) -> str:
        return f"<Ring of {len(self._keys)}>"

    def mac(self, purpose: str, message: str) -> str:
        """256 bits that nobody without the first key can make, in base62."""
        return _mac(self._for(f"mac {purpose}")[0], message)

    def verify(self, purpose: str, message: str, mac: str) -> bool:
        """Whether a key of the ring made this mac for this purpose and message, in constant time."""
        given = mac.encode("utf-8", "replace")
        matches = [
            hmac.compare_digest(_mac(key, message).encode(), given) for key in self._for(f"mac {purpose}")
        ]
        return any(matches)

    def seal(self, purpose: str, plaintext: bytes, context: str) -> str:
        """Encrypt with AES-256-GCM, bound to a context, such as the row's id, which is needed to open it."""
        nonce = token_bytes(_NONCE_BYTES)
        head = f"1.{self._key_name(0)}."
        sealer = AESGCM(self._for(f"seal {purpose}")[0])
        return head + _text(nonce + sealer.encrypt(nonce, plaintext, (head + context).encode()))

    def unseal(self, purpose: str, sealed: str, context: str) -> bytes:
        """What was sealed. Raises Unsealable."""
        match = _SEALED.fullmatch(sealed)
        position = self._position(match[1]) if match else None
        if match is None or position is None:
            raise Unsealable("No key of the ring sealed this")
        try:
            body = _bytes(match[2])
            opener = AESGCM(self._for(f"seal {purpose}")[position])
            nonce, box = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
            return opener.decrypt(nonce, box, (f"1.{match[1]}." + context).encode())
        except (InvalidTag, ValueError):
            raise Unsealable("Tampered with, or sealed for something else") from None

    def is_current(self, sealed: str) -> bool:
        """Whether the first key sealed this; if not, seal it anew before the older key is removed."""
        return sealed.startswith(f"1.{self._key_name(0)}.")

    def _for(self, purpose: str) -> list[bytes]:
        # Purposes are written in our code, never by a user, so this stays small.
        if purpose not in self._subkeys:
            self._subkeys[purpose] = [derive(purpose, key) for key in self._keys]
        return self._subkeys[purpose]

    def _key_name(self, position: int) -> str:
        return _text(self._names[position]).replace("-", "0").replace("_", "1")

    def _position(self, name: str) -> int | None:
        names = [self._key_name(position) for position in range(len(self._keys))]
        return names.index(name) if name in names else None


def derive(purpose: str, key: bytes) -> bytes:
    """The subkey of one key for one purpose: HKDF-SHA256, RFC 5869."""
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=f"ostiary {purpose}".encode()).derive(key)


def new_key() -> str:
    """A new random key, in the form that `parse_keys` reads."""
    return token_urlsafe(KEY_BYTES)


def parse_keys(text: str) -> list[bytes]:
    """Keys of at least 32 characters, separated by commas or white space, the current one first.

    Raises ValueError; its text names no key.
    """
    keys = [word.encode() for word in text.replace(",", " ").split()]
    Ring(keys)
    return keys


def _mac(key: bytes, message: str) -> str:
    return ids.encode(int.from_bytes(hmac.digest(key, message.encode(), "sha256")), MAC_LENGTH)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise ValueError("Not base64url") from None
    if _text(data) != text.rstrip("="):  # stray characters and bits: one text per value
        raise ValueError("Not base64url")
    return data
