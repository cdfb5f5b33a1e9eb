"""What hashing costs in the tests' own process: next to nothing, unless a test asks for `full_cost`.

Hashes are made and verified by libsodium as ever, at the least that Argon2id can do with. The servers and
commands that tests start hash at full cost.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ostiary.proofs import hashing

LEAST_KIB, LEAST_PASSES = 8, 1
FULL_KIB, FULL_PASSES = hashing.MEMORY_KIB, hashing.PASSES


def cheap() -> None:
    _set(LEAST_KIB, LEAST_PASSES)


@contextmanager
def full() -> Iterator[None]:
    _set(FULL_KIB, FULL_PASSES)
    try:
        yield
    finally:
        cheap()


def _set(memory_kib: int, passes: int) -> None:
    before = hashing._OURS
    hashing.MEMORY_KIB, hashing.PASSES = memory_kib, passes
    hashing._OURS = f"$argon2id$v=19$m={memory_kib},t={passes},p={hashing.LANES}$"
    hashing._NOBODY = hashing._OURS + hashing._NOBODY.removeprefix(before)
