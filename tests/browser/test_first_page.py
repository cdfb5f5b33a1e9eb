"""What a stranger meets first, and that a password opens the door."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looks import axe, both_themes, fits
from tests.browser.steps import log_in


def test_the_first_page_is_well_made_in_both_themes(page: Page):
    page.goto("/")

    for _ in both_themes(page):
        axe(page)


def test_the_first_page_fits_a_phone(phone: Page):
    phone.goto("/")

    fits(phone)


def test_a_password_opens_the_door(page: Page):
    log_in(page)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)


def test_a_password_opens_the_door_without_scripts(visitor: Callable[..., Page]):
    page = visitor(java_script_enabled=False)

    log_in(page)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
