"""What every journey begins with."""

import re
import time
from typing import Any

from playwright.sync_api import Page, expect

from ostiary.management.demo.world import PASSWORD

OWNER = "olivia.hart@larkfield.example"


# A session proves for five minutes that one has just given the password; after two it is not handed on.
FRESH = 120.0
sessions: dict[str, tuple[float, list[Any]]] = {}


def log_in(page: Page, address: str = OWNER) -> None:
    """Be in as somebody who has no second factor: by a session of theirs that is open, else by password.

    Invitations that wait are left for later.
    """
    if not resume(page, address):
        begin_log_in(page, address)
        expect(page).not_to_have_url(re.compile("/sign-in"))
        if "/invitations" in page.url:
            page.get_by_role("link", name="Later").click()
        sessions[address] = (time.monotonic(), page.context.cookies())


def resume(page: Page, address: str) -> bool:
    """Take the cookies of whoever logged in a moment ago; where they logged out since, that does not help."""
    since, cookies = sessions.get(address, (0.0, []))
    if not cookies or time.monotonic() - since > FRESH:
        return False
    page.context.add_cookies(cookies)
    page.goto("/")
    return "/sign-in" not in page.url


def begin_log_in(page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def log_out(page: Page) -> None:
    open_quick_links(page)
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page).to_have_url(re.compile("/sign-in"))


def open_quick_links(page: Page) -> None:
    page.get_by_role("button", name="User quick links").click()


def enter(page: Page, account: str) -> None:
    """Switch account, for somebody to whom it opens without asking."""
    page.goto("/switch")
    page.get_by_role("button", name=named("Log in", account)).click()
    expect(page.locator(".topbar")).to_contain_text(account)


def named(label: str, of: str) -> re.Pattern[str]:
    """A button among several of its kind: what it belongs to is said to screen readers alone."""
    return re.compile(rf"^{label} ?:? {of}$")


def go_to(page: Page, label: str) -> None:
    """Account > the page of that name."""
    page.get_by_role("navigation", name="Account").get_by_role("link", name=label).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    page.wait_for_load_state()


def choose_option(page: Page, of: str, option: str) -> None:
    """From the Options menu of a row."""
    page.get_by_role("button", name=f"Options: {of}").click()
    menu = page.locator("[popover]:popover-open")
    menu.get_by_text(option, exact=True).click()
