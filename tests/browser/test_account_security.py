"""What an account asks of everybody, changed by keyboard alone by an owner whom it concerns first."""

import re
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.proofs import totp
from tests.browser.keyboard import all_stops, press, tab_to
from tests.browser.looks import axe_in_both_themes, fits
from tests.browser.people import area, found
from tests.browser.steps import log_in
from tests.servers import Ostiary

KIM = "kim.holt@example.net"


@pytest.fixture
def kim(page: Page, server: Ostiary, tmp_path: Path) -> Page:
    """An owner whom nothing keeps from making rules."""
    found(server, tmp_path, "Holt Harbour", KIM, "Kim Holt")
    log_in(page, KIM)
    return page


def test_an_owner_demands_a_second_factor_sets_up_theirs_and_draws_up_an_allowlist(kim: Page):
    open_security(kim)
    assert len(set(all_stops(kim))) > 10
    press(kim, area(kim, "Two-factor authentication").get_by_role("link", name="Require a second factor"))
    expect(area(kim, "What will happen")).to_contain_text("You have no second factor yourself.")
    press(kim, kim.get_by_role("link", name="Set up yours first"))
    tab_to(kim, kim.get_by_label("Name of the app or device"))
    kim.keyboard.type("Phone")
    kim.keyboard.press("Enter")
    key = b32decode(kim.locator("#qr-secret").inner_text().replace(" ", ""))
    expect(kim.get_by_label("Authentication code")).to_be_focused()
    kim.keyboard.type(totp.code_at(key, totp.counter_at(now())))
    kim.keyboard.press("Enter")
    press(kim, kim.get_by_role("link", name="Later"))
    press(kim, kim.get_by_role("button", name="Require a second factor"))
    expect(area(kim, "Two-factor authentication")).to_contain_text("Everybody has a second factor.")

    press(kim, area(kim, "Address allowlist").get_by_role("link", name="Set up a list"))
    addresses = kim.get_by_label("Addresses")
    tab_to(kim, addresses)
    kim.keyboard.type("203.0.113.0/24\n")
    press(kim, kim.get_by_role("button", name="Show who would be outside"))
    expect(area(kim, "You come from")).to_contain_text("Not in the list")
    press(kim, kim.get_by_role("button", name="Save allowlist"))
    expect(kim.locator(".errors")).to_contain_text("you would lock yourself out")
    expect(addresses).to_be_focused()
    expect(area(kim, "Lately used from").get_by_role("row").last).to_contain_text("Outside")
    kim.keyboard.press("ControlOrMeta+End")
    kim.keyboard.type("\n127.0.0.0/8")
    press(kim, kim.get_by_role("button", name="Save allowlist"))
    expect(area(kim, "Address allowlist")).to_contain_text("127.0.0.0/8")

    press(kim, kim.get_by_role("button", name="Close"))
    expect(kim.locator(".toast")).to_have_count(0)
    press(kim, area(kim, "Two-factor authentication").get_by_role("link", name="Require it no longer"))
    press(kim, kim.get_by_role("button", name="Require it no longer"))
    expect(area(kim, "Two-factor authentication")).to_contain_text("Not required")


def open_security(page: Page) -> None:
    navigation = page.get_by_role("navigation", name="Account")
    press(page, navigation.get_by_role("link", name="Security"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Security")


def test_what_goes_wrong_says_what_to_do_next(phone: Page, visitor: Callable[..., Page]):
    """Pages to which no link leads: each fits a phone, and leads back to where one was."""
    log_in(phone)
    for path, code, way_on in (
        ("/no-such-page", "404", "Go to the start"),
        ("/you/security/sessions/end-all", "405", "Open the page"),
    ):
        phone.goto(path)
        expect(phone.locator(".error-code")).to_have_text(re.compile(rf"^{code} · \w{{22}}$"))
        expect(phone.get_by_role("link", name=way_on)).to_be_visible()
        fits(phone)
        axe_in_both_themes(phone)
    press(phone, phone.get_by_role("link", name="Open the page"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Profile & security")

    old = visitor()
    old.goto("/reset")
    old.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = 'a'.repeat(64)")
    old.keyboard.type("olga@example.net")
    old.keyboard.press("Enter")
    expect(old.get_by_role("heading", level=1)).to_have_text("This form is too old")
    press(old, old.get_by_role("link", name="Open the page again"))
    expect(old.get_by_role("heading", level=1)).to_have_text("Forgot your password?")
