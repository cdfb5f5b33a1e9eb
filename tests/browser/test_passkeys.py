"""Passkeys and security keys in Chromium, whose own authenticator signs: the page must be at localhost."""

import re
from base64 import b32decode
from collections.abc import Callable

from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.proofs import totp
from tests.browser.backstage import forget_presence
from tests.browser.keyboard import press, tab_to
from tests.browser.looks import axe, axe_in_both_themes, fits
from tests.browser.people import come_in
from tests.browser.steps import begin_log_in, log_in
from tests.browser.virtual_authenticator import NEVER_WAITS, TOUCH, VirtualAuthenticator
from tests.servers import Ostiary

Visitor = Callable[..., Page]


def petra(visitor: Visitor, address: str) -> Page:
    """Somebody new, who is nobody else's, at a browser that waits for a click."""
    host = visitor()
    log_in(host)
    guest = come_in(visitor, host, address, "Petra Key", "User")
    guest.add_init_script(NEVER_WAITS)
    return guest


def add_key(page: Page, name: str) -> None:
    page.goto("/you/security")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the device or key").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page).to_have_url(re.compile("/you/security(/recovery-codes)?$"))
    page.goto("/you/security")
    expect(page.locator("main")).to_contain_text(name)


def by_passkey(page: Page) -> None:
    """By the keyboard alone."""
    page.goto("/sign-in")
    press(page, page.get_by_role("button", name="Use a passkey"))


def inside(page: Page) -> None:
    expect(page.locator(".topbar")).to_contain_text("Larkfield Outdoor")


def test_a_passkey_logs_in_alone_and_after_a_password_until_it_is_copied(visitor: Visitor):
    page = petra(visitor, "petra.key@example.net")
    authenticator = VirtualAuthenticator(page)
    add_key(page, "Petra's laptop")

    page.context.clear_cookies()
    by_passkey(page)
    inside(page)

    page.context.clear_cookies()
    begin_log_in(page, "petra.key@example.net")
    expect(page.get_by_role("heading", level=1)).to_have_text("Use your passkey or security key")
    page.get_by_role("button", name="Use a passkey or security key").click()
    inside(page)

    copied = authenticator.keys()[0]
    authenticator.lose()
    authenticator.put(copied, signCount=0)
    page.context.clear_cookies()
    by_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text("This passkey or security key is not accepted here")
    begin_log_in(page, "petra.key@example.net")
    expect(page).to_have_url(re.compile("/sign-in/code"))


def test_presence_is_shown_by_a_passkey_on_the_way_of_a_form(visitor: Visitor, server: Ostiary):
    page = petra(visitor, "petra.sudo@example.net")
    VirtualAuthenticator(page)
    add_key(page, "Laptop")

    forget_presence(server, "petra.sudo@example.net")
    page.get_by_role("link", name="Add an authenticator app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    axe_in_both_themes(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name of the app or device").fill("Phone")

    forget_presence(server, "petra.sudo@example.net")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Authentication code")).to_be_visible()


def test_whoever_loses_a_passkey_comes_in_by_their_authenticator_app_and_removes_it(visitor: Visitor):
    page = petra(visitor, "petra.lost@example.net")
    authenticator = VirtualAuthenticator(page)
    add_key(page, "Lost phone")
    page.get_by_role("link", name="Add an authenticator app").click()
    page.get_by_label("Name of the app or device").fill("Tablet")
    page.get_by_role("button", name="Next").click()
    key = b32decode(page.locator("#qr-secret").inner_text().replace(" ", ""))
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now())))
    page.get_by_role("button", name="Turn on").click()
    authenticator.lose()
    page.context.clear_cookies()

    by_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text("did not work, or was cancelled")
    begin_log_in(page, "petra.lost@example.net")
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + 1))
    page.get_by_role("button", name="Log in").click()
    inside(page)

    page.goto("/you/security")
    press(page, page.get_by_role("link", name=re.compile("Remove.*Lost phone")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove Lost phone?")
    axe_in_both_themes(page)
    press(page, page.get_by_role("button", name="Remove"))
    expect(page.locator("main")).not_to_contain_text("Lost phone")


def test_the_browser_offers_a_passkey_where_the_address_is_typed(visitor: Visitor):
    page = petra(visitor, "petra.waits@example.net")
    authenticator = VirtualAuthenticator(page)
    add_key(page, "Laptop")
    key = authenticator.keys()[0]

    other = visitor()
    VirtualAuthenticator(other).put(key)
    other.goto("/sign-in")

    inside(other)


def test_a_security_key_that_feels_a_touch_is_a_second_factor(visitor: Visitor):
    page = petra(visitor, "petra.touch@example.net")
    VirtualAuthenticator(page, **TOUCH)
    add_key(page, "Blue key")
    expect(page.locator("main")).to_contain_text("Bound to one device")

    page.context.clear_cookies()
    begin_log_in(page, "petra.touch@example.net")
    page.get_by_role("button", name="Use a passkey or security key").click()

    inside(page)


def test_one_authenticator_makes_one_key_for_one_person(visitor: Visitor):
    page = petra(visitor, "petra.twice@example.net")
    VirtualAuthenticator(page)
    add_key(page, "Laptop")

    page.goto("/you/security/passkeys/add")
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("has a passkey of yours already")


def test_the_pages_of_passkeys_are_well_made(visitor: Visitor):
    page = petra(visitor, "petra.pages@example.net")
    VirtualAuthenticator(page)
    add_key(page, "Laptop")

    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/you/security", "/you/security/passkeys/add"):
        page.goto(address)
        fits(page)
        axe_in_both_themes(page)
    page.goto("/you/security")
    press(page, page.get_by_role("link", name=re.compile("Rename.*Laptop")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Rename Laptop")
    fits(page)
    axe(page)
    tab_to(page, page.get_by_label("Name of the device or key"))
    page.keyboard.type("Old laptop")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Old laptop")

    page.context.clear_cookies()
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    fits(page)
    begin_log_in(page, "petra.pages@example.net")
    expect(page.get_by_role("button", name="Use a passkey or security key")).to_be_visible()
    fits(page)
    axe_in_both_themes(page)


def test_without_scripts_there_is_no_button_and_the_page_says_why(visitor: Visitor):
    page = petra(visitor, "petra.plain@example.net")
    VirtualAuthenticator(page)
    add_key(page, "Laptop")

    plain = visitor(java_script_enabled=False)
    begin_log_in(plain, "petra.plain@example.net")

    expect(plain.get_by_role("button", name="Use a passkey or security key")).to_have_count(0)
    expect(plain.locator("main")).to_contain_text("This browser cannot use passkeys")
    expect(plain.get_by_role("link", name="Use a recovery code")).to_be_visible()
