"""The set of breached passwords that the operator may have put into the data folder."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .proofs.breached import BreachedSet


def path() -> Path:
    folder: Path = settings.CONFIG.data
    return folder / "breached-passwords"


def is_breached(password: str) -> bool:
    """False for every password where there is no set. Raises BadSet for one that is damaged."""
    found = opened()
    return found is not None and password in found


def opened() -> BreachedSet | None:
    """Opened once, and anew when another one has taken its place."""
    try:
        now_there = path().stat()
    except FileNotFoundError:
        return None
    return _opened(path(), (now_there.st_ino, now_there.st_size, now_there.st_mtime_ns))


@lru_cache(maxsize=1)
def _opened(file: Path, version: tuple[int, ...]) -> BreachedSet:
    return BreachedSet(file)
