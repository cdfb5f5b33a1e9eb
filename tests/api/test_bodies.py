"""Each dialect of the clients is read as what it means."""

from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from ostiary.access.refusals import Invalid, Refusal
from ostiary.api import bodies

FORM, JSON, DOCUMENT = bodies.FORM, "application/json", "application/vnd.api+json"


def sent(body: str | bytes, kind: str = FORM):
    return RequestFactory().generic("POST", "/tokens", body, kind)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, "services%5B%5D=a&services%5B%5D=b"),
        (FORM, "services[]=a&services[]=b"),
        (FORM, "services=a&services=b"),
        (FORM, "services=a%2Cb"),
        (JSON, '{"services": ["a", "b"]}'),
        (JSON, '{"services": "a,b"}'),
        (JSON, '{"attributes": {"services": ["a", "b"]}}'),
        (DOCUMENT, '{"data": {"attributes": {"services": ["a", "b"]}}}'),
    ],
)
def test_an_array_in_every_dialect(kind, body):
    assert bodies.fields(sent(body, kind)).many("services") == ["a", "b"]


@pytest.mark.parametrize("word", ["True", "true", "1", "yes"])
def test_yes_in_every_dialect(word):
    assert bodies.fields(sent(f"limit_services={word}")).flag("limit_services") is True


@pytest.mark.parametrize("word", ["False", "false", "0"])
def test_no_in_every_dialect(word):
    assert bodies.fields(sent(f"limit_services={word}")).flag("limit_services", True) is False


def test_null_is_the_same_as_nothing():
    fields = bodies.fields(sent('{"services": null, "name": "x"}', JSON))
    assert "services" not in fields
    assert fields.many("services") == []


@pytest.mark.parametrize("text", ["a+b", "a%20b"])
def test_a_space_comes_in_two_forms(text):
    assert bodies.fields(sent(f"name={text}")).text("name") == "a b"


def test_relations_are_read_with_their_data_and_bare():
    service = {"type": "service", "id": "s"}
    for link in (service, {"data": service}, {"data": [service]}):
        assert bodies.relation({"relationships": {"service": link}}, "service")["id"] == "s"
    for one in (service, {"data": service}):
        assert bodies.relations({"relationships": {"many": {"data": [one]}}}, "many")[0]["id"] == "s"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        (JSON, "{", "json_malformed"),
        (JSON, "[]", "json_not_object"),
        (JSON, '{"a": NaN}', "json_malformed"),
        (JSON, '{"a":' * 100 + "1" + "}" * 100, "json_too_deep"),
        (JSON, "[" * 100_000, "json_malformed"),
        (JSON, b"\xff\xfe", "body_not_utf8"),
        (FORM, b"name=%ff", "form_malformed"),
        (FORM, "&".join(f"f{n}=1" for n in range(10_001)), "form_malformed"),
        (FORM, "a" * (bodies.LONGEST + 1), "body_too_large"),
        ("text/xml", "<a/>", "media_type_unknown"),
        ("multipart/form-data", "x", "media_type_unknown"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(kind, body, code):
    with pytest.raises(Refusal) as refused:
        bodies.fields(sent(body, kind))
    assert refused.value.code == code


def test_nesting_is_read_down_to_the_deepest_layer():
    """What stands in `n` brackets, in a field of the body, lies two layers deeper."""
    for brackets, reading in (
        (bodies.DEEPEST - 2, nullcontext()),
        (bodies.DEEPEST - 1, pytest.raises(Refusal, match="json_too_deep")),
    ):
        for inner in ("1", "[]", "{}"):
            body = '{"b":[],"a":' + "[" * brackets + inner + "]" * brackets + "}"
            with reading:
                assert "a" in bodies.fields(sent(body, JSON))


@pytest.mark.parametrize(
    ("read", "body", "code"),
    [
        ("text", '{"x": 1}', "field_not_text"),
        ("text", '{"x": ["a"]}', "field_not_text"),
        ("flag", '{"x": "maybe"}', "field_not_boolean"),
        ("flag", '{"x": {}}', "field_not_boolean"),
        ("many", '{"x": [1]}', "field_not_list"),
        ("many", '{"x": {"a": 1}}', "field_not_list"),
    ],
)
def test_a_wrong_kind_names_its_field(read, body, code):
    with pytest.raises(Invalid) as refused:
        getattr(bodies.fields(sent(body, JSON)), read)("x")
    assert (refused.value.field, refused.value.code) == ("x", code)


def test_the_limits_are_told_to_those_who_write_programs(db, client):
    page = client.get("/api-reference").content.decode()
    clients = (Path(__file__).parents[2] / "docs/clients.md").read_text()
    for number in (bodies.LONGEST, bodies.MOST_FIELDS, bodies.DEEPEST):
        assert str(number) in page
        assert f"{number:,}" in clients


@given(st.binary(max_size=300), st.sampled_from([FORM, JSON, DOCUMENT, "", "x/y"]))
def test_any_bytes_are_read_or_refused(body, kind):
    for read in (bodies.fields, bodies.document):
        with suppress(Refusal):
            read(sent(body, kind))
