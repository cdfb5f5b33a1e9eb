"""Nothing is done for another site's form: every unsafe method of every route wants our own page's token.

Row H12 of the adversarial list. What is refused is refused before any view sees it, whoever asks.
"""

import json
import re

import pytest
from django.test import Client

from tests.cast import PASSWORD
from tests.doors.asking import DONE, problem, word
from tests.doors.changes import outcome
from tests.doors.house import House
from tests.doors.route import Route, filled
from tests.doors.routes import ROUTES

pytestmark = pytest.mark.any_database

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# What a page of another site can make a browser send without asking first.
SIMPLE_KINDS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
PLAIN = [route for route in ROUTES if not route.case]


def refused(house: House, route: Route, **request) -> list[str]:
    """What went wrong where the request should have been refused as forged."""
    method = request.pop("method", "POST")
    body = request.pop("body", "")
    browser = house.browser(route.by, enforce_csrf_checks=True)
    path = route.path(house.refs)
    answer, changed = outcome(lambda: browser.generic(method, path, body, **request))
    asked = f"{method} {request.get('content_type', '')} {route}"
    found = [] if is_refusal(answer) else [f"{asked}: {word(answer)}{problem(answer)}"]
    return found + ([f"{asked}: changed {', '.join(sorted(changed))}"] if changed else [])


def is_refusal(answer) -> bool:
    return answer.status_code == 403 and b"This form is too old" in answer.content


@pytest.mark.parametrize("route", PLAIN, ids=str)
def test_h12_no_unsafe_method_does_anything_without_our_token(acme, route: Route):
    found = [line for method in UNSAFE for line in refused(acme, route, method=method)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("route", [route for route in PLAIN if "POST" in route.allowed], ids=str)
def test_h12_no_kind_of_body_goes_around_it(acme, route: Route):
    """A form, and JSON, in every kind of body that a page elsewhere can have sent."""
    fields = filled(route.body, acme, acme.refs)
    found = [
        line
        for kind in SIMPLE_KINDS
        for line in refused(acme, route, body=json.dumps(fields), content_type=kind)
    ]
    assert not found, "\n".join(["", *found])


def test_h12_a_form_of_our_own_page_goes_through(acme):
    """So that the refusals above are refusals of forgery, and not of everything."""
    browser, page = acme.browser("superuser", enforce_csrf_checks=True), f"/a/{acme.account.ref}/company"
    token = token_at(browser, page)

    answer = browser.post(f"{page}/profile", {"name": "Renamed", "csrfmiddlewaretoken": token})

    assert word(answer) == DONE
    assert acme.account.settings.get(until=None).name == "Renamed"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
    ],
)
def test_h12_our_own_token_from_another_origin_is_refused(acme, headers):
    browser, page = acme.browser("superuser", enforce_csrf_checks=True), f"/a/{acme.account.ref}/company"
    token = token_at(browser, page)

    answer = browser.post(f"{page}/profile", {"name": "Renamed", "csrfmiddlewaretoken": token}, **headers)

    assert is_refusal(answer)
    assert acme.account.settings.get(until=None).name == "Acme"


def test_h12_the_token_of_another_browser_is_refused(acme, globex):
    page = f"/a/{acme.account.ref}/company"
    theirs = globex.browser("superuser", enforce_csrf_checks=True)
    token = token_at(theirs, f"/a/{globex.account.ref}/company")
    browser = acme.browser("superuser", enforce_csrf_checks=True)
    browser.get(page)

    assert is_refusal(browser.post(f"{page}/profile", {"name": "Renamed", "csrfmiddlewaretoken": token}))


def test_h12_signing_in_and_out_make_the_token_anew(acme):
    """A token that somebody planted, or kept, before the sign-in is worth nothing after it."""
    browser = acme.browser("stranger", enforce_csrf_checks=True)
    typed = {"address": acme.refs["spare_address"], "password": PASSWORD}

    before = {"csrfmiddlewaretoken": token_at(browser, "/sign-in")}
    browser.post("/sign-in", typed | before)
    assert is_refusal(browser.post("/sign-out", before))

    inside = {"csrfmiddlewaretoken": token_at(browser, "/switch")}
    browser.post("/sign-out", inside)
    assert is_refusal(browser.post("/sign-in", typed | inside))


def token_at(browser: Client, page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(page).content.decode())[1]
