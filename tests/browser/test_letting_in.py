"""A second factor is lost: a superuser lets the member in, who comes by letter, sets up an app, and stays.

The superuser has no mouse."""

import re
from base64 import b32decode
from collections.abc import Callable

from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.management.demo.world import PASSWORD
from ostiary.proofs import totp
from tests.browser.conftest import PHONE
from tests.browser.keyboard import choose_from_menu, press
from tests.browser.looks import axe_in_both_themes, fits
from tests.browser.people import come_in, letters_to, row, search_for, set_up_authenticator
from tests.browser.steps import begin_log_in, go_to, log_in, log_out

PIA = "pia.lund@example.net"


def on_a_phone_too(page: Page) -> None:
    """As it is, and at the smallest width, in both themes."""
    axe_in_both_themes(page)
    size = page.viewport_size
    page.set_viewport_size(PHONE["viewport"])
    fits(page)
    axe_in_both_themes(page)
    page.set_viewport_size(size)


def code_from_letter(page: Page) -> str:
    """The newest letter is the one with the code: it came after the one that says that she is let in."""
    letters_to(page, PIA, 4).first.get_by_role("link").click()
    return re.search(r"\b\d{4} \d{4}\b", page.locator("pre").inner_text())[0]


def give_code(page: Page, key: bytes, *, steps: int = 0) -> None:
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + steps))


def test_a_lost_phone_does_not_keep_a_member_out(page: Page, visitor: Callable[..., Page]):
    log_in(page)
    pia = come_in(visitor, page, PIA, "Pia Lund", "User")
    set_up_authenticator(pia)
    log_out(pia)

    go_to(page, "User management")
    search_for(page, "Pia Lund")
    choose_from_menu(
        page, page.get_by_role("button", name="Options: Pia Lund"), "Let in without second factor"
    )
    expect(page.get_by_role("heading", level=1)).not_to_have_text("User management")
    if page.url.endswith("/presence") or "/presence?" in page.url:
        expect(page.get_by_label("Password", exact=True)).to_be_focused()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Let Pia Lund in without their second factor?")
    on_a_phone_too(page)
    press(page, page.get_by_role("button", name="Let in for 24 hours"))
    expect(row(page, "Active users", PIA)).to_contain_text("until ")
    on_a_phone_too(page)

    begin_log_in(pia, PIA)
    expect(pia).to_have_url(re.compile("/sign-in/code"))
    on_a_phone_too(pia)
    pia.get_by_role("link", name="I have lost my second factor").click()
    on_a_phone_too(pia)
    pia.get_by_role("button", name="Send me a code").click()
    expect(pia.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    on_a_phone_too(pia)
    code = code_from_letter(page)
    pia.get_by_label("Code from the letter").fill(code)
    pia.get_by_role("button", name="Continue").click()

    expect(pia.get_by_role("heading", level=1)).to_have_text(re.compile("^Set up a second factor for "))
    on_a_phone_too(pia)
    pia.get_by_label("Name of the app or device").fill("New phone")
    pia.get_by_role("button", name="Next").click()
    on_a_phone_too(pia)
    key = b32decode(pia.locator("#qr-secret").inner_text().replace(" ", ""))
    give_code(pia, key)
    pia.get_by_role("button", name="Turn on").click()
    expect(pia.locator("main")).to_contain_text("From now on its codes open")
    pia.get_by_role("link", name="Your app for this account").click()
    expect(pia.locator("main")).to_contain_text("New phone")
    on_a_phone_too(pia)

    log_out(pia)
    begin_log_in(pia, PIA)
    give_code(pia, key, steps=1)
    pia.get_by_role("button", name="Log in").click()
    expect(pia).to_have_url(re.compile("/a/"))
    pia.goto("/you/security")
    expect(pia).to_have_url(re.compile("/sign-in"))
    page.goto("/")
    go_to(page, "User management")
    expect(row(page, "Active users", PIA)).not_to_contain_text("until ")
