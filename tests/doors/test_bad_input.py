"""Every form, given what no honest browser sends: never a 500, and nothing half done.

A refusal leaves everything as it was, but for the note that somebody tried; choices that are refused may be
kept in a draft, which changes nothing (`actions/drafts.py`).
"""

import re
from urllib.parse import quote_from_bytes

import pytest

from tests.doors.asking import problem
from tests.doors.bad_input import ALONE, FORM, VALUES, Field, encoded, fields, misshapen, values
from tests.doors.changes import A_NOTE, outcome
from tests.doors.house import House
from tests.doors.route import BY_PASS, OWN, PUBLIC, Route, filled
from tests.doors.routes import ROUTES

EVERY_FORM = [route for route in ROUTES if "POST" in route.allowed]
FORMS = [route for route in EVERY_FORM if not route.case]
PAGES = [route for route in ROUTES if "GET" in route.allowed and not route.case]
# Where a wrong password or code is counted and written down.
TRIES = A_NOTE | {"totpdevice", "pass"}
# Every field that some page reads from its address, and one that none does.
ASKED = ("q", "after", "before", "member", "may", "on", "next", "draft", "unused", "endless", "unheard_of")
ASKED_IN_LISTS = tuple(
    f"{what}_{name}" for what in ("services", "workspaces") for name in ("q", "after", "before")
)
IN_ADDRESSES = (*ALONE, "no UTF-8", "quotes")
NAMES = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')


def fields_of(house: House, route: Route) -> list[Field]:
    """The good form, and every other field that the page itself shows."""
    good = filled(route.body, house, house.refs)
    shown = house.browser(route.by).get(route.path(house.refs)) if "GET" in route.allowed else None
    names = set(NAMES.findall(shown.content.decode())) if shown else set()
    return fields(good) + [(name, b"") for name in sorted(names - set(good) - {"csrfmiddlewaretoken"})]


def found_wrong(house: House, route: Route, what: str, body: bytes, kind: str = FORM) -> list[str]:
    browser, path = house.browser(route.by), route.path(house.refs)
    answer, changed = outcome(lambda: browser.generic("POST", path, body, content_type=kind))
    if answer.status_code >= 500:
        return [f"{route}, {what}: {answer.status_code}{problem(answer)}"]
    noted = TRIES if route.opens_to in (OWN, PUBLIC, BY_PASS) else {"draft"}
    if answer.status_code >= 400 and changed - noted:
        return [f"{route}, {what}: {answer.status_code}, and changed {', '.join(sorted(changed))}"]
    return []


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_bad_input_in_every_field_at_once(acme: House, route: Route):
    good = fields_of(acme, route)
    found = [
        line
        for what, value in values().items()
        for line in found_wrong(acme, route, what, encoded([(name, value) for name, _ in good]))
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.slow
@pytest.mark.parametrize("route", EVERY_FORM, ids=str)
def test_bad_input_in_one_field_of_a_good_form(acme: House, route: Route):
    good = fields_of(acme, route)
    found = [
        line
        for position, (name, _) in enumerate(good)
        for what in ALONE
        for others in [[*good[:position], (name, VALUES[what]), *good[position + 1 :]]]
        for line in found_wrong(acme, route, f"{what} as {name}", encoded(others))
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.any_database
@pytest.mark.parametrize("route", FORMS, ids=str)
def test_a_form_in_the_wrong_shape(acme: House, route: Route):
    found = [
        line
        for what, (kind, body) in misshapen(fields_of(acme, route)).items()
        for line in found_wrong(acme, route, what, body, kind)
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_bad_input_in_the_address(acme: House, route: Route):
    found = []
    for what, value in values().items():
        if what not in IN_ADDRESSES:
            continue
        query = "&".join(f"{name}={quote_from_bytes(value)}" for name in (*ASKED, *ASKED_IN_LISTS))
        path = f"{route.path(acme.refs)}?{query}"
        answer, changed = outcome(lambda path=path: acme.browser(route.by).get(path))
        if answer.status_code >= 500 or changed:
            found.append(f"{route}, {what}: {answer.status_code}{problem(answer)} {changed or ''}")
    assert not found, "\n".join(["", *found])
