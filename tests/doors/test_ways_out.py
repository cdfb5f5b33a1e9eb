"""No answer leads anybody away: redirects, links and forms stay here, whatever fields and headers say.

Rows B14 and H1 of the adversarial list; ASVS 5.0 3.7.2. Links in letters are built from the configured
address alone.
"""

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse

from ostiary.keyring import ring
from ostiary.mail.letters import compose
from ostiary.models import Invitation, Job
from tests.doors.asking import DONE, ask, problem, word
from tests.doors.calling import call
from tests.doors.changes import outcome
from tests.doors.good_calls import GOOD
from tests.doors.house import House
from tests.doors.route import Route, filled
from tests.doors.routes import ROUTES

pytestmark = pytest.mark.any_database

PLAIN = [route for route in ROUTES if not route.case]
READS = [good for good in GOOD if not good.operation.writes]
EVIL = "evil.example"
# What frameworks and their users call the field that says where to go afterwards.
NEXT = "next url return return_to returnTo redirect redirect_to redirect_uri continue goto dest target r u "
NEXT += "RelayState callback back from service cancel success login_url ref path host domain _next_ page"
ELSEWHERE = [
    f"https://{EVIL}/",
    f"//{EVIL}/",
    f"/\\{EVIL}/",
    f"/%09/{EVIL}/",
    f"https:{EVIL}",
    f"javascript:alert('{EVIL}')//",
    f"https://testserver@{EVIL}/",
    f"https://{EVIL}\\@testserver/",
    f"data:text/html,{EVIL}",
]
LEAVING = re.compile(r"""(?:href|src|action|formaction|content|hx-\w+)\s*=\s*["'][^"'?]*evil\.example""")
FORWARDED = {
    "HTTP_X_FORWARDED_HOST": EVIL,
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_PORT": "666",
    "HTTP_X_FORWARDED_SERVER": EVIL,
    "HTTP_FORWARDED": f"for=1.2.3.4;host={EVIL};proto=https",
    "HTTP_X_HOST": EVIL,
    "HTTP_X_HTTP_HOST_OVERRIDE": EVIL,
    "HTTP_X_ORIGINAL_URL": f"https://{EVIL}/",
    "HTTP_X_REWRITE_URL": f"//{EVIL}/",
    "HTTP_REFERER": f"https://{EVIL}/",
    "HTTP_ORIGIN": f"https://{EVIL}",
}
POISON = [
    FORWARDED,
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"https://{EVIL}/"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver//{EVIL}/"},
]


def leads_away(answer: HttpResponse) -> str:
    """What in an answer leads to the evil host, or nothing."""
    if answer.status_code >= 500:
        return f"{answer.status_code}{problem(answer)}"
    for name in (
        "Location",
        "HX-Redirect",
        "HX-Location",
        "HX-Push-Url",
        "HX-Replace-Url",
        "Refresh",
        "Link",
    ):
        way = answer.headers.get(name, "/")
        if not way.startswith(("/", "?")) or way.startswith(("//", "/\\")) or not way.isprintable():
            return f"{name}: {way}"
    found = LEAVING.search(answer.content.decode())
    return found[0] if found else ""


@pytest.mark.parametrize("route", PLAIN, ids=str)
def test_b14_no_field_says_where_to_go(acme: House, route: Route):
    """In the address and in the form, by every name such a field has had, for one of ours and a stranger."""
    found = []
    for turn in range(2):
        fields = {name: ELSEWHERE[(place + turn) % len(ELSEWHERE)] for place, name in enumerate(NEXT.split())}
        path = f"{route.path(acme.refs)}?{urlencode(fields)}"
        for who in {route.by, "stranger"}:
            for method in route.allowed:
                body = {**fields, **filled(route.body, acme, acme.refs)} if method == "POST" else {}
                answer = outcome(_sent, acme, who, method, path, body).answer
                if wrong := leads_away(answer):
                    found.append(f"{method} {route} by {who}: {wrong}")
    assert not found, "\n".join(["", *found])


def _sent(house: House, who: str, method: str, path: str, body: dict[str, str]) -> HttpResponse:
    browser = house.browser(who)
    return browser.post(path, body) if method == "POST" else browser.get(path)


@pytest.mark.parametrize("route", PLAIN, ids=str)
def test_h1_no_header_says_who_we_are(acme: House, route: Route):
    found = []
    for headers in POISON:
        for who in {route.by, "stranger"}:
            answer = outcome(_asked, acme, route, who, headers).answer
            if wrong := leads_away(answer):
                found.append(f"{route} by {who}, {headers}: {wrong}")
    assert not found, "\n".join(["", *found])


def _asked(house: House, route: Route, who: str, headers: dict[str, str]) -> HttpResponse:
    return ask(house.browser(who), route, house, **headers)


@pytest.mark.parametrize("way", ELSEWHERE)
def test_b14_a_way_that_somebody_else_sealed_is_none(acme: House, way: str):
    """Even one that our own ring sealed: what leads elsewhere is refused when it is read, too."""
    sealed = {"next": ring().seal("next", way.encode(), "")}

    entered = acme.browser("without standing").post(f"/a/{acme.account.ref}/enter", sealed)
    left = acme.browser("superuser").post("/sign-out", sealed)

    assert not leads_away(entered)
    assert not leads_away(left)


@pytest.mark.parametrize(
    "path", [f"//{EVIL}/", f"/\\{EVIL}", f"//{EVIL}/a/..", f"/%2f{EVIL}/", f"/a/{'x' * 22}/..//{EVIL}"]
)
def test_b14_no_address_of_ours_is_read_as_another_host(acme: House, path: str):
    for who in ("stranger", "superuser"):
        answer = acme.browser(who).get(path)

        assert not leads_away(answer)
        assert answer.status_code in (302, 404)


@pytest.mark.parametrize(
    "host", [EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", f"{EVIL}#testserver", "testserver:x"]
)
def test_h1_a_host_that_is_not_ours_gets_no_page(acme: House, host: str):
    for route in PLAIN:
        answer = ask(acme.browser(route.by), route, acme, HTTP_HOST=host)
        assert answer.status_code == 400, route
        assert EVIL.encode() not in answer.content


@pytest.mark.parametrize("headers", [FORWARDED, {"HTTP_HOST": EVIL}])
def test_h1_no_answer_of_the_api_leads_to_a_host_that_is_not_ours(acme: House, headers):
    """It answers whatever host it is asked for, since clients name it by addresses of their own."""
    named = {name.removeprefix("HTTP_").replace("_", "-"): value for name, value in headers.items()}
    for good in READS:
        answer = call(acme, "superuser in sudo", good, **named)
        assert answer.status_code == good.success, good
        assert EVIL not in f"{answer.headers}{answer.content.decode()}", good


@pytest.mark.parametrize("headers", POISON)
def test_h1_no_header_gets_into_a_letter_or_a_copied_link(acme: House, settings, headers):
    settings.CONFIG = replace(settings.CONFIG, mail=replace(settings.CONFIG.mail, host="127.0.0.1"))
    superuser, panel = acme.browser("superuser"), f"/a/{acme.account.ref}"
    Job.objects.all().delete()
    Invitation.objects.filter(ref=acme.refs["known_invitation"]).update(delivery="failed")

    invited = superuser.post(f"{panel}/users/invitations/{acme.refs['invitation']}/resend", **headers)
    superuser.post(f"{panel}/company/owner/{acme.refs['spare']}", **headers)
    acme.browser("stranger").post("/reset", {"address": acme.refs["spare_address"]}, **headers)
    copied = superuser.post(f"{panel}/users/invitations/{acme.refs['known_invitation']}/copy", **headers)

    letters = [compose(**job.payload, at=job.created_at) for job in Job.objects.all()]
    texts = [part for letter in letters for part in (letter.text, letter.html)]
    assert word(invited) == word(copied) == DONE
    assert {job.payload["letter"] for job in Job.objects.all()} >= {
        "invitation",
        "password_reset",
        "ownership_transferred",
    }
    assert all(EVIL not in text for text in texts)
    assert all(
        link.startswith(settings.CONFIG.url)
        for text in texts
        for link in re.findall(r"https?://[^\s\"<]+", text)
    )
    assert f"{settings.CONFIG.url}/invitation/" in copied.content.decode()


def test_the_configured_address_is_no_host_of_these_tests():
    assert "testserver" not in settings.CONFIG.url
