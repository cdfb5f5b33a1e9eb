"""Passwords that stood in other people's breaches: a file of hashes, searched where it lies.

The file begins with a line and a count, then come the first eight bytes of every password's SHA-1 in order.
Reading takes thirty short reads for a thousand million of them and no memory; eight bytes leave a password
that is in no breach one chance in ten thousand million of being taken for one that is.
"""

import os
import re
from array import array
from collections.abc import Iterable, Iterator
from hashlib import sha1
from heapq import merge
from itertools import pairwise
from pathlib import Path
from sys import byteorder
from tempfile import TemporaryFile
from typing import IO, Final

from .hashing import password_bytes
from .passwords import MIN_LENGTH

FIRST_LINE: Final = b"ostiary breached passwords 1\n"
_HEADER = len(FIRST_LINE) + 8
_ENTRY = 8
_HASHED = re.compile(rb"([0-9A-Fa-f]{40})(:\d+)?")
# Entries that are put in order in memory, and that are read at a time: 8 bytes each on the disk.
_RUN = 500_000
_BLOCK = 8_192
# Places in the file that `check_order` looks at.
_LOOKED_AT = 1_000


class BadSet(ValueError):
    """The file is no whole set, or the list is none that a set can be made from; the message says why."""


class BreachedSet:
    """A set, open for searching. Raises BadSet for a file that is not a set, or only a part of one."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        header = self._file.read(_HEADER)
        if header[: len(FIRST_LINE)] != FIRST_LINE:
            raise BadSet(f"{path} is no set of breached passwords")
        self._count = int.from_bytes(header[len(FIRST_LINE) :], "big")
        if os.fstat(self._file.fileno()).st_size != _HEADER + self._count * _ENTRY:
            raise BadSet(f"{path} is not whole")

    def __len__(self) -> int:
        return self._count

    def __contains__(self, password: str) -> bool:
        wanted = _entry(sha1(password_bytes(password), usedforsecurity=False).digest())
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._at(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low < self._count and self._at(low) == wanted

    def _at(self, place: int) -> int:
        return int.from_bytes(os.pread(self._file.fileno(), _ENTRY, _HEADER + place * _ENTRY), "big")

    def check_order(self) -> None:
        """Raises BadSet where entries are out of order: nothing would be found in them."""
        places = range(0, self._count, max(1, self._count // _LOOKED_AT))
        looked_at = [self._at(place) for place in places]
        if any(one >= next_one for one, next_one in pairwise(looked_at)):
            raise BadSet(f"{self._file.name} is out of order")


def of_hashes(lines: Iterable[bytes]) -> Iterator[int]:
    """Entries from a list of SHA-1 hashes, a line each, with or without `:` and a count. Raises BadSet."""
    for number, line in enumerate(lines, 1):
        if text := line.strip():
            hashed = _HASHED.fullmatch(text)
            if not hashed:
                raise BadSet(f"line {number} is not the SHA-1 hash of a password, 40 hexadecimal digits")
            yield int(hashed[1][: 2 * _ENTRY], 16)


def of_passwords(lines: Iterable[bytes]) -> Iterator[int]:
    """Entries from a list of passwords, a line each. Those that are too short anyway are left out."""
    for line in lines:
        try:
            data = password_bytes(line.rstrip(b"\r\n").decode())
        except ValueError:  # no text, or longer than we take
            continue
        if len(data.decode()) >= MIN_LENGTH:
            yield _entry(sha1(data, usedforsecurity=False).digest())


def make(entries: Iterable[int], path: Path) -> int:
    """Write a set in the place of one that may be there, whole or not at all. Returns how many it holds.

    Entries may come in any number and order: runs that fit into memory are sorted, then merged. Raises BadSet
    where there are none, and what reading them raises.
    """
    unfinished = path.with_name(f"{path.name}.new")
    try:
        with TemporaryFile(dir=path.parent) as runs, os.fdopen(_for_us_alone(unfinished), "wb") as file:
            file.write(bytes(_HEADER))
            count = _write(_in_order(runs, entries), file)
            if not count:
                raise BadSet("there is nothing in the list that could be refused")
            file.seek(0)
            file.write(FIRST_LINE + count.to_bytes(8, "big"))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _for_us_alone(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _entry(digest: bytes) -> int:
    return int.from_bytes(digest[:_ENTRY], "big")


def _in_order(runs: IO[bytes], entries: Iterable[int]) -> Iterator[int]:
    """All entries by size. A list that is in order already, as the published ones are, is not merged."""
    bounds: list[tuple[int, int]] = []
    places: list[tuple[int, int]] = []
    for run in _runs(entries):
        places.append((runs.tell(), len(run)))
        bounds.append((run[0], run[-1]))
        array("Q", run).tofile(runs)
    runs.flush()
    each = [_read(runs, start, count) for start, count in places]
    is_in_order = all(one[1] <= other[0] for one, other in pairwise(bounds))
    return (entry for run in each for entry in run) if is_in_order else merge(*each)


def _runs(entries: Iterable[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for entry in entries:
        run.append(entry)
        if len(run) == _RUN:
            run.sort()
            yield run
            run = []
    if run:
        run.sort()
        yield run


def _read(runs: IO[bytes], start: int, count: int) -> Iterator[int]:
    end = start + count * _ENTRY
    for place in range(start, end, _BLOCK * _ENTRY):
        block = array("Q")
        block.frombytes(os.pread(runs.fileno(), min(_BLOCK * _ENTRY, end - place), place))
        yield from block


def _write(entries: Iterator[int], file: IO[bytes]) -> int:
    """Write each entry once, and count them."""
    count, last, block = 0, -1, array("Q")
    for entry in entries:
        if entry == last:
            continue
        block.append(entry)
        count, last = count + 1, entry
        if len(block) == _BLOCK:
            _flush(block, file)
    _flush(block, file)
    return count


def _flush(block: "array[int]", file: IO[bytes]) -> None:
    if byteorder == "little":
        block.byteswap()
    block.tofile(file)
    del block[:]
