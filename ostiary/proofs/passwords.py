"""Which passwords are refused, and why: NIST SP 800-63B-4 and ASVS 6.2, without composition rules."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from unicodedata import combining, normalize

from . import guesses
from .hashing import MAX_PASSWORD_BYTES, password_bytes

MIN_LENGTH: Final = 15  # code points, NIST's least for a password that may stand alone
MIN_PARTS: Final = 5
MIN_SCORE: Final = 3

_SHORTEST_WORD = 3
_OWN_WORDS = ("ostiary",)


class WeakPassword(ValueError):
    """A password that we do not take; `code` and `params` say why, never which."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


def check_password(
    password: str,
    context_words: Iterable[str] = (),
    is_breached: Callable[[str], bool] = lambda password: False,
) -> int:
    """Take a new password or raise WeakPassword. All of Unicode is welcome, spaces included.

    `context_words` are what others know: the person's name and address, the accounts, the product.
    `is_breached` says whether a password stood in somebody's breach. Returns zxcvbn's score, 3 or 4.

    Codes: too_short (`least` code points), too_long (`most` bytes), unreadable (half a character),
    repeated (what it repeats is too short), context (made of words of the context and little else),
    common (made of few frequent passwords, walks and years), breached, guessable (by zxcvbn's estimate).
    """
    normal = _measured(password)
    context = _words(context_words)
    if len(guesses.repeated_unit(normal)) < MIN_LENGTH:
        raise WeakPassword("repeated")
    _refuse_few_parts(normal, context)
    if is_breached(normal):
        raise WeakPassword("breached")
    score = guesses.score(normal, context)
    if score < MIN_SCORE:
        raise WeakPassword("guessable")
    return score


def _measured(password: str) -> str:
    try:
        normal = password_bytes(password).decode()
    except UnicodeEncodeError:
        raise WeakPassword("unreadable") from None
    except ValueError:
        raise WeakPassword("too_long", {"most": MAX_PASSWORD_BYTES}) from None
    if len(normal) < MIN_LENGTH:
        raise WeakPassword("too_short", {"least": MIN_LENGTH})
    return normal


def _refuse_few_parts(password: str, context: frozenset[str]) -> None:
    if password.lower() in guesses.COMMON:
        raise WeakPassword("common")
    kinds = guesses.parts(password, context)
    if len(kinds) < MIN_PARTS:
        raise WeakPassword("context" if "context" in kinds else "common")


def _words(texts: Iterable[str]) -> frozenset[str]:
    """Every word of the texts, each text run together, and both without accents, as people type them."""
    words = set(_OWN_WORDS)
    for text in texts:
        found = re.findall(r"[^\W_]+", normalize("NFC", text).casefold())
        words |= {*found, "".join(found)}
    words |= {_plain(word) for word in words}
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


def _plain(word: str) -> str:
    return "".join(character for character in normalize("NFD", word) if not combining(character))
