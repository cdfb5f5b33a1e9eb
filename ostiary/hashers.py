"""Django's door to our Argon2id: libsodium computes, the stored form is Django's own."""

from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher, mask_hash
from django.utils.translation import gettext_noop as _

from .proofs import hashing


class Argon2idHasher(BasePasswordHasher):
    """`argon2$argon2id$v=19$m=…,t=…,p=…$salt$digest`, readable by Django's Argon2PasswordHasher."""

    algorithm = "argon2"

    def salt(self) -> str:
        return hashing.new_salt().decode("latin-1")

    def encode(self, password: str, salt: str) -> str:
        return self.algorithm + hashing.hash_password(password, salt.encode("latin-1"))

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, rest = encoded.split("$", 1)
        variety, version, parameters, salt, digest = rest.split("$")
        return {
            "algorithm": algorithm,
            "variety": variety,
            "version": version,
            "params": parameters,
            "salt": salt,
            "hash": digest,
        }

    def verify(self, password: str, encoded: str) -> bool:
        return hashing.verify_password(password, encoded.removeprefix(self.algorithm))

    def must_update(self, encoded: str) -> bool:
        return hashing.needs_rehash(encoded.removeprefix(self.algorithm))

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: it would hash a second time at a sign-in, and every hash we store costs the same."""

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        decoded = self.decode(encoded)
        return {
            _("algorithm"): decoded["algorithm"],
            _("variety"): decoded["variety"],
            _("version"): decoded["version"],
            _("parameters"): decoded["params"],
            _("salt"): mask_hash(decoded["salt"]),
            _("hash"): mask_hash(decoded["hash"]),
        }
