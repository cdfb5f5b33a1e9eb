"""The account's own pages at a real browser: a list that one searches, and a token's life."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import go_to, log_in, open_quick_links


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
    page.goto(re.sub(r"(/a/\w{22}/).*", r"\1tokens/new", page.url))

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


def test_every_time_is_exact_after_a_word_in_the_user_quick_links_menu(page: Page):
    log_in(page)
    go_to(page, "API tokens")
    created = page.locator("tbody time").first
    expect(created).to_have_text("last week")

    open_quick_links(page)
    page.get_by_role("button", name="Exact times").click()

    expect(created).to_have_text(re.compile(r"^\d+ \w+ 20\d\d, \d\d:\d\d"))
    page.reload()
    expect(created).to_have_text(re.compile(r"^\d+ \w+ 20\d\d, \d\d:\d\d"))
