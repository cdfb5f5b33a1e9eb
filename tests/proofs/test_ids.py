import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs import ids


def test_an_id_is_22_base62_characters_and_holds_128_bits():
    assert len(ids.new_id()) == ids.LENGTH == 22
    assert ids.LENGTH * math.log2(62) >= 130  # ASVS 11.5.1 asks for 128
    assert ids.is_id(ids.new_id())


def test_no_two_ids_are_alike_and_every_character_is_used():
    made = [ids.new_id() for _ in range(5000)]

    assert len(set(made)) == len(made)
    for position in range(ids.LENGTH):
        counts = Counter(text[position] for text in made)
        assert set(counts) == set(ids.ALPHABET)
        assert max(counts.values()) < 3 * 5000 / 62


@pytest.mark.parametrize(
    "text",
    ["", "a" * 21, "a" * 23, "a" * 22 + "\n", "a" * 21 + "é", "a" * 21 + "٣", "a" * 21 + "-", " " + "a" * 21],
)
def test_other_texts_are_no_ids(text):
    assert not ids.is_id(text)


@given(st.integers(0, 62**22 - 1))
def test_base62_is_read_back(number):
    text = ids.encode(number, 22)

    assert len(text) == 22
    assert ids.decode(text) == number


@given(st.integers(0, 62**4 - 1), st.integers(0, 62**4 - 1))
def test_base62_of_one_width_sorts_as_numbers_do(one, other):
    assert (ids.encode(one, 4) < ids.encode(other, 4)) == (one < other)


@pytest.mark.parametrize(("number", "width"), [(62, 1), (-1, 4), (62**22, 22)])
def test_a_number_that_does_not_fit_is_refused(number, width):
    with pytest.raises(ValueError, match="fit"):
        ids.encode(number, width)


@pytest.mark.parametrize("text", ["", "a-b", "é", "a b", "٣"])
def test_other_characters_are_no_base62(text):
    with pytest.raises(ValueError, match="base62"):
        ids.decode(text)
