"""An account begins to ask for a second factor: who is in sets one up before anything else opens there."""

import re
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.management.demo.world import PASSWORD
from ostiary.proofs import totp
from tests.browser.looks import axe_in_both_themes, fits
from tests.browser.people import come_in, set_up_authenticator
from tests.browser.steps import begin_log_in, go_to, log_in
from tests.servers import Ostiary

ACCOUNT, HUGO, MIA = "Harbour Tours", "hugo.holm@example.net", "mia.mole@example.net"


def open_account(server: Ostiary, folder: Path) -> None:
    """One of the journey's own: what it asks for is asked of nobody else."""
    kept = folder / "password"
    kept.write_text(PASSWORD)
    owner = ("--email", HUGO, "--name", "Hugo Holm", "--password-file", str(kept))
    server.manage("bootstrap", "--account", ACCOUNT, *owner)


def test_a_member_enrols_under_the_accounts_demand_and_comes_back_by_code(
    page: Page, visitor: Callable[..., Page], server: Ostiary, tmp_path: Path
):
    open_account(server, tmp_path)
    log_in(page, HUGO)
    mia = come_in(visitor, page, MIA, "Mia Mole", "User")
    set_up_authenticator(page)

    page.goto("/")
    go_to(page, "Security")
    card = page.get_by_role("region", name="Two-factor authentication")
    card.get_by_role("link", name="Require a second factor").click()
    expect(page.locator("main")).to_contain_text("1 of 2 users sets up a second factor")
    page.get_by_role("button", name="Require a second factor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Security")

    mia.get_by_role("navigation", name="Account").get_by_role("link", name="Services").click()
    expect(mia.get_by_role("heading", level=1)).to_have_text(f"Log in to {ACCOUNT}")
    expect(mia.locator("main")).to_contain_text("asks everybody for a second factor, and you have none yet")
    axe_in_both_themes(mia)
    fits(mia)
    mia.get_by_role("link", name="Set up an authenticator app").click()
    if "/presence" in mia.url:
        mia.get_by_label("Password", exact=True).fill(PASSWORD)
        mia.get_by_role("button", name="Confirm").click()
    mia.get_by_label("Name of the app or device").fill("Phone")
    mia.get_by_role("button", name="Next").click()
    key = b32decode(mia.locator("#qr-secret").inner_text().replace(" ", ""))
    mia.goto("/")
    expect(mia).to_have_url(re.compile("/enter"))

    mia.go_back()
    mia.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now())))
    mia.get_by_role("button", name="Turn on").click()
    mia.get_by_role("link", name="Later").click()
    expect(mia.get_by_role("heading", level=1)).to_have_text("Services")

    mia.context.clear_cookies()
    begin_log_in(mia, MIA)
    mia.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + 1))
    mia.get_by_role("button", name="Log in").click()
    expect(mia.locator(".topbar")).to_contain_text(ACCOUNT)
