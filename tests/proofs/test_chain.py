import copy
import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.proofs.chain import GENESIS, Unchainable, canonical, event_digest, new_salt, personal

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
atoms = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
bodies = st.recursive(
    atoms,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)

EVENT = {
    "number": 1,
    "name": "member.deleted",
    "before": {"roles": ["engineer"], "locked": False},
    "after": None,
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, -0]}, '{"a":[true,null,0],"b":1}'),
        (
            {"peach": "This sorting order", "péché": "is wrong"},
            '{"peach":"This sorting order","péché":"is wrong"}',
        ),
        # RFC 8785 3.2.2.2 and 3.2.3, the parts that hold for us
        ('\u20ac$\u000f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        (
            {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7},
            '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}',
        ),
        (("a", ["b"]), '["a",["b"]]'),
        ({}, "{}"),
    ],
)
def test_the_canonical_form_is_that_of_rfc_8785(value, text):
    assert canonical(value).decode() == text


@given(bodies)
def test_the_canonical_form_says_what_the_value_says(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(texts, bodies, max_size=5))
def test_the_order_of_keys_does_not_matter(body):
    assert canonical(dict(reversed(body.items()))) == canonical(body)


@given(bodies, bodies)
def test_different_values_have_different_forms(one, other):
    assert (canonical(one) == canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        b"x",
        bytearray(b"x"),
        {1: "a"},
        {"a": {None: 1}},
        {1, 2},
        "\ud800",
        {"\udc00": 1},
        datetime(2026, 3, 1, tzinfo=UTC),
        object(),
    ],
)
def test_what_readers_may_read_differently_is_not_chained(value):
    with pytest.raises(Unchainable):
        canonical({"value": value})


def test_a_digest_covers_the_one_before_and_every_word_of_the_event():
    first = event_digest(GENESIS, EVENT)
    changes = [
        {**EVENT, "number": 2},
        {**EVENT, "name": "member.left"},
        {**EVENT, "after": False},
        {**EVENT, "more": ""},
        {key: value for key, value in EVENT.items() if key != "after"},
    ]
    deep = copy.deepcopy(EVENT)
    deep["before"]["locked"] = True

    digests = {event_digest(GENESIS, body) for body in [*changes, deep]} | {event_digest(first, EVENT), first}
    assert len(digests) == len(changes) + 3


def test_a_digest_stays_what_it_was():
    """Written out: a release that changed the form would find every trail broken."""
    body = b'{"after":null,"before":{"locked":false,"roles":["engineer"]},"name":"member.deleted","number":1}'

    assert event_digest(GENESIS, EVENT) == hashlib.sha256(b"ostiary event 1\0" + bytes(32) + body).digest()


@pytest.mark.parametrize("previous", [b"", b"x" * 31, b"x" * 33])
def test_only_a_digest_can_come_before(previous):
    with pytest.raises(ValueError, match="32"):
        event_digest(previous, EVENT)


def chained(events):
    digests, last = [], GENESIS
    for event in events:
        last = event_digest(last, event)
        digests.append(last)
    return digests


@given(st.lists(texts, min_size=2, max_size=6, unique=True), st.data())
def test_changing_deleting_inserting_or_swapping_a_past_event_shows(names, data):
    events = [{"name": name} for name in names]
    position = data.draw(st.integers(0, len(events) - 1))
    changed = [*events[:position], {"name": names[position] + "!"}, *events[position + 1 :]]
    deleted = events[:position] + events[position + 1 :]
    inserted = [*events[:position], {"name": "forged"}, *events[position:]]

    for forged in (changed, deleted, inserted, events[::-1]):
        assert chained(forged)[-1:] != chained(events)[-1:]


def test_a_personal_field_is_found_again_with_its_salt_and_guessed_without_it_by_nobody():
    salt = new_salt()

    assert personal("olga@acme.example", salt) == personal("olga@acme.example", salt)
    assert personal("olga@acme.example", salt) != personal("olga@acme.example", new_salt())
    assert personal("olga@acme.example", salt) != personal("mary@acme.example", salt)
    assert len(salt) == 16
    assert len(personal("", salt)) == 64
