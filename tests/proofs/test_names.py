from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs.names import MAX_NAME, BadName, check_name, name_key


def code_of(text, **options):
    with pytest.raises(BadName) as caught:
        check_name(text, **options)
    return caught.value.code


@pytest.mark.parametrize(
    "name",
    [
        "Olga March",
        "J.R.R. Tolkien",
        "J.Smith",
        "Ph.D. O'Neill-Brontë",
        "Σωκράτης",
        "Юлия Петрова",
        "محمد بن سلمان",
        "می\u200cخواهم",
        "क्\u200dष",
        "山田 太郎",
        "Acme & Söhne (Berlin) #1",
        "Bakery ❤\ufe0f",
        "Δ-delivery",
        "v1.2.3",
        "100 %",
    ],
)
def test_names_of_the_world_are_taken(name):
    assert check_name(name) == name


def test_a_name_is_trimmed_and_composed():
    assert check_name("  Jo\u0308rg \u00a0 \u3000 March\n") == "Jörg March"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        (" \n ", "missing"),
        ("...", "missing"),
        (None, "missing"),
        (["Olga"], "missing"),
        ("x" * (MAX_NAME + 1), "too_long"),
        ("Olga\r\nBcc: eve@evil.example", "control_character"),
        ("Olga\tMarch", "control_character"),
        ("Olga\x00", "control_character"),
        ("Olga\x1b[31m", "control_character"),
        ("Olga\u2028March", "control_character"),
        ("\u3164", "invisible"),
        ("\u2800\u2800", "invisible"),
        ("Olga\u200bMarch", "invisible"),
        ("Olga\u034f", "invisible"),
        ("Olga\ue000", "invisible"),
        ("Olga\ud800", "invisible"),
        ("Olga\U000e0041", "invisible"),
        ("Аcme", "mixed_scripts"),  # a Cyrillic A
        ("Acme Вank", "mixed_scripts"),  # a Cyrillic V
        ("Οlga", "mixed_scripts"),  # a Greek omicron
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("code_point", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x61C])
def test_no_name_turns_the_text_around_it(code_point):
    assert code_of(f"Olga {chr(code_point)}hcraM") == "invisible"


LINKS = [
    "http://evil.example",
    "Win at HTTPS://evil.example/x",
    "hxxp://evil",
    "ftp://evil",
    "mailto:eve@evil.example",
]
HOSTS = [
    "www.evil",
    "evil.example",
    "Prize at evil.com today",
    "evil.com/login",
    "x.com",
    "t.co/abc",
    "eve@evil.example",
    "evil．com",
    "evil․com",
    "evil。com",
    "ｅｖｉｌ.ｃｏｍ",
    "ⓔⓥⓘⓛ.com",
    "пример.рф",
    "xn--e1afmkfd.xn--p1ai",
]


@pytest.mark.parametrize("name", LINKS + HOSTS)
def test_no_name_becomes_a_link_in_a_letter(name):
    assert code_of(name) == "link"


@pytest.mark.parametrize("name", ["www.acme.example", "acme.example production"])
def test_a_service_may_be_called_after_its_host(name):
    assert check_name(name, hosts=True) == name


@pytest.mark.parametrize("name", LINKS)
def test_not_even_a_service_is_called_after_a_link(name):
    assert code_of(name, hosts=True) == "link"


@given(st.text(max_size=60))
def test_a_taken_name_is_taken_again_unchanged(text):
    try:
        name = check_name(text)
    except BadName:
        return
    assert check_name(name) == name
    assert name_key(name)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text):
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OLGA  March", "olga march"),
        ("Straße", "STRASSE"),
        ("Ａｃｍｅ", "acme"),
        ("Jo\u0308rg", "JÖRG"),
        ("Ac\u200bme", "acme"),
        ("ﬁona", "Fiona"),
        ("ΣΩΣ", "σως"),
    ],
)
def test_search_does_not_mind_case_width_or_what_nobody_sees(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("huge", ["x", " ", "\u0344", "a."])
def test_huge_names_are_refused_at_once(huge, at_once):
    text = huge * 5_000_000

    with at_once():
        assert code_of(text) == "too_long"


@pytest.mark.parametrize("slow", ["a-", "w", "a.", "1.", "www", "\u0344"])
def test_no_name_takes_long_to_look_through(slow, at_once):
    with at_once(), suppress(BadName):
        check_name(slow * (1000 // len(slow)), max_length=1000)
