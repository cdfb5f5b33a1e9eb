"""One person at the browser: an invitation that waits, and a second factor."""

import re
from base64 import b32decode
from collections.abc import Callable

from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.proofs import totp
from tests.browser.looks import axe, fits
from tests.browser.steps import begin_log_in, log_in, log_out

ONE_ACCOUNT = "amara.diallo@larkfield.example"
INVITED = "walter.finch@mosaic.example"


def test_an_open_invitation_is_shown_after_logging_in_and_later_goes_on_without_scripts(
    visitor: Callable[..., Page],
):
    page = visitor(java_script_enabled=False)
    begin_log_in(page, INVITED)

    expect(page.get_by_role("heading", level=1)).to_have_text("You have an invitation")
    expect(page.get_by_role("button", name="Accept invitation")).to_be_visible()
    page.get_by_role("link", name="Later").click()

    expect(page.locator(".topbar")).to_contain_text("Mosaic Press")
    page.goto("/switch")
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()


def test_a_second_factor_is_set_up_asked_for_and_taken_away(page: Page):
    log_in(page, ONE_ACCOUNT)
    page.goto("/you/security")
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_label("Name of the app or device").fill("Phone")
    page.get_by_role("button", name="Next").click()
    axe(page)
    fits(page)
    key = b32decode(page.locator("#qr-secret").inner_text().replace(" ", ""))
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now())))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    page.context.clear_cookies()
    begin_log_in(page, ONE_ACCOUNT)
    expect(page).to_have_url(re.compile("/sign-in/code"))
    axe(page)
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + 1))
    page.get_by_role("button", name="Log in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))

    page.goto("/you/security")
    page.get_by_role("link", name=re.compile("Remove.*Phone")).click()
    expect(page.locator("main")).to_contain_text("It is your last second factor")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your password alone opens your accounts")


def test_the_way_back_after_logging_out_shows_nothing(page: Page):
    """ASVS 5.0 14.3.1: no page is left in the browser, neither in its cache nor as it stood."""
    log_in(page, ONE_ACCOUNT)
    page.goto("/you/security")
    log_out(page)
    expect(page).to_have_url(re.compile("/sign-in"))

    page.go_back()

    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.locator("body")).not_to_contain_text(ONE_ACCOUNT)
