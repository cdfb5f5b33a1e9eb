"""The key ring: everything that Ostiary signs or seals, it signs and seals under one rotatable ring."""

import hmac
import re
from collections.abc import Sequence
from secrets import token_bytes, token_urlsafe
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import base64url, ids

KEY_BYTES: Final = 32
MAC_LENGTH: Final = 43  # base62 characters of 256 bits

_NONCE_BYTES = 12
_SEALED = re.compile(r"(?P<head>1\.(?P<key>[0-9a-f]{8})\.)(?P<body>[0-9A-Za-z_-]+)")


class Unsealable(Exception):
    """A sealed text that no key of the ring opens for this purpose and context, or that was tampered with."""


class Ring:
    """Keys in order: the first signs and seals, all verify and open. Removing one ends all that it made."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("a ring needs a key")
        if any(len(key) < KEY_BYTES for key in keys):
            raise ValueError(f"a key of the ring has less than {KEY_BYTES} bytes")
        self._keys = tuple(keys)
        self._subkeys: dict[str, list[bytes]] = {}
        self._names = [derive("key name", key)[:4].hex() for key in keys]
        # What is sealed names its key. Different keys have the same name once in four thousand million times.
        if len(set(self._names)) < len(keys):
            raise ValueError("the ring has a key twice, or two with the same name")

    def __repr__(self) -> str:
        return f"<Ring of {len(self._keys)}>"

    def mac(self, purpose: str, message: str) -> str:
        """256 bits that nobody without the first key can make, in base62."""
        return self.macs(purpose, message)[0]

    def macs(self, purpose: str, message: str) -> list[str]:
        """What each key of the ring makes of it, the first key first."""
        return [_mac(key, message) for key in self._for(f"mac {purpose}")]

    def verify(self, purpose: str, message: str, mac: str) -> bool:
        """Whether a key of the ring made this mac for this purpose and message, in constant time."""
        given = mac.encode("utf-8", "replace")
        matches = [hmac.compare_digest(own.encode(), given) for own in self.macs(purpose, message)]
        return any(matches)  # of a list: every key is tried

    def seal(self, purpose: str, plaintext: bytes, context: str) -> str:
        """Encrypt with AES-256-GCM, bound to a context, such as the row's id, which is needed to open it."""
        head = self._head()
        nonce = token_bytes(_NONCE_BYTES)
        box = AESGCM(self._for(f"seal {purpose}")[0]).encrypt(nonce, plaintext, (head + context).encode())
        return head + base64url.encode(nonce + box)

    def unseal(self, purpose: str, sealed: str, context: str) -> bytes:
        """What was sealed. Raises Unsealable."""
        match = _SEALED.fullmatch(sealed)
        if match is None or match["key"] not in self._names:
            raise Unsealable("No key of the ring sealed this")
        key = self._for(f"seal {purpose}")[self._names.index(match["key"])]
        try:
            body = base64url.decode(match["body"])
            nonce, box = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
            return AESGCM(key).decrypt(nonce, box, (match["head"] + context).encode())
        except (InvalidTag, ValueError):
            raise Unsealable("Tampered with, or sealed for something else") from None

    def is_current(self, sealed: str) -> bool:
        """Whether the first key sealed this. If not, it is sealed anew before the older key is taken away."""
        return sealed.startswith(self._head())

    def _head(self) -> str:
        return f"1.{self._names[0]}."

    def _for(self, purpose: str) -> list[bytes]:
        # Purposes are written in our code, never by a user, so this stays small.
        if purpose not in self._subkeys:
            self._subkeys[purpose] = [derive(purpose, key) for key in self._keys]
        return self._subkeys[purpose]


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
