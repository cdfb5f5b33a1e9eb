"""How hard a new password is to guess, told at a real browser while it is typed."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, Request, expect

from ostiary.clock import now
from tests.browser.looks import axe_in_both_themes
from tests.browser.steps import log_in

OWN = "/you/security/password"
GOOD = "marble lantern drifts beneath tuesday"
# Milliseconds without a key (password-strength.js).
PAUSE = 600


def test_the_server_is_asked_once_one_pauses_and_its_words_are_told_politely(page: Page):
    log_in(page)
    page.clock.install()
    page.goto(OWN)
    page.clock.pause_at(now() + timedelta(hours=1))
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one))
    words = page.locator("password-strength [aria-live=polite]")

    page.get_by_label("New password").focus()
    type_slowly(page, "olivia hart")
    expect(words).to_have_text("Characters so far: 11 of 15.")
    assert not asked

    type_slowly(page, " olivia hart")
    expect(words).to_contain_text("others know")
    page.get_by_label("New password").fill("")
    type_slowly(page, GOOD)
    expect(words).to_have_text("Very hard to guess.")

    assert [(one.method, one.url.rsplit("/", 1)[1]) for one in asked] == [("POST", "strength")] * 2
    assert all(GOOD not in one.url for one in asked)
    page.clock.resume()
    axe_in_both_themes(page)


def type_slowly(page: Page, text: str) -> None:
    """With not quite a pause between two keys, and one after the last."""
    for letter in text:
        page.clock.run_for(PAUSE - 1)
        page.keyboard.type(letter)
    page.clock.run_for(PAUSE)


def test_what_is_told_fits_the_smallest_screen(phone: Page):
    log_in(phone)
    phone.goto(OWN)

    phone.get_by_label("New password").fill("password password 1")

    expect(phone.locator("password-strength p")).to_contain_text("what many people use")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_script_the_help_stands_there_and_the_refusal_says_why(visitor: Callable[..., Page]):
    page = visitor(java_script_enabled=False)
    log_in(page)
    page.goto(OWN)

    expect(page.locator("main")).to_contain_text("At least 15 characters")
    expect(page.locator("password-strength")).to_be_hidden()
