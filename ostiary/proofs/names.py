"""Names of people, accounts, services: shown on pages and in letters to strangers, so never a carrier."""

import re
from typing import Final
from unicodedata import category, name, normalize

MAX_NAME: Final = 120  # code points

_JOINERS = "\u200c\u200d"  # letters of Persian and of Indic scripts need them
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by category, empty to the eye
_CONFUSED = {"LATIN", "CYRILLIC", "GREEK"}
_WORDS = re.compile(r"[^\W\d_]+")
_DOTS = str.maketrans("\u3002\uff61", "..")
_LINK = re.compile(r"\w://|\bwww\.|\bmailto:|(?<!\w)(?:\d{1,3}\.){3}\d{1,3}(?!\w)", re.IGNORECASE)
_HOST = re.compile(r"\w\.[^\W\d_]{2,}|\.xn--", re.IGNORECASE)


class BadName(ValueError):
    """Not a name that we would show; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_name(text: str, *, max_length: int = MAX_NAME, hosts: bool = False) -> str:
    """A name in NFC, trimmed, runs of spaces made one.

    A service may be called after the host it serves (`hosts`); a person and an account may not, because
    mail programs turn a bare host into a link.

    Raises BadName: missing, too_long (code points), control_character, invisible (bidirectional and other
    characters that change what one sees without being seen), mixed_scripts, link.
    """
    if not isinstance(text, str):
        raise BadName("missing")
    if len(text) > 4 * max_length:
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
    """What names are searched and compared by: case, width and joiners do not count (NFKC casefold)."""
    folded = normalize("NFKC", normalize("NFKC", text).casefold())
    return " ".join("".join(character for character in folded if category(character) != "Cf").split())


def _refuse_unseen(text: str) -> None:
    for character in text:
        kind = category(character)
        if kind in ("Cc", "Zl", "Zp"):
            raise BadName("control_character")
        if (kind[0] == "C" and character not in _JOINERS) or character in _BLANKS:
            raise BadName("invisible")


def _refuse_mixed_scripts(text: str) -> None:
    """Refuse a word that mixes alphabets whose letters look alike, such as a Cyrillic A before `cme`."""
    for word in _WORDS.findall(text):
        scripts = {name(letter, "").partition(" ")[0] for letter in word}
        if len(scripts & _CONFUSED) > 1:
            raise BadName("mixed_scripts")


def _refuse_links(text: str, *, hosts: bool) -> None:
    plain = normalize("NFKC", text).translate(_DOTS)
    if _LINK.search(plain) and not (hosts and "://" not in plain and "mailto:" not in plain.lower()):
        raise BadName("link")
    if not hosts and _HOST.search(plain):
        raise BadName("link")
