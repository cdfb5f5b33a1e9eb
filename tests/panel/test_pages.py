"""Every page, for every role: open to whoever may see it, refused to the others, nothing to the neighbour."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ostiary.actions import contacts, tokens
from ostiary.clock import now
from ostiary.models.sessions import IDLE
from tests.cast import acting, make_service, make_workspace

# Every page is read on either database by doors/test_reading.
pytestmark = pytest.mark.any_database

SUPERUSERS = {"olga", "sam"}
ENGINEERS = SUPERUSERS | {"erin"}
EVERYONE = ENGINEERS | {"bill", "uma", "tess"}

PAGES = {
    "home": EVERYONE,
    "roles": EVERYONE,
    "tokens": EVERYONE,
    "token-new": EVERYONE,
    "services": EVERYONE,
    "workspaces": EVERYONE,
    "company": ENGINEERS,
    "billing": SUPERUSERS | {"bill"},
    "tax-address": SUPERUSERS | {"bill"},
    "billing-address": SUPERUSERS | {"bill"},
    "service-new": ENGINEERS,
    "owner": SUPERUSERS,
    "contact-add": SUPERUSERS,
    "workspace-new": SUPERUSERS,
    "account-tokens": SUPERUSERS,
    "cancel-account": SUPERUSERS,
    "automation-tokens": SUPERUSERS,
    "automation-token-new": SUPERUSERS,
}
# The pages about one thing, and what they are about.
THINGS = {
    "service": "service",
    "service-delete": "service",
    "workspace": "workspace",
    "workspace-delete": "workspace",
    "owner-transfer": "member",
    "contact-remove": "contact",
    "token-revoke": "token",
    "member-tokens-revoke": "member",
}


@pytest.fixture
def people(olga, sam, erin, bill, uma, tess):
    return {"olga": olga, "sam": sam, "erin": erin, "bill": bill, "uma": uma, "tess": tess}


def things_of(account, member):
    """One of each thing that a page can be about."""
    return {
        "service": make_service(account, "one").ref,
        "workspace": make_workspace(account, "One").ref,
        "member": member.ref,
        "contact": contacts.add(acting(member), "billing", name="Ed", address="ed@example.com"),
        "token": tokens.create(acting(member), name="t", scopes=["global"])["token"],
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_whoever_may_see_it(browser, at, acme, people, page):
    opened = {name: browser(member).get(at(acme, page)).status_code for name, member in people.items()}

    assert opened == {name: 200 if name in PAGES[page] else 403 for name in people}


def test_every_link_of_the_navigation_opens(browser, at, acme, people):
    for member in people.values():
        client = browser(member)
        for href in navigation(client.get(at(acme, "home"))):
            assert client.get(href).status_code == 200, href


def test_the_navigation_names_no_page_that_is_closed(browser, at, acme, uma):
    hrefs = navigation(browser(uma).get(at(acme, "home")))

    assert at(acme, "services") in hrefs
    for page in ("company", "users", "workspaces"):
        assert at(acme, page) not in hrefs


def navigation(answer):
    nav = re.search(r'<nav class="sidebar".*?</nav>', answer.content.decode(), re.DOTALL)[0]
    return re.findall(r'href="([^"]+)"', nav)


@pytest.mark.parametrize("page", [*PAGES, *THINGS])
def test_a_stranger_is_asked_to_sign_in(at, acme, olga, page):
    refs = [things_of(acme, olga)[THINGS[page]]] if page in THINGS else []

    answer = Client().get(at(acme, page, *refs))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


@pytest.mark.parametrize("page", [*PAGES, *THINGS])
def test_for_the_neighbour_nothing_of_it_exists(browser, at, acme, olga, greg, page):
    refs = [things_of(acme, olga)[THINGS[page]]] if page in THINGS else []

    assert browser(greg).get(at(acme, page, *refs)).status_code == 404
    assert browser(greg).post(at(acme, page, *refs)).status_code == 404


@pytest.mark.parametrize("page", THINGS)
def test_the_neighbours_things_do_not_exist_in_ones_own_account(browser, at, acme, olga, globex, greg, page):
    theirs = things_of(globex, greg)[THINGS[page]]
    client = browser(olga)

    assert client.get(at(acme, page, theirs)).status_code == 404
    # A page that only shows takes no post, whatever it is about.
    assert client.post(at(acme, page, theirs)).status_code in (404, 405)


@pytest.mark.parametrize("page", THINGS)
@pytest.mark.parametrize("ref", ["0" * 22, "x", "%00", "'or'1", "0" * 23])
def test_what_was_never_given_out_does_not_exist(browser, at, acme, olga, page, ref):
    address = at(acme, page, "0" * 22).replace("0" * 22, ref)

    assert browser(olga).get(address).status_code == 404


def test_nothing_is_kept_by_a_cache(browser, at, acme, olga):
    assert browser(olga).get(at(acme, "tokens"))["Cache-Control"] == "no-store"


def test_a_refused_page_says_what_is_missing_and_who_can_give_it(browser, at, acme, uma):
    said = browser(uma).get(at(acme, "company")).content.decode()

    assert "View company settings" in said
    assert "One of the roles Superuser, Engineer" in said
    assert "with the role Superuser" in said


@pytest.mark.parametrize("hostile", ["%00", "%FF", "a" * 3000, "'", "<script>", "%E2%80%AE"])
@pytest.mark.parametrize("field", ["q", "after", "before", "member", "unused"])
def test_whatever_an_address_asks_a_list_answers(browser, at, acme, olga, services, field, hostile):
    client = browser(olga)

    for page in ("services", "workspaces", "tokens", "account-tokens", "owner", "home"):
        answer = client.get(f"{at(acme, page)}?{field}={hostile}")
        asks_for_nobody = (page, field) == ("account-tokens", "member") and hostile != "%00"
        assert answer.status_code == (404 if asks_for_nobody else 200)
        assert b"<script>" not in answer.content.replace(b"<script type=", b"").replace(b"<script src=", b"")


def test_a_session_that_ran_out_in_mid_form_changes_nothing_and_leads_back(browser, at, acme, sam):
    client = browser(sam)
    client.get(at(acme, "company"))

    with time_machine.travel(now() + IDLE + timedelta(seconds=1), tick=False):
        answer = client.post(at(acme, "company-profile"), {"name": "Typed with care"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=")
    assert acme.settings.get(until__isnull=True).name == "Acme"
