import re

import pytest

from ostiary.proofs import recovery
from ostiary.proofs.recovery import BadCode, digest, new_codes, new_salt, normalise

pytestmark = pytest.mark.usefixtures("full_cost")


def test_there_are_ten_codes_of_80_bits_printed_in_groups():
    codes = new_codes()

    assert len(set(codes)) == recovery.CODES == 10
    assert all(re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code) for code in codes)
    assert recovery.CODE_BYTES * 8 == 80  # NIST SP 800-63B-4 asks for 64


def test_a_code_may_be_typed_as_people_type():
    assert normalise("abcd-efgh-ijkl-mnop") == "ABCDEFGHIJKLMNOP"
    assert normalise(" ABCD efgh\tIJKL\u2013MNOP\n") == "ABCDEFGHIJKLMNOP"
    assert normalise("ABCD-EFGH-1JKL-MN0P") == "ABCDEFGHIJKLMNOP"
    assert normalise("8BCD-EFGH-IJKL-MNOP") == "BBCDEFGHIJKLMNOP"


@pytest.mark.parametrize(
    "entered",
    [
        "",
        "123456",
        "ABCD-EFGH-IJKL-MNO",
        "ABCD-EFGH-IJKL-MNOPQ",
        "ÄBCD-EFGH-IJKL-MNOP",
        "\ud800",
        "A-" * 10**7,
    ],
)
def test_what_has_not_the_form_of_a_code_is_refused_before_any_hash(entered, at_once):
    salt = new_salt()

    with at_once(), pytest.raises(BadCode):
        digest(entered, salt)


def test_one_hash_tells_which_code_of_a_set_was_typed():
    codes, salt = new_codes(), new_salt()
    kept = [digest(code, salt) for code in codes]

    assert kept.index(digest(codes[7].lower().replace("-", " "), salt)) == 7
    assert digest(new_codes()[0], salt) not in kept
    assert all(len(one) == 32 for one in kept)


def test_a_code_is_good_for_its_own_persons_set_alone():
    """Punk-TOTP CVE-2026-78619: B's recovery code taken for A."""
    code = new_codes()[0]
    kept_for_a = {digest(one, salt_of_a := new_salt()) for one in new_codes()[:2]}

    assert digest(code, salt_of_a) not in kept_for_a
    assert digest(code, new_salt()) != digest(code, salt_of_a)


def test_a_code_is_kept_as_a_password_hash_of_its_digits():
    from argon2.low_level import Type, hash_secret_raw

    raw = hash_secret_raw(b"ABCDEFGHIJKLMNOP", b"s" * 16, 2, 19456, 1, 32, Type.ID)

    assert digest("abcd efgh ijkl mnop", b"s" * 16) == raw
