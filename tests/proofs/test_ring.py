import hmac
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs.ids import ALPHABET
from ostiary.proofs.ring import Ring, Unsealable, derive, new_key, parse_keys

OLD, NEW, STRANGE = (letter * 32 for letter in (b"o", b"n", b"s"))
RING = Ring([NEW])
SECRET = b"JBSWY3DPEHPK3PXP"

purposes = st.sampled_from(["totp", "connection", "session", "mac", ""])
texts = st.text(max_size=50)


def test_a_subkey_is_hkdf_sha256_of_its_purpose():
    extracted = hmac.digest(bytes(32), NEW, "sha256")  # RFC 5869, by the standard library

    assert derive("totp", NEW) == hmac.digest(extracted, b"ostiary totp\x01", "sha256")
    assert len({derive("totp", NEW), derive("totp", OLD), derive("session", NEW)}) == 3


@given(purposes, texts)
def test_what_the_ring_signs_it_verifies(purpose, message):
    mac = RING.mac(purpose, message)

    assert RING.verify(purpose, message, mac)
    assert len(mac) == 43
    assert mac.isalnum()


@given(purposes, purposes, texts, texts)
def test_a_mac_is_good_for_its_purpose_and_message_alone(purpose, another, message, other):
    mac = RING.mac(purpose, message)

    assert RING.verify(another, other, mac) == ((another, other) == (purpose, message))


@given(st.text(max_size=60) | st.just("é" * 43) | st.just("\ud800" * 43))
def test_garbage_is_no_mac(garbage):
    assert not RING.verify("totp", "x", garbage)


@given(purposes, st.binary(max_size=200), texts)
def test_what_the_ring_seals_it_opens(purpose, plaintext, context):
    assert RING.unseal(purpose, RING.seal(purpose, plaintext, context), context) == plaintext


def test_the_same_plaintext_is_never_sealed_alike():
    sealed = {RING.seal("totp", SECRET, "olga") for _ in range(100)}

    assert len(sealed) == 100
    assert not any(SECRET.decode() in text for text in sealed)


def test_a_seal_opens_for_its_own_row_and_purpose_alone():
    sealed = RING.seal("totp", SECRET, "olga")

    for purpose, context in [("totp", "mary"), ("totp", ""), ("connection", "olga"), ("mac totp", "olga")]:
        with pytest.raises(Unsealable):
            RING.unseal(purpose, sealed, context)


@pytest.mark.parametrize("length", [15, 16, 17])
def test_a_seal_with_any_character_changed_stays_shut(length):
    sealed = RING.seal("totp", b"x" * length, "olga")
    last = len(sealed) - 1

    for position, character in enumerate(sealed):
        # Base64 leaves bits of its last character unused: there, every other character is tried.
        for replacement in set(ALPHABET + "-_" if position == last else "Az0-.") - {character}:
            with pytest.raises(Unsealable):
                RING.unseal("totp", sealed[:position] + replacement + sealed[position + 1 :], "olga")


@given(st.text(max_size=80) | st.from_regex(r"\A1\.[0-9a-f]{8}\.[0-9A-Za-z_-]*\Z"))
def test_garbage_is_unsealable_and_nothing_worse(garbage):
    with pytest.raises(Unsealable):
        RING.unseal("totp", garbage, "olga")


def test_a_seal_cut_short_or_lengthened_stays_shut():
    sealed = RING.seal("totp", SECRET, "olga")
    shorter = [sealed[:length] for length in range(len(sealed))]

    for changed in [*shorter, sealed + "A", sealed + "=", sealed + "\n"]:
        with pytest.raises(Unsealable):
            RING.unseal("totp", changed, "olga")


def test_after_a_rotation_the_old_key_still_verifies_and_opens_and_the_new_one_signs_and_seals():
    before, between = Ring([OLD]), Ring([NEW, OLD])
    mac, sealed = before.mac("link", "x"), before.seal("totp", SECRET, "olga")

    assert between.verify("link", "x", mac)
    assert between.unseal("totp", sealed, "olga") == SECRET
    assert between.mac("link", "x") == Ring([NEW]).mac("link", "x") != mac
    assert Ring([NEW]).unseal("totp", between.seal("totp", SECRET, "olga"), "olga") == SECRET


def test_what_a_removed_key_made_is_worth_nothing():
    before, after = Ring([OLD]), Ring([NEW])
    mac, sealed = before.mac("link", "x"), before.seal("totp", SECRET, "olga")

    assert not after.verify("link", "x", mac)
    with pytest.raises(Unsealable):
        after.unseal("totp", sealed, "olga")


def test_two_keys_of_one_name_are_no_ring_since_a_seal_would_not_tell_which_opens_it():
    alike = [f"a key of the ring, number {number}".encode() for number in ("00089935", "00121184")]
    assert Ring(alike[:1])._head() == Ring(alike[1:])._head()

    with pytest.raises(ValueError, match="ring"):
        Ring(alike)


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b"x" * 31], [NEW, NEW]])
def test_a_ring_of_no_short_or_repeated_keys_is_refused(keys):
    with pytest.raises(ValueError, match="ring"):
        Ring(keys)


def test_keys_are_read_in_order_and_need_32_characters():
    one, two = new_key(), new_key()

    assert parse_keys(f" {one},{two}\n") == parse_keys(f"{one} {two}") == [one.encode(), two.encode()]
    for text in ["", " , ", "short", f"{one} {'x' * 31}", f"{one},{one}"]:
        with pytest.raises(ValueError, match="ring"):
            parse_keys(text)


def test_no_key_is_printed_or_logged(caplog):
    with pytest.raises(ValueError, match="ring") as caught:
        parse_keys("tooshortsecret")
    logging.getLogger().warning("%r %s", RING, RING)

    assert "tooshort" not in str(caught.value)
    assert "nnnn" not in caplog.text


def test_what_the_first_key_sealed_is_current_and_nothing_else():
    between = Ring([NEW, OLD])

    assert between.is_current(between.seal("totp", SECRET, "olga"))
    assert not between.is_current(Ring([OLD]).seal("totp", SECRET, "olga"))
