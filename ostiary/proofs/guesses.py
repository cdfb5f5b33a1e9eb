"""How soon a password would be guessed: the known parts it is put together from, and zxcvbn's estimate."""

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from zxcvbn import matching, scoring, time_estimates  # type: ignore[import-untyped]
from zxcvbn.adjacency_graphs import ADJACENCY_GRAPHS  # type: ignore[import-untyped]
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

COMMON: Final[frozenset[str]] = frozenset(FREQUENCY_LISTS["passwords"])
"""Zxcvbn's 30,000 most frequent passwords, in lower case."""

_WORDS = frozenset(word for word in FREQUENCY_LISTS["passwords"][:3000] if len(word) > 3)  # ASVS 6.2.4
_LONGEST = 32  # characters looked at for one piece
_SHORTEST_WALK = 3
_ENGLISH = FREQUENCY_LISTS["us_tv_and_film"][:100] + FREQUENCY_LISTS["english_wikipedia"][:100]
_GLUE = {*" -_.", *(word for word in _ENGLISH if len(word) > 1)}
_YEAR = re.compile(r"(?:19|20)\d\d")
_SUFFIX = re.compile(r"[0-9!-/:-@\[-`{-~]{1,3}")  # what is hung on a word counts once: 1!, 99, 007
_NEIGHBOURS = {
    key: frozenset("".join(near for near in keys if near)) for key, keys in ADJACENCY_GRAPHS["qwerty"].items()
}
# Every sign of zxcvbn's l33t table, so that its own search finds none left; 1 is read twice.
_SIGNS, _LETTERS = "4@8({[<369!|0$5+7%2", "aabcccceggiiossttxz"
_READINGS = [str.maketrans(_SIGNS + "1", _LETTERS + one) for one in "il"]

_SCORED = 40  # code points that zxcvbn looks at: its time grows faster than the length
_AS_TYPED = (
    matching.dictionary_match,
    matching.reverse_dictionary_match,
    matching.spatial_match,
    matching.sequence_match,
    matching.regex_match,
    matching.date_match,
)
_UNDONE = (matching.dictionary_match, matching.reverse_dictionary_match, matching.repeat_match)


def repeated_unit(password: str) -> str:
    """What a password repeats from beginning to end, the last time perhaps cut short; else all of it."""
    text = password.casefold()
    for length in range(1, len(text) // 2 + 1):
        if text.startswith(text[length:]):
            return text[:length]
    return text


def parts(password: str, context: Collection[str] = ()) -> list[str]:
    """The kinds of the fewest pieces that a password can be put together from.

    Pieces are the 3,000 most frequent passwords (common), words of the context, walks over keyboard or
    alphabet, years, suffixes of up to three signs, and letters for what is left. Separators and English's
    most frequent words join them and do not count.
    """
    text = password.casefold()
    readings = [text, *(text.translate(reading) for reading in _READINGS)]
    # For each length: how many pieces so far, where the last of them starts, and its kind.
    steps = [(0, 0, ""), *[(len(text) + 1, 0, "")] * len(text)]
    for start in range(len(text)):
        for end, kind in _pieces(readings, start, context):
            count = steps[start][0] + (kind != "glue")
            if count < steps[end][0]:
                steps[end] = (count, start, kind)
    return _traced(steps)


def score(password: str, context: Collection[str] = ()) -> int:
    """Zxcvbn's score, 0 to 4, of the first 40 code points.

    Not by its entry point, which shares the caller's words between threads through a global, and whose
    l33t search tries all combinations of readings: seconds for some passwords of 50 characters.
    """
    start = password[:_SCORED]
    undone = {start.lower().translate(reading) for reading in _READINGS}
    guesses = min(_guesses(start, _AS_TYPED, context), *(_guesses(text, _UNDONE, context) for text in undone))
    return int(time_estimates.guesses_to_score(guesses))


def _pieces(readings: list[str], start: int, context: Collection[str]) -> Iterator[tuple[int, str]]:
    text = readings[0]
    yield start + 1, "glue" if text[start] in _GLUE else "letter"
    if suffix := _SUFFIX.match(text, start):
        yield suffix.end(), "suffix"
    if year := _YEAR.match(text, start):
        yield year.end(), "year"
    for end in _walk_ends(text, start):
        yield end, "walk"
    for end in range(start + 2, min(start + _LONGEST, len(text)) + 1):
        found = {reading[start:end] for reading in readings}
        if not found.isdisjoint(context):
            yield end, "context"
        elif not found.isdisjoint(_WORDS):
            yield end, "common"
        elif text[start:end] in _GLUE:
            yield end, "glue"


def _walk_ends(text: str, start: int) -> Iterator[int]:
    for end in range(start + 2, min(start + _LONGEST, len(text)) + 1):
        here, there = text[end - 2], text[end - 1]
        near = abs(ord(here) - ord(there)) < 2 or there in _NEIGHBOURS.get(here, "")
        if not near:
            return
        if end - start >= _SHORTEST_WALK:
            yield end


def _traced(steps: list[tuple[int, int, str]]) -> list[str]:
    kinds = []
    end = len(steps) - 1
    while end:
        _, end, kind = steps[end]
        if kind != "glue":
            kinds.append(kind)
    return kinds[::-1]


def _guesses(text: str, matchers: tuple[Any, ...], context: Collection[str]) -> float:
    dictionaries = {**matching.RANKED_DICTIONARIES, "user_inputs": matching.build_ranked_dict(context)}
    matches = [match for matcher in matchers for match in matcher(text, _ranked_dictionaries=dictionaries)]
    return float(scoring.most_guessable_match_sequence(text, matches)["guesses"])
