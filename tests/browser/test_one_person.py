"""One person at the browser: logging in, several accounts, a second factor. The words are the seed's."""

import re
from base64 import b32decode
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.management.demo.world import PASSWORD
from ostiary.proofs import totp
from tests.browser.looks import axe, both_themes, fits
from tests.browser.steps import log_in

MANY_ACCOUNTS = "ana@lindqvist.example"
ONE_ACCOUNT = "amara.diallo@larkfield.example"
INVITED = "walter.finch@mosaic.example"

OWN_PAGES = [
    "/switch",
    "/you/accounts",
    "/you/security",
    "/you/security/profile",
    "/you/security/password",
    "/you/security/authenticators/add",
    "/presence",
]
PAGES_OF_THE_DOOR = [
    "/sign-in",
    "/reset",
    "/reset/0123456789abcdefghijkl/x",
    "/invitation/0123456789abcdefghijkl/x",
]


@pytest.mark.parametrize("path", OWN_PAGES)
def test_pages_of_ones_own_are_well_made_and_fit_a_phone(phone: Page, path: str):
    log_in(phone, MANY_ACCOUNTS)

    phone.goto(path)

    fits(phone)
    for _ in both_themes(phone):
        axe(phone)


@pytest.mark.parametrize("path", PAGES_OF_THE_DOOR)
def test_pages_of_the_door_are_well_made_and_fit_a_phone(phone: Page, path: str):
    phone.goto(path)

    fits(phone)
    for _ in both_themes(phone):
        axe(phone)


def test_logging_in_takes_no_mouse(page: Page):
    page.goto("/sign-in")
    expect(page.get_by_label("Email address")).to_be_focused()

    page.keyboard.type(MANY_ACCOUNTS)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).not_to_have_url(re.compile("/sign-in"))


def test_switching_accounts_goes_by_the_user_quick_links_menu(page: Page):
    log_in(page, MANY_ACCOUNTS)

    page.get_by_role("button", name="User quick links").click()
    page.get_by_role("link", name="Switch account").last.click()
    page.get_by_role("button", name=re.compile("Log in.*Tidewater Ferries")).click()

    expect(page.locator(".topbar")).to_contain_text("Tidewater Ferries")


def test_two_tabs_in_two_accounts_work_side_by_side(page: Page):
    log_in(page, MANY_ACCOUNTS)
    other = page.context.new_page()
    for tab, account in ((page, "Tidewater Ferries"), (other, "Mosaic Press")):
        tab.goto("/switch")
        tab.get_by_role("button", name=re.compile(f"Log in.*{account}")).click()

    for tab, account in ((page, "Tidewater Ferries"), (other, "Mosaic Press")):
        tab.reload()
        expect(tab.locator(".topbar")).to_contain_text(account)


def test_an_open_invitation_is_shown_after_logging_in_and_later_goes_on_without_scripts(
    visitor: Callable[..., Page],
):
    page = visitor(java_script_enabled=False)
    give_password(page, INVITED)

    expect(page.get_by_role("heading", level=1)).to_have_text("You have an invitation")
    expect(page.get_by_role("button", name="Accept invitation")).to_be_visible()
    page.get_by_role("link", name="Later").click()

    expect(page.locator(".topbar")).to_contain_text("Mosaic Press")
    page.goto("/switch")
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()


def test_a_second_factor_is_set_up_asked_for_and_taken_away(page: Page):
    log_in(page, ONE_ACCOUNT)
    page.goto("/you/security")
    page.get_by_role("link", name="Set up two-factor authentication").click()
    page.get_by_label("Name of the app or device").fill("Phone")
    page.get_by_role("button", name="Next").click()
    axe(page)
    fits(page)
    key = b32decode(page.locator("#qr-secret").inner_text().replace(" ", ""))
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) - 1))
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator("main")).to_contain_text("Phone")

    page.context.clear_cookies()
    give_password(page, ONE_ACCOUNT)
    expect(page).to_have_url(re.compile("/sign-in/code"))
    axe(page)
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + 1))
    page.get_by_role("button", name="Log in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))

    page.goto("/you/security")
    page.get_by_role("button", name=re.compile("Remove.*Phone")).click()
    expect(page.locator("main")).to_contain_text("your password alone opens nothing")


def give_password(page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
