"""Every page that links lead to, for each part that the demo offers: well made, and at home on a phone.

axe reads each page of the owner's in both themes, and those of some others on a phone, but for the colours.
Every page for everybody at both widths in both themes, to its end, is a long sweep.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.looks import axe, axe_in_both_themes, fits
from tests.browser.people import area
from tests.browser.steps import OWNER, enter, go_to, log_in
from tests.browser.walk import each_page
from tests.doors.routes import ROUTES

# She lands in the chooser; one of these accounts is her own.
IN_MANY, HER_OWN = "owner elsewhere, too", "Mosaic Press"
OTHERS = {
    "engineer": "priya.nair@larkfield.example",
    "billing": "bruno.keller@larkfield.example",
    "user": "uma.okoye@larkfield.example",
    "security user": "amara.diallo@larkfield.example",
    IN_MANY: "ana@lindqvist.example",
}
EVERYBODY = {"owner": OWNER, **OTHERS}
# What they see the others see among more: left to the long sweep.
BETWEEN = {"billing", "security user"}
DESK = {"viewport": {"width": 1280, "height": 800}}

AT_THE_DOOR = (
    "/sign-in",
    "/reset",
    "/reset/0123456789abcdefghijkl/x",
    "/invitation/0123456789abcdefghijkl/x",
    "/no-such-page",
    "/mail",
)
OPEN = "[popover]:popover-open"
# What only a form leads to, a letter, or another state; journeys and the tests of the door go there.
BEYOND_LINKS = {
    *("start", "sign-in", "sign-in-code", "reset", "reset-link", "presence", "carry-on", "enter"),
    *("emergency", "rename-passkey", "remove-passkey", "recovery-codes"),
    *("rename-authenticator", "remove-authenticator"),
    *("sign-in-lost", "sign-in-lost-code"),
    *("account-app", "add-account-app", "confirm-account-app"),
    *("invitation", "invitation-block", "invitations", "authenticator", "access-reach", "why"),
    *("users-pending", "users-past"),
}

# By far the longest page, which reads the same for everybody: hundreds of cards in a few shapes.
THE_SAME = {"api-reference"}
# The cards after the first of each kind.
ALIKE = "section:has(h3) + section:has(h3)"

Visitor = Callable[..., Page]


def test_every_page_of_the_owner_is_well_made(visitor: Visitor):
    page = visitor(**DESK)
    log_in(page)

    reached = set()
    for route in each_page(page):
        axe_in_both_themes(page, but=ALIKE if route in THE_SAME else "")
        reached.add(route)

    to_look_at = {route.name for route in ROUTES if "GET" in route.allowed}
    assert to_look_at - reached <= BEYOND_LINKS


def test_every_page_of_the_owner_fits_a_phone(phone: Page):
    log_in(phone)

    for _ in each_page(phone):
        fits(phone)


@pytest.mark.parametrize("who", [who for who in OTHERS if who not in BETWEEN])
def test_every_page_of_others_is_well_made_on_a_phone(phone: Page, who: str):
    log_in(phone, OTHERS[who])

    for route in each_page(phone):
        fits(phone)
        if route not in THE_SAME:
            axe(phone, colours=False)


@pytest.mark.parametrize("path", AT_THE_DOOR)
def test_pages_of_the_door_are_well_made_on_a_phone(phone: Page, path: str):
    phone.goto(path)

    fits(phone)
    axe_in_both_themes(phone)


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_for_everybody_at_every_width_in_both_themes(page: Page, who: str):
    log_in(page, EVERYBODY[who])
    if who == IN_MANY:
        enter(page, HER_OWN)

    reached = set()
    for route in each_page(page):
        reached.add(route)
        for options in (PHONE, DESK):
            page.set_viewport_size(options["viewport"])
            fits(page)
            axe_in_both_themes(page, alike=True)

    assert {"home", "roles", "security"} <= reached


def test_whatever_opens_above_a_page_is_well_made(visitor: Visitor):
    page = visitor(**DESK)
    log_in(page)
    go_to(page, "User management")
    page.goto(f"{page.url}?q=priya")

    for opener in (
        page.get_by_role("button", name="User quick links"),
        area(page, "Pending user invitations").get_by_role("button", name="Options").first,
        area(page, "Active users").get_by_role("button", name="Options").first,
    ):
        opener.click()
        axe_in_both_themes(page, OPEN)
        page.keyboard.press("Escape")
    page.get_by_text("By role, service or workspace").click()
    axe_in_both_themes(page, "details[open]")
    page.get_by_role("link", name="Invite a user").click()
    page.get_by_role("button", name="Add a role").click()
    axe_in_both_themes(page, OPEN)


def test_whatever_opens_above_a_page_fits_a_phone(phone: Page):
    log_in(phone)
    phone.get_by_role("button", name="Navigation").click()
    fits(phone)
    axe(phone, OPEN)

    phone.get_by_role("navigation", name="Account").get_by_role("link", name="User management").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("User management")
    phone.get_by_role("button", name="Options").first.click()
    fits(phone)
    axe(phone, OPEN)
