"""Passkeys and security keys in Chromium, whose own authenticator signs: the page must be at localhost."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looks import axe
from tests.browser.people import come_in
from tests.browser.steps import begin_log_in, log_in
from tests.browser.virtual_authenticator import NEVER_WAITS, VirtualAuthenticator

Visitor = Callable[..., Page]
NO_KEY = "This passkey or security key is not accepted here"


def add_key(page: Page, name: str) -> None:
    page.goto("/you/security")
    page.get_by_role("link", name="Add a passkey").click()
    axe(page)
    page.get_by_label("Name of the device or key").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("main")).to_contain_text(name)
    expect(page).to_have_url(re.compile("/you/security$"))


def by_passkey(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()


def inside(page: Page) -> None:
    expect(page.locator(".topbar")).to_contain_text("Larkfield Outdoor")


def petra(visitor: Visitor, address: str) -> Page:
    """Somebody new, who is nobody else's, at a browser that waits for a click."""
    host = visitor()
    log_in(host)
    guest = come_in(visitor, host, address, "Petra Key", "User")
    guest.add_init_script(NEVER_WAITS)
    return guest


def test_a_passkey_is_made_and_logs_in_alone_and_after_a_password_until_it_is_copied(visitor: Visitor):
    page = petra(visitor, "petra.key@example.net")
    authenticator = VirtualAuthenticator(page)
    add_key(page, "Petra's laptop")
    axe(page)

    page.context.clear_cookies()
    by_passkey(page)
    inside(page)

    page.context.clear_cookies()
    begin_log_in(page, "petra.key@example.net")
    expect(page.get_by_role("heading", level=1)).to_have_text("Use your passkey or security key")
    axe(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    inside(page)

    copied = authenticator.keys()[0]
    authenticator.lose()
    authenticator.put(copied, signCount=0)
    page.context.clear_cookies()
    by_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text(NO_KEY)
    axe(page)
