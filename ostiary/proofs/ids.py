"""Public ids, and the base62 they and all our secrets are written in."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 22

_SHAPE = re.compile(rf"[0-9A-Za-z]{{{LENGTH}}}")
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def new_id() -> str:
    """A random id of 22 base62 characters: 130 bits from the system's CSPRNG (ASVS 11.5.1)."""
    return random_base62(LENGTH)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id. Says nothing about whether anything has that id."""
    return _SHAPE.fullmatch(text) is not None


def random_base62(length: int) -> str:
    """As many random base62 characters as asked for, each of them equally likely."""
    return encode(secrets.randbelow(62**length), length)


def encode(number: int, width: int) -> str:
    """A number in base62, padded on the left to the width. Raises ValueError when it does not fit."""
    if not 0 <= number < 62**width:
        raise ValueError("The number does not fit the width")
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def decode(text: str) -> int:
    """The number that `encode` wrote. Raises ValueError for any other character and for an empty text."""
    if not text or not _VALUES.keys() >= set(text):
        raise ValueError("Not base62")
    number = 0
    for character in text:
        number = number * 62 + _VALUES[character]
    return number
