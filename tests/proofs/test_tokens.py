import hashlib
import math
import re
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs import ids
from ostiary.proofs.tokens import PATTERN, RANDOM, BadToken, TokenKind, digest, hint, make, parse

SECURITY = Path(__file__).parents[2] / "docs/security.md"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

kinds = pytest.mark.parametrize("kind", TokenKind)


@kinds
def test_a_token_says_its_kind(kind):
    token = make(kind)

    assert token.startswith(f"ost_{kind}_")
    assert parse(token) is kind


def test_the_form_of_each_kind():
    forms = [re.sub("[0-9A-Za-z]{38}$", "…", make(kind)) for kind in TokenKind]

    assert forms == ["ost_pat_…", "ost_aut_…", "ost_scim_…"]


def test_the_random_part_holds_more_than_128_bits_and_never_repeats():
    assert RANDOM * math.log2(62) > 190  # ASVS 11.5.1
    assert len({make(TokenKind.PERSONAL) for _ in range(1000)}) == 1000


def test_the_checksum_is_crc32_of_all_before_it_in_base62():
    token = make(TokenKind.PERSONAL)

    assert token[-6:] == ids.encode(crc32(token[:-6].encode()), 6)


@kinds
def test_every_wrong_character_is_found_without_a_database(kind):
    token = make(kind)

    for position, character in enumerate(token):
        for wrong in {"0", "A", "z", "_"} - {character}:
            with pytest.raises(BadToken):
                parse(token[:position] + wrong + token[position + 1 :])


@kinds
def test_two_characters_changed_about_are_found(kind):
    token = make(kind)

    for position in range(len(token) - 1):
        swapped = token[:position] + token[position + 1] + token[position] + token[position + 2 :]
        if swapped != token:
            with pytest.raises(BadToken):
                parse(swapped)


@kinds
@pytest.mark.parametrize("other", TokenKind)
def test_a_token_is_never_taken_for_another_kind(kind, other):
    token = make(kind)
    relabelled = token.replace(f"ost_{kind}_", f"ost_{other}_")

    if kind != other:
        with pytest.raises(BadToken):
            parse(relabelled)
        assert digest(relabelled) != digest(token)


@kinds
@pytest.mark.parametrize("change", ["{} ", " {}", "{}\n", "{}0", "Bearer {}", "{0}{0}", "{0},{0}"])
def test_nothing_may_stand_around_a_token(kind, change):
    with pytest.raises(BadToken):
        parse(change.format(make(kind)))


@pytest.mark.parametrize("kind", ["session", "PAT", "", "pat_pat"])
def test_there_are_no_other_kinds(kind):
    body = f"ost_{kind}_" + "a" * 32

    with pytest.raises(BadToken):
        parse(body + ids.encode(crc32(body.encode()), 6))


@given(st.text(max_size=80) | st.from_regex(PATTERN))
def test_garbage_is_refused(text):
    with pytest.raises(BadToken):
        parse(text)


def test_an_error_does_not_repeat_the_token():
    token = make(TokenKind.PERSONAL)

    with pytest.raises(BadToken) as caught:
        parse(token + "x")
    assert token not in str(caught.value)


def test_a_huge_text_is_refused_at_once(at_once):
    huge = "ost_pat_" + "a" * 10_000_000

    with at_once(), pytest.raises(BadToken):
        parse(huge)


@kinds
def test_a_scanner_finds_a_token_in_what_was_pushed(kind):
    token = make(kind)
    found = re.search(PATTERN, f'curl -H "Fastly-Key: {token}" https://api.example.com')

    assert found
    assert parse(found[0]) is kind


def is_ours(text: str) -> bool:
    """By what is published and nothing else: the pattern, then the checksum."""
    (published,) = re.findall(r"```\n(\\bost_.+)\n```", SECURITY.read_text())
    if re.fullmatch(published, text) is None:
        return False
    number, checksum = crc32(text[:-6].encode()), ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        checksum = DIGITS[digit] + checksum
    return text[-6:] == checksum.rjust(6, "0")


@kinds
def test_what_is_published_for_scanners_tells_real_tokens_from_all_else(kind):
    for _ in range(200):
        token = make(kind)
        assert is_ours(token)
        for wrong in (
            token[:-1],
            token + "0",
            token.replace("ost_", "oss_"),
            token.replace(f"_{kind}_", "_xyz_"),
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            token[:-7] + ("0" if token[-7] != "0" else "1") + token[-6:],
        ):
            assert not is_ours(wrong)


def test_the_published_pattern_is_our_own():
    assert f"```\n{PATTERN}\n```" in SECURITY.read_text()


def test_what_is_kept_is_sha256():
    token = make(TokenKind.PERSONAL)

    assert digest(token) == hashlib.sha256(token.encode()).digest()
    assert len(digest("\ud800")) == 32  # from a JSON body; found nowhere, and no error either


@kinds
def test_a_hint_shows_the_kind_and_four_characters(kind):
    token = make(kind)

    assert hint(token) == f"ost_{kind}_…{token[-4:]}"
    assert token[:-6].rpartition("_")[2] not in hint(token)
