from base64 import b32decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs import totp

RFC_SECRET = b"12345678901234567890"
NOW = datetime(2026, 3, 1, 12, 0, 15, tzinfo=UTC)


def code(seconds=0, secret=RFC_SECRET):
    return totp.code_at(secret, totp.counter_at(NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds, eight_digits):
    at = datetime.fromtimestamp(seconds, UTC)
    expected = eight_digits[-totp.DIGITS :]

    assert totp.code_at(RFC_SECRET, totp.counter_at(at)) == expected
    assert totp.match(RFC_SECRET, expected, at, None) == seconds // 30


HOTP = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]


@pytest.mark.parametrize(("counter", "expected"), list(enumerate(HOTP)))
def test_codes_are_those_of_rfc_4226_appendix_d(counter, expected):
    assert totp.code_at(RFC_SECRET, counter) == expected


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_clock_may_be_one_step_early_or_late(seconds, taken):
    assert (totp.match(RFC_SECRET, code(seconds), NOW, None) is not None) == taken


@pytest.mark.parametrize("later", [0, 5, 20, 40, 55])
def test_a_code_is_good_once_although_its_window_lasts(later):
    """Rodauth CVE-2026-82470 and others: a code taken twice inside the drift window."""
    once = totp.match(RFC_SECRET, code(), NOW, None)

    assert totp.match(RFC_SECRET, code(), NOW + timedelta(seconds=later), once) is None


def test_an_earlier_code_is_dead_once_a_later_one_was_taken():
    ahead = totp.match(RFC_SECRET, code(30), NOW, None)

    assert totp.match(RFC_SECRET, code(-30), NOW, ahead) is None
    assert totp.match(RFC_SECRET, code(), NOW, ahead) is None
    assert totp.match(RFC_SECRET, code(60), NOW + timedelta(seconds=30), ahead) == ahead + 1


@given(st.integers(3, 2**32), st.integers(-3, 3), st.none() | st.integers(-3, 3))
def test_what_is_taken_is_inside_the_window_and_after_the_last(now, drift, since):
    at = datetime.fromtimestamp(30 * now + 7, UTC)
    last = None if since is None else now + since
    found = totp.match(RFC_SECRET, totp.code_at(RFC_SECRET, now + drift), at, last)

    if abs(drift) <= 1 and (last is None or now + drift > last):
        assert found is not None
    if found is not None:
        assert abs(found - now) <= 1
        assert last is None or found > last


def test_the_code_of_another_secret_is_refused():
    stranger = totp.new_secret()

    assert totp.match(RFC_SECRET, code(secret=stranger), NOW, None) is None


@pytest.mark.parametrize(
    "entered",
    [
        "",
        "12345",
        "1234567",
        "abcdef",
        "-12345",
        "1e5",
        "000000 000000",
        "\ud800",
        "٠٠٠٠٠٠",
        "0" * 10_000_000,
    ],
)
def test_garbage_is_no_code(entered, at_once):
    with at_once():
        assert totp.match(RFC_SECRET, entered, NOW, None) is None


def test_a_code_in_other_digits_is_not_taken_for_it():
    foreign = code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert totp.match(RFC_SECRET, foreign, NOW, None) is None


def test_spaces_in_a_code_do_not_matter():
    typed = code()

    assert totp.match(RFC_SECRET, f" {typed[:3]} {typed[3:]}\n", NOW, None) == totp.counter_at(NOW)


def test_a_secret_is_160_random_bits():
    assert len(totp.new_secret()) == 20
    assert len({totp.new_secret() for _ in range(500)}) == 500


def test_the_uri_is_what_apps_read():
    parts = urlsplit(totp.uri(RFC_SECRET, "olga+1@acme.example", "Ostiary: Acme & Söhne/1?"))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}

    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/Ostiary  Acme & Söhne/1?:olga+1@acme.example"
    assert query["issuer"] == "Ostiary  Acme & Söhne/1?"
    assert b32decode(query["secret"]) == RFC_SECRET
    assert (query["algorithm"], query["digits"], query["period"]) == ("SHA1", "6", "30")


def test_nobody_puts_parameters_into_the_uri_by_their_address_or_name():
    uri = totp.uri(RFC_SECRET, "olga&secret=AAAA#", "Acme&digits=8?period=1")
    query = parse_qs(urlsplit(uri).query)

    assert {name: len(values) for name, values in query.items()} == dict.fromkeys(
        ["secret", "issuer", "algorithm", "digits", "period"], 1
    )
    assert query["digits"] == ["6"]


def test_the_key_is_shown_in_groups_of_four():
    assert totp.grouped(RFC_SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
