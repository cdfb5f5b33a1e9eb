"""The way back is only ever a path of ours (ASVS 3.7.2; row B14's redirect corpus)."""

import pytest
from django.test import RequestFactory

from ostiary.keyring import ring
from ostiary.web import next_page
from tests.signin.door import log_in

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "javascript:alert(1)",
    "JAVASCRIPT://%0aalert(1)",
    "data:text/html,x",
    "evil.example",
    "http:evil.example",
    "/%0d%0aLocation:https://evil.example/\r\nX: y",
    "/\u2028evil",
    "",
    "/" + "a" * 2001,
]
OURS = [
    "/",
    "/a/0123456789abcdefghijkl/users?search=a&page=2",
    "/x?next=https://evil.example/",
    "/caf\u00e9",
    "/a b",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_b14_a_way_that_leads_elsewhere_is_not_sealed(path):
    assert next_page.wrap(path) == ""


@pytest.mark.parametrize("path", OURS)
def test_a_path_of_ours_is(path):
    request = RequestFactory().get("/sign-in", {"next": next_page.wrap(path)})

    assert next_page.wanted(request) == path


@pytest.mark.parametrize("path", ELSEWHERE)
def test_b14_even_a_sealed_way_elsewhere_is_refused(path):
    sealed = ring().seal("next", path.encode(), "")

    assert next_page.wanted(RequestFactory().post("/sign-in", {"next": sealed})) == ""


@pytest.mark.parametrize("given", [*ELSEWHERE, *OURS, "1.aaaaaaaa.bbbb", "null", "0"])
def test_b14_what_we_did_not_seal_leads_nowhere(client, olga, given):
    assert log_in(client, olga.address, next=given).url == f"/a/{olga.account.ref}/"


def test_a_secret_in_the_path_does_not_show():
    secret = "Zx81" * 10

    assert secret not in next_page.wrap(f"/invitation/0123456789abcdefghijkl/{secret}")


FORM = "/a/0123456789abcdefghijkl/users?page=2"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"http://testserver{FORM}", FORM),
        ("https://evil.example/users", "/sent"),
        ("http://testserver.evil.example/users", "/sent"),
        ("http://testserver@evil.example/users", "/sent"),
        ("http://testserver//evil.example/", ""),
        ("http://[testserver/users", "/sent"),
        ("", "/sent"),
    ],
)
def test_b14_from_a_form_one_comes_back_to_the_page_it_stood_on_if_that_is_ours(referer, back):
    sent = RequestFactory().post("/sent", headers={"referer": referer})

    sealed = next_page.sealed_here(sent)

    assert next_page.wanted(RequestFactory().get("/sign-in", {"next": sealed})) == back


def test_a_page_is_where_one_is_wherever_one_came_from():
    asked = RequestFactory().get("/page", headers={"referer": "http://testserver/before"})

    assert next_page.wanted(RequestFactory().get("/x", {"next": next_page.sealed_here(asked)})) == "/page"
