"""Every operation of the API, given what no honest program sends: its kind of error, nothing half done."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.http import HttpResponse

from ostiary.api.bodies import DEEPEST, FORM, LONGEST
from tests.doors.bad_input import values
from tests.doors.callers import program
from tests.doors.calling import call
from tests.doors.changes import outcome, undone
from tests.doors.good_calls import GOOD, JSON, PART, Good, filled
from tests.doors.house import House

BY = "superuser in sudo"
DOCUMENT = "application/vnd.api+json"
READS = [good for good in GOOD if not good.operation.writes]
WRITES = [good for good in GOOD if good.operation.writes]
TAKING = [good for good in WRITES if good.operation.takes]
WITH_PARTS = [good for good in GOOD if PART.search(good.operation.path)]

# Cannot be read, whatever the operation takes: by name, the kind, the body and the status.
UNREADABLE: dict[str, tuple[str, bytes, int]] = {
    "half of JSON": (JSON, b'{"name": "x"', 400),
    "a list": (JSON, b"[]", 400),
    "a number": (JSON, b"1", 400),
    "not a number": (JSON, b'{"name": NaN}', 400),
    "deep JSON": (JSON, b'{"name":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), 400),
    "deeper JSON": (DOCUMENT, b"[" * 200_000, 400),
    "no UTF-8": (JSON, b'{"name": "\xff\xfe"}', 400),
    "UTF-16": (JSON, '{"name": "x"}'.encode("utf-16"), 400),
    "a form that is no UTF-8": (FORM, b"name=%ff%fe", 400),
    "more fields than any form has": (FORM, b"&name=x" * 10_001, 400),
    "a byte too many": (JSON, b'{"name": "' + b"a" * (LONGEST - 11) + b'"}', 413),
    "text": ("text/plain", b"hello", 415),
    "XML": ("text/xml", b"<name>x</name>", 415),
    "files": ("multipart/form-data; boundary=edge", b"--edge--", 415),
    "nothing known": ("x", b"{}", 415),
}
# Of the wrong type, or what no database can keep, in place of each field.
WRONG: tuple[Any, ...] = (
    None,
    -1.5e300,
    True,
    "",
    [None],
    {"data": {"id": []}},
    [{"id": "a\x00b"}],
    "\ud800",
    "a\r\nBcc: eve@evil.example",
    "x" * 10_000,
)
# In every query besides what is read from it.
ASKED = dict.fromkeys(("page", "limit", "cursor", "sort", "customer_id", "unheard_of"))
ODD_NUMBERS = {what: text.encode() for what, text in (("hex", "0x10"), ("float", "1e9"), ("wide", "\uff11"))}
ODD_PARTS = ("%00", "x" * 3_000, "%E2%80%AE", "%FF", "..%2F..", "'%20or%201=1", "%0d%0aX:%20y", "1")


def wrong(good: Good, answer: HttpResponse, changed: set[str]) -> str:
    """What an answer to bad input must not be; nothing, where all is well."""
    if answer.status_code >= 500:
        return f"{answer.status_code}: {answer.content[:200]!r}"
    if answer.status_code < 400:
        return ""
    said, kind = json.loads(answer.content), answer["Content-Type"]
    if good.operation.family == "problem":
        right = kind == "application/problem+json" and said["status"] == answer.status_code and said["title"]
    else:
        right = kind == JSON and said["msg"]
    if not right or said["request_id"] != answer["X-Request-Id"]:
        return f"not its family: {kind} {answer.content[:200]!r}"
    return f"{answer.status_code}, and changed {', '.join(sorted(changed))}" if changed else ""


@pytest.mark.any_database
@pytest.mark.parametrize("good", TAKING, ids=str)
def test_a_body_that_cannot_be_read_is_refused(acme: House, good: Good):
    found = []
    for what, (kind, body, status) in UNREADABLE.items():
        answer, changed = outcome(
            lambda kind=kind, body=body: program(acme, BY).generic(
                good.operation.method, good.path(acme.refs), body, kind
            )
        )
        if answer.status_code != status or changed:
            found.append(f"{what}: {answer.status_code}, not {status}, changed {changed or 'nothing'}")
        found += [f"{what}: {line}" for line in [wrong(good, answer, changed)] if line]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("good", TAKING, ids=str)
def test_a_field_of_the_wrong_type_is_refused_and_changes_nothing(acme: House, good: Good):
    found = []
    for what, body in misfilled(good, filled(good.body, acme.refs)):
        answer, changed = outcome(lambda body=body: sent(acme, good, body))
        found += [f"{what}: {line}" for line in [wrong(good, answer, changed)] if line]
    assert not found, "\n".join(["", *found])


def sent(house: House, good: Good, body: Any) -> HttpResponse:
    return program(house, BY).generic(good.operation.method, good.path(house.refs), json.dumps(body), JSON)


def misfilled(good: Good, body: Any) -> Iterator[tuple[str, Any]]:
    """The good body with one thing of it wrong: each field that it may hold, and whatever is in it."""
    for value in WRONG:
        for name in sorted(good.fields):
            yield f"{name} as {value!r:.40}", {**body, name: value}
        yield from ((f"{where} as {value!r:.40}", one) for where, one in _replaced(body, value))


def _replaced(body: Any, value: Any) -> Iterator[tuple[str, Any]]:
    parts = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, inner in parts:
        for where, one in (("", value), *_replaced(inner, value)):
            copy = body.copy()
            copy[name] = one
            yield f"{name}/{where}", copy


@pytest.mark.any_database
@pytest.mark.parametrize("good", [good for good in TAKING if good.success < 400], ids=str)
def test_fields_that_nobody_asked_for_are_ignored(acme: House, good: Good):
    body = {"unheard_of": {"a": [1]}, "included": [], "__proto__": {}, **filled(good.body, acme.refs)}
    with undone():
        assert sent(acme, good, body).status_code == good.success


@pytest.mark.parametrize("good", READS, ids=str)
def test_f10_bad_input_in_the_query_is_refused_or_finds_nothing(acme: House, good: Good):
    """Pages and cursors included: what is none is a bad request, never a statement or a mistake of ours."""
    found = []
    for what, value in {**values(), **ODD_NUMBERS}.items():
        query = "&".join(f"{name}={quote_from_bytes(value)}" for name in {**good.operation.query, **ASKED})
        answer, changed = outcome(
            lambda query=query: program(acme, BY).get(f"{good.path(acme.refs)}?{query}")
        )
        if answer.status_code not in (200, 400, 404) or changed:
            found.append(f"{what}: {answer.status_code}, changed {changed or 'nothing'}")
        found += [f"{what}: {line}" for line in [wrong(good, answer, changed)] if line]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("good", WITH_PARTS, ids=str)
def test_odd_ids_are_unknown(acme: House, good: Good):
    found = []
    for odd in ODD_PARTS:
        path = PART.sub(odd, good.operation.path)
        body = json.dumps(filled(good.body, acme.refs)) if good.body else ""
        answer, changed = outcome(
            lambda path=path, body=body: program(acme, BY).generic(good.operation.method, path, body, JSON)
        )
        if answer.status_code not in (400, 404) or changed:
            found.append(f"{odd:.40}: {answer.status_code}, changed {changed or 'nothing'}")
    assert not found, "\n".join(["", *found])


@pytest.mark.any_database
@pytest.mark.parametrize("good", GOOD, ids=str)
def test_every_refusal_is_of_its_operations_family(acme: House, good: Good):
    for who in ("nothing", "user", "locked", "superuser for purge_select"):
        answer, changed = outcome(call, acme, who, good)
        assert not wrong(good, answer, changed if answer.status_code >= 400 else set()), who
