import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs.ids import new_id
from ostiary.proofs.links import (
    CODE_DIGITS,
    LinkKind,
    check_link_secret,
    check_mailed_code,
    link_secret,
    mailed_code,
)
from ostiary.proofs.ring import Ring

RING = Ring([b"k" * 32])
REF = "0123456789abcdefghijkl"

kinds = st.sampled_from(LinkKind)
numbers = st.integers(0, 2**40)


@given(kinds, numbers)
def test_a_secret_is_derived_again_from_what_the_record_holds(kind, number):
    secret = link_secret(RING, kind, REF, number)

    assert secret == link_secret(Ring([b"k" * 32]), kind, REF, number)
    assert check_link_secret(RING, kind, REF, number, secret)


def test_a_secret_has_more_than_128_bits_in_letters_that_every_mail_program_keeps_in_a_link():
    secret = link_secret(RING, LinkKind.INVITATION, REF, 1)

    assert len(secret) * math.log2(62) >= 256
    assert secret.isascii()
    assert secret.isalnum()


@pytest.mark.parametrize(("made_for", "used_for"), list(product(LinkKind, LinkKind)))
def test_a_secret_of_one_kind_is_worthless_as_any_other(made_for, used_for):
    """authentik CVE-2022-23555, Decidim CVE-2023-48220: a link of one journey taken by another."""
    secret = link_secret(RING, made_for, REF, 1)
    code = mailed_code(RING, made_for, REF, 1)

    assert check_link_secret(RING, used_for, REF, 1, secret) == (made_for == used_for)
    assert check_mailed_code(RING, used_for, REF, 1, code) == (made_for == used_for)


@pytest.mark.parametrize("kind", LinkKind)
def test_a_secret_opens_no_other_record_and_ends_with_the_next_sending(kind):
    secret = link_secret(RING, kind, REF, 1)

    assert not check_link_secret(RING, kind, new_id(), 1, secret)
    assert not check_link_secret(RING, kind, REF, 2, secret)
    assert not check_link_secret(RING, kind, REF, 0, secret)


@given(st.text(max_size=30), numbers, st.text(max_size=30), numbers)
def test_no_two_letters_share_a_secret(ref, number, other_ref, other_number):
    one = link_secret(RING, LinkKind.INVITATION, ref, number)
    other = link_secret(RING, LinkKind.INVITATION, other_ref, other_number)

    assert (one == other) == ((ref, number) == (other_ref, other_number))


def test_number_and_record_never_run_together():
    assert link_secret(RING, LinkKind.INVITATION, "2/x", 1) != link_secret(RING, LinkKind.INVITATION, "x", 12)
    assert link_secret(RING, LinkKind.INVITATION, "2x", 1) != link_secret(RING, LinkKind.INVITATION, "x", 12)


@given(st.text(max_size=60))
def test_garbage_opens_nothing(garbage):
    assert not check_link_secret(RING, LinkKind.INVITATION, REF, 1, garbage)


def test_links_live_on_while_their_key_is_in_the_ring_and_die_with_it():
    secret = link_secret(RING, LinkKind.INVITATION, REF, 1)

    assert check_link_secret(Ring([b"n" * 32, b"k" * 32]), LinkKind.INVITATION, REF, 1, secret)
    assert not check_link_secret(Ring([b"n" * 32]), LinkKind.INVITATION, REF, 1, secret)


def test_a_mailed_code_is_eight_digits_and_read_with_spaces():
    code = mailed_code(RING, LinkKind.ENROLMENT, REF, 1)

    assert len(code) == CODE_DIGITS == 8
    assert code.isdigit()
    assert check_mailed_code(RING, LinkKind.ENROLMENT, REF, 1, f" {code[:4]} {code[4:]}\n")
    assert not check_mailed_code(RING, LinkKind.ENROLMENT, REF, 2, code)
    assert not check_mailed_code(RING, LinkKind.ENROLMENT, REF, 1, "")


def test_mailed_codes_are_spread_over_all_their_digits():
    codes = {mailed_code(RING, LinkKind.ENROLMENT, REF, number) for number in range(500)}

    assert len(codes) > 495
    assert {code[0] for code in codes} == set("0123456789")


def test_a_mailed_code_lives_on_while_its_key_is_in_the_ring():
    code = mailed_code(RING, LinkKind.ENROLMENT, REF, 1)

    assert check_mailed_code(Ring([b"n" * 32, b"k" * 32]), LinkKind.ENROLMENT, REF, 1, code)
    assert not check_mailed_code(Ring([b"n" * 32]), LinkKind.ENROLMENT, REF, 1, code)
