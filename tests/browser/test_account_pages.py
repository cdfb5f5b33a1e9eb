"""The account's own pages at a real browser: well made in both themes, and at home on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import axe, both_themes, fits
from tests.browser.steps import go_to, log_in

LIMITED = "priya.nair@larkfield.example"
PAGES = [
    "",
    "roles",
    "company",
    "company/contacts/add",
    "company/owner",
    "services",
    "services/new",
    "workspaces",
    "workspaces/new",
    "tokens",
    "tokens/new",
    "tokens/account",
    "why?may=members.invite",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["olivia.hart@larkfield.example", LIMITED])
def test_a_page_is_well_made_and_fits_a_phone(phone: Page, who: str, path: str):
    log_in(phone, who)

    phone.goto(home(phone) + path)

    fits(phone)
    for _ in both_themes(phone):
        axe(phone)


def home(page: Page) -> str:
    return re.match(r".*/a/\w{22}/", page.url)[0]


def test_a_page_about_one_thing_is_well_made(page: Page):
    log_in(page)
    start = home(page)
    for listed, link in (
        ("services", "shop.larkfield.example"),
        ("workspaces", "Storefront"),
        ("company/owner", "Choose Uma Okoye"),
        ("company", "Remove Bruno Keller, Billing"),
        ("tokens/account", "Revoke Image pipeline"),
    ):
        page.goto(f"{start}{listed}{'?q=okoye' if listed == 'company/owner' else ''}")
        page.get_by_role("link", name=link, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)
        if listed in ("services", "workspaces"):
            page.get_by_role("link", name="Delete…").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("?")
            axe(page)


def test_typing_in_the_search_narrows_the_list_and_keeps_the_focus(page: Page):
    log_in(page)
    go_to(page, "Services")

    page.keyboard.press("/")
    page.keyboard.type("shop")

    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=shop$"))


def test_a_token_is_made_without_script_and_shown_once(visitor: Callable[..., Page]):
    page = visitor(java_script_enabled=False)
    log_in(page, "jonas.berg@larkfield.example")
    page.goto(home(page) + "tokens/new")

    page.get_by_label("Name").fill("From the browser")
    page.get_by_label("Specific services").check()
    page.get_by_label("blog.larkfield.example").check()
    page.get_by_role("button", name="Create token").click()

    expect(page.locator("#secret")).to_have_text(re.compile(r"^ost_pat_\w{38}$"))
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("row", name="From the browser")).to_contain_text("blog.larkfield.example")


def test_a_token_is_revoked_after_a_question(page: Page):
    log_in(page, "aisha.bello@larkfield.example")
    go_to(page, "API tokens")

    page.get_by_role("link", name="Revoke Log export").click()
    page.get_by_role("button", name="Revoke token").click()

    expect(page.locator("main")).to_contain_text("The token is revoked.")
    expect(page.get_by_role("heading", level=1)).to_have_text("API tokens")
