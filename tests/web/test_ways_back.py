"""Pages that say what went wrong lead on, carry the number of the request, and lead to no other site."""

import re

import pytest
from django.test import Client

from tests.cast import signed_in

OURS = "http://testserver/reset"


def way_on(answer) -> str:
    return re.search(r'<a class="button[^"]*" href="([^"]*)"', answer.content.decode())[1]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/you/security/sessions/end-all", "/you/security"),
        ("/you/security/password/strength", "/you/security/password"),
        ("/sign-in/passkey", "/sign-in"),
        ("/sign-out", "/"),
    ],
)
def test_an_address_that_only_takes_forms_leads_to_the_page_above_it(sam, path: str, page: str):
    answer = signed_in(Client(), sam).get(path)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert way_on(answer) == page


@pytest.mark.parametrize(
    ("page", "on"),
    [(OURS, OURS), ("", "/"), ("https://evil.example/reset", "/"), ("javascript:alert(1)", "/")],
)
def test_a_form_that_is_too_old_leads_back_to_its_page_on_this_server_alone(db, page: str, on: str):
    browser = Client(enforce_csrf_checks=True, headers={"referer": page} if page else {})

    answer = browser.post("/reset", {"address": "olga@example.com"})

    assert answer.status_code == 403
    assert way_on(answer) == on


def test_a_refused_post_leads_back_to_its_page(acme, sam):
    page = f"http://testserver/a/{acme.ref}/security"
    browser = signed_in(Client(headers={"referer": page}), sam)
    for key in ("k", "l"):
        answer = browser.post(f"/a/{acme.ref}/security/second-factor/remind", {"once": key})

    assert answer.status_code == 429
    assert way_on(answer) == page


@pytest.mark.parametrize("path", ["/no-such-page", "/sign-out"])
def test_every_such_page_carries_the_number_of_the_request(db, path: str):
    answer = Client().get(path)

    assert answer["X-Request-Id"] in answer.content.decode()
