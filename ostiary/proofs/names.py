"""Names of people, accounts and services: shown on pages and in letters to strangers, so without links."""

import re
from typing import Final
from unicodedata import category, name, normalize

from .unseen import UNSEEN

MAX_NAME: Final = 100  # code points

_NEEDED = "\u200c\u200d\ufe0f"  # joiners of Persian and Indic letters, and of emoji
_LOOK_ALIKE = {"LATIN", "CYRILLIC", "GREEK"}
_WORDS = re.compile(r"[^\W\d_]+")
_DOTS = str.maketrans("\u3002\uff61", "..")
_LINK = re.compile(r"\w://|\bmailto:", re.IGNORECASE)
_HOST = re.compile(r"\bwww\.|[\w-]{2,}\.[^\W\d_]{2,}|\w\.[a-z]{2,3}(?!\w)", re.IGNORECASE)


class BadName(ValueError):
    """Not a name that we would show; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_name(text: str, *, max_length: int = MAX_NAME, hosts: bool = False) -> str:
    """A name in NFC, trimmed, each run of spaces made one.

    A service may be called after the host it serves (`hosts`). A person and an account may not: mail
    programs turn a bare host into a link, and invitations go to strangers.

    Raises BadName: missing, too_long, control_character, invisible (bidirectional overrides among them),
    mixed_scripts, link.
    """
    if not isinstance(text, str):
        raise BadName("missing")
    if len(text) > 4 * max_length:  # before any work
        raise BadName("too_long")
    shown = normalize("NFC", text.strip())
    _refuse_unseen(shown)
    shown = " ".join(shown.split())
    if not any(category(character)[0] in "LN" for character in shown):
        raise BadName("missing")
    if len(shown) > max_length:
        raise BadName("too_long")
    _refuse_mixed_scripts(shown)
    _refuse_links(shown, hosts=hosts)
    return shown


def name_key(text: str) -> str:
    """What names are searched and compared by: neither case nor width nor what nobody sees counts."""
    folded = normalize("NFKC", normalize("NFKC", UNSEEN.sub("", text)).casefold())
    return " ".join(folded.split())


def _refuse_unseen(text: str) -> None:
    for character in text:
        if category(character) in ("Cc", "Zl", "Zp"):
            raise BadName("control_character")
        if character in _NEEDED:
            continue
        if category(character)[0] == "C" or UNSEEN.match(character):
            raise BadName("invisible")


def _refuse_mixed_scripts(text: str) -> None:
    """Refuse a word of several alphabets whose letters look alike, such as `Аcme` with a Cyrillic A."""
    for word in _WORDS.findall(text):
        scripts = {name(letter, "").partition(" ")[0] for letter in word}
        if len(scripts & _LOOK_ALIKE) > 1:
            raise BadName("mixed_scripts")


def _refuse_links(text: str, *, hosts: bool) -> None:
    plain = normalize("NFKC", text).translate(_DOTS)
    if _LINK.search(plain) or (not hosts and _HOST.search(plain)):
        raise BadName("link")
