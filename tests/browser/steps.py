"""What every journey begins with."""

import re

from playwright.sync_api import Page, expect

from ostiary.management.demo.world import PASSWORD

OWNER = "olivia.hart@larkfield.example"


def log_in(page: Page, address: str = OWNER) -> None:
    """Enter by password as somebody of the demo who has no second factor."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
