"""Passkeys and security keys: what an authenticator of software may say, and all that is not believed."""

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fido2.cose import ES384, RS1, RS256

from ostiary.proofs import passkeys
from ostiary.proofs.passkey_answers import Unreadable, read_new, read_use
from ostiary.proofs.passkey_site import (
    Named,
    creation_options,
    new_challenge,
    new_handle,
    request_options,
    site_at,
)
from ostiary.proofs.passkeys import Asserted, Copied, Known, NotProved, Registered
from tests.authenticator import BE, BS, COSE, ORIGIN, UP, UV, Authenticator, encoded

SITE = site_at(ORIGIN, "Ostiary")


def register(device: Authenticator, **lies: Any) -> Registered:
    challenge = new_challenge()
    options = creation_options(SITE, challenge, new_handle(), "olga@example.com", "Olga", [])
    return passkeys.registered(SITE, challenge, read_new(device.make(options, **lies)))


def known(made: Registered) -> Known:
    return Known(made.credential_id, made.public_key, made.counter, made.backup_eligible)


def assert_with(device: Authenticator, key: Known, *, verified: bool = True, **lies: Any) -> Asserted:
    challenge = new_challenge()
    options = request_options(SITE, challenge, verified=verified)
    return passkeys.asserted(SITE, challenge, read_use(device.use(options, **lies)), key, verified=verified)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


@pytest.fixture
def key(device: Authenticator) -> Known:
    return known(register(device))


@pytest.mark.parametrize("algorithm", COSE)
def test_a_key_of_each_algorithm_we_offer_is_made_and_used(algorithm):
    device = Authenticator(algorithm)

    made = register(device)
    used = assert_with(device, known(made))

    assert (made.credential_id, made.user_verified, made.transports) == (
        device.id,
        True,
        ("hybrid", "internal"),
    )
    assert used == Asserted(counter=1, backed_up=False, user_verified=True)


def test_what_a_key_says_of_its_backup_is_kept():
    device = Authenticator(counter=None, flags=UP | UV | BE | BS)

    made = register(device)

    assert (made.backup_eligible, made.backed_up) == (True, True)
    assert not assert_with(device, known(made), flags=UP | UV | BE).backed_up


FORGED = {
    "wrong origin": {"origin": "http://localhost:8001"},
    "an origin below ours": {"origin": "http://evil.localhost:8000"},
    "TLS that is not there": {"origin": "https://localhost:8000"},
    "another site's hash": {"site": "evil.example"},
    "another challenge": {"challenge": encoded(b"x" * 32)},
    "no challenge": {"challenge": ""},
    "nobody touched it": {"flags": 0},
    "asked in a frame of another site": {"told": {"crossOrigin": True}},
    "framed, by another name": {"told": {"topOrigin": "https://evil.example"}},
    "backed up, though it cannot be": {"flags": UP | UV | BS},
}


@pytest.mark.parametrize("what", [*FORGED, "made instead of used"])
def test_h4_an_assertion_that_is_forged_proves_nothing(device, key, what):
    lies = FORGED.get(what, {"type": "webauthn.create"})

    with pytest.raises(NotProved):
        assert_with(device, key, **lies)


@pytest.mark.parametrize("what", [*FORGED, "used instead of made"])
def test_h4_a_registration_that_is_forged_makes_no_key(device, what):
    lies = FORGED.get(what, {"type": "webauthn.get"})

    with pytest.raises(NotProved):
        register(device, **lies)


SIGNATURES = {"empty": b"", "short": b"\x30", "of zeros": bytes(64), "long": bytes(5000)}


@pytest.mark.parametrize("what", SIGNATURES)
@pytest.mark.parametrize("algorithm", COSE)
def test_h4_a_signature_that_is_none_proves_nothing(algorithm, what):
    device = Authenticator(algorithm)
    key = known(register(device))

    with pytest.raises((NotProved, Unreadable)):
        assert_with(device, key, signature=SIGNATURES[what])


@pytest.mark.parametrize("algorithm", COSE)
def test_h4_what_was_signed_cannot_be_changed_afterwards(algorithm):
    device = Authenticator(algorithm)
    key = known(register(device))
    data = device._data(SITE.id, {"counter": 9_999})

    with pytest.raises(NotProved):
        assert_with(device, key, data=data)


def test_h4_another_key_does_not_answer_for_this_one(device, key):
    other = Authenticator(id=device.id)
    register(other)

    with pytest.raises(NotProved):
        assert_with(other, key)
    with pytest.raises(NotProved):
        assert_with(Authenticator(), key)


def test_without_verification_a_key_is_a_second_factor_and_nothing_more(device, key):
    with pytest.raises(NotProved):
        assert_with(device, key, flags=UP)

    assert not assert_with(device, key, verified=False, flags=UP).user_verified


@pytest.mark.parametrize(
    ("before", "given", "rises"),
    [
        (0, 0, True),
        (0, 1, True),
        (5, 6, True),
        (5, 5, False),
        (5, 4, False),
        (5, 0, False),
        (1, 2**32 - 1, True),
    ],
)
def test_a_counter_rises_unless_it_is_not_kept(device, key, before, given, rises):
    key = replace(key, counter=before)

    if rises:
        assert assert_with(device, key, counter=given).counter == given
    else:
        with pytest.raises(Copied):
            assert_with(device, key, counter=given)


def test_a_wrong_counter_says_nothing_unless_the_signature_is_right(device, key):
    """Else whoever knows a key's id could have it disabled."""
    with pytest.raises(NotProved) as refused:
        assert_with(device, replace(key, counter=5), counter=1, signature=b"x" * 70)

    assert not isinstance(refused.value, Copied)


def test_a_key_does_not_become_one_that_can_be_backed_up(device, key):
    with pytest.raises(NotProved):
        assert_with(device, key, flags=UP | UV | BE)


UNOFFERED = {
    "P-384": lambda: ES384.from_cryptography_key(ec.generate_private_key(ec.SECP384R1()).public_key()),
    "SHA-1": lambda: RS1.from_cryptography_key(rsa.generate_private_key(65537, 2048).public_key()),
    "1024 bits": lambda: RS256.from_cryptography_key(rsa.generate_private_key(65537, 1024).public_key()),
    "exponent 3": lambda: RS256.from_cryptography_key(rsa.generate_private_key(3, 2048).public_key()),
    "not on the curve": lambda: {1: 2, 3: -7, -1: 1, -2: b"1" * 32, -3: b"2" * 32},
    "another curve": lambda: {1: 2, 3: -7, -1: 8, -2: b"1" * 32, -3: b"2" * 32},
    "another kind": lambda: {1: 3, 3: -7, -1: 1, -2: b"1" * 32, -3: b"2" * 32},
    "half a point": lambda: {1: 2, 3: -7, -1: 1, -2: b"1" * 32},
    "numbers for bytes": lambda: {1: 2, 3: -7, -1: 1, -2: 2**60, -3: 2**60},
    "numbers for bytes of Ed25519": lambda: {1: 1, 3: -8, -1: 6, -2: 2**60},
    "no algorithm": lambda: {1: 2, -1: 1, -2: b"1" * 32, -3: b"2" * 32},
    "an algorithm in words": lambda: {1: 2, 3: "ES256", -1: 1, -2: b"1" * 32, -3: b"2" * 32},
    "nothing": dict,
    "no map": list,
}


@pytest.mark.parametrize("what", UNOFFERED)
def test_h4_only_keys_that_were_offered_are_taken(device, what):
    with pytest.raises(NotProved):
        register(device, public_key=UNOFFERED[what]())


def test_h4_no_key_is_made_under_another_id(device):
    with pytest.raises(NotProved):
        register(device, whole={"id": encoded(b"other"), "rawId": encoded(b"other")})
    with pytest.raises(NotProved):
        register(device, id=b"x" * 1024)


NO_ATTESTATION = {
    "empty": b"",
    "no CBOR": b"\xff\xff",
    "more behind it": b"\xa0\x00",
    "a number": b"\x18\x64",
    "half of it": b"\xa3\x63fmt",
    "very deep": b"\x81" * 8000,
    "a map of very many": b"\xbb" + b"\xff" * 8,
    "a key that is a list": b"\xa1\x80\x00",
    "a tag": b"\xc1\x00",
    "data as long as a number says": bytes.fromhex("a363666d74646e6f6e656761747453746d74a0686175746844617461")
    + b"\x1b\x00\x00\x00\xff\xff\xff\xff\xff",
}


@pytest.mark.parametrize("what", NO_ATTESTATION)
def test_h4_what_is_no_attestation_is_not_read(device, at_once, what):
    with at_once(), pytest.raises(Unreadable):
        register(device, attestation=NO_ATTESTATION[what])


@pytest.mark.parametrize("data", [b"", b"x" * 36, b"x" * 37, b"x" * 32 + b"\xc5" + bytes(30)])
def test_h4_authenticator_data_of_another_length_proves_nothing(device, key, data):
    with pytest.raises((NotProved, Unreadable)):
        assert_with(device, key, data=data)
    with pytest.raises(NotProved):
        register(device, data=data)


NOT_READ: dict[str, dict[str, Any]] = {
    "padding": {"response": {"signature": "AAA="}},
    "another alphabet": {"response": {"signature": "+/+/"}},
    "bits that say nothing": {"response": {"signature": "AB"}},
    "a number for bytes": {"response": {"signature": 99_999_999_999}},
    "a list for bytes": {"response": {"authenticatorData": [1, 2, 3]}},
    "a number for an id": {"whole": {"id": 99_999_999_999, "rawId": 99_999_999_999}},
    "two ids": {"whole": {"id": "AAAA"}},
    "no id": {"whole": {"id": "", "rawId": ""}},
    "no answer": {"whole": {"response": "x"}},
    "another kind": {"whole": {"type": "password"}},
    "a number for a handle": {"response": {"userHandle": 99_999_999_999}},
    "a handle too long": {"response": {"userHandle": encoded(b"x" * 65)}},
    "a number for a challenge": {"told": {"challenge": 99_999_999_999}},
    "a list for an origin": {"told": {"origin": [ORIGIN]}},
    "framed or not": {"told": {"crossOrigin": "no"}},
    "client data that is no JSON": {"client_data": b"{"},
    "client data that is no object": {"client_data": b"[]"},
    "client data in another alphabet": {"client_data": b"\xff\xfe"},
    "client data that is very deep": {"client_data": b"[" * 8000},
    "a number without end": {"client_data": b'{"type": ' + b"9" * 5000 + b"}"},
    "too long": {"whole": {"more": "x" * 20_000}},
}


@pytest.mark.parametrize("what", NOT_READ)
def test_h4_what_no_browser_says_is_not_read(device, key, at_once, what):
    with at_once(), pytest.raises(Unreadable):
        assert_with(device, key, **NOT_READ[what])


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{}", '"x"', "\ud800", "[" * 10_000, "9" * 10_000])
def test_h4_what_is_no_answer_at_all_is_not_read(text):
    for read in (read_new, read_use):
        with pytest.raises(Unreadable):
            read(text)


def test_unheard_of_transports_are_left_out(device):
    assert register(device, transports=["usb", "telepathy", 7, ["nfc"]]).transports == ("usb",)
    assert register(Authenticator(), transports="usb").transports == ()


@pytest.mark.parametrize(
    ("url", "origin", "id_"),
    [
        ("https://id.example.com", "https://id.example.com", "id.example.com"),
        ("https://ID.Example.com:443", "https://id.example.com", "id.example.com"),
        ("https://id.example.com:8443", "https://id.example.com:8443", "id.example.com"),
        ("http://localhost:8000", "http://localhost:8000", "localhost"),
        ("https://tür.example", "https://xn--tr-xka.example", "xn--tr-xka.example"),
    ],
)
def test_keys_are_bound_to_the_name_in_our_address(url, origin, id_):
    site = site_at(url, "Ostiary")

    assert (site.origin, site.id) == (origin, id_)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "https://[::1]", "https://192.0.2.1", "http://a.example"]
)
def test_where_browsers_offer_no_keys_neither_do_we(url):
    assert site_at(url, "Ostiary") is None


def test_options_name_what_an_authenticator_is_asked_for():
    challenge, handle = new_challenge(), new_handle()
    phone = Named(b"phone", ("internal",))

    making = creation_options(SITE, challenge, handle, "olga@example.com", "Olga", [phone])
    asking = request_options(SITE, challenge, [phone], verified=False)
    alone = request_options(SITE, challenge, verified=True)

    assert making["excludeCredentials"] == asking["allowCredentials"]
    assert asking["allowCredentials"] == [
        {"type": "public-key", "id": encoded(b"phone"), "transports": ["internal"]}
    ]
    assert [one["alg"] for one in making["pubKeyCredParams"]] == [-8, -7, -257]
    assert (making["attestation"], making["user"]["id"]) == ("none", encoded(handle))
    assert making["authenticatorSelection"]["residentKey"] == "preferred"
    assert (alone["userVerification"], "allowCredentials" in alone) == ("required", False)
    assert asking["rpId"] == making["rp"]["id"] == "localhost"
