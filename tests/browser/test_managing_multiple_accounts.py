"""*Managing multiple accounts*, step by step and word for word, by people who are in several."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ostiary.clock import now
from ostiary.management.demo.world import PASSWORD
from ostiary.proofs import totp
from tests.browser.backstage import came_by_provider, offer_sso
from tests.browser.conftest import visit
from tests.browser.looks import axe
from tests.browser.people import accept_as_new, area, invitation_link, invite, row, set_up_authenticator
from tests.browser.steps import begin_log_in, enter, go_to, log_in, log_out, named, open_quick_links
from tests.servers import Ostiary

LARKFIELD, MOSAIC, TIDEWATER = "Larkfield Outdoor", "Mosaic Press", "Tidewater Ferries"
OWNERS = {
    LARKFIELD: "olivia.hart@larkfield.example",
    MOSAIC: "ana@lindqvist.example",
    TIDEWATER: "gwen.abbott@tidewater.example",
}
# In Larkfield and Tidewater, for the journeys that leave it there.
COMMUTER = "vera.commuter@example.net"

Visitor = Callable[..., Page]


# For as long as the server lives: a worker that takes tests of others comes back to this file.
@pytest.fixture(scope="session", autouse=True)
def commuter(chromium: Browser, server: Ostiary, request: pytest.FixtureRequest) -> None:
    """Somebody invited to two accounts, who accepted the second on logging in."""
    with (
        visit(chromium, server, request.node, {}) as host,
        visit(chromium, server, request.node, {}) as page,
    ):
        join_as_new(host, page, LARKFIELD, COMMUTER, "Vera Lund")
        offer(host, TIDEWATER, COMMUTER)
        log_out(page)
        begin_log_in(page, COMMUTER)
        page.get_by_role("button", name=named("Accept invitation", TIDEWATER)).click()
        expect(page.locator(".topbar")).to_contain_text(TIDEWATER)


def test_whoever_has_no_login_makes_one_by_the_instructions_in_the_mail(page: Page, visitor: Visitor):
    address = "wanda.grey@example.net"
    guest = visitor()

    join_as_new(page, guest, TIDEWATER, address, "Wanda Grey")

    expect(guest.locator(".topbar")).to_contain_text(TIDEWATER)
    expect(guest.get_by_role("status")).to_contain_text("Welcome.")
    log_out(guest)
    log_in(guest, address)
    expect(guest.locator(".topbar")).to_contain_text(TIDEWATER)


def test_an_existing_user_sees_invitations_each_time_they_log_in(page: Page, visitor: Visitor):
    address = "xenia.roth@example.net"
    guest = visitor()
    join_as_new(page, guest, LARKFIELD, address, "Xenia Roth")
    offer(page, TIDEWATER, address)
    offer(page, MOSAIC, address)
    log_out(guest)

    begin_log_in(guest, address)
    expect(guest.get_by_role("heading", level=1)).to_have_text("You have 2 invitations")
    axe(guest)
    guest.get_by_role("link", name="Later").click()
    expect(guest.locator(".topbar")).to_contain_text(LARKFIELD)
    log_out(guest)

    begin_log_in(guest, address)
    guest.get_by_role("button", name=named("Decline", MOSAIC)).click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("You have an invitation")
    guest.get_by_role("button", name=named("Accept invitation", TIDEWATER)).click()
    expect(guest.locator(".topbar")).to_contain_text(TIDEWATER)
    log_out(guest)

    log_in(guest, address)
    expect(guest.get_by_role("heading", name="invitation")).to_have_count(0)
    guest.goto("/you/accounts")
    expect(guest.get_by_role("rowheader")).to_have_text([re.compile(LARKFIELD), re.compile(TIDEWATER)])
    go_to_users(page, MOSAIC)
    expect(row(page, "Expired and declined invitations", address)).to_contain_text("Declined")


def test_switching_accounts(page: Page):
    log_in(page, COMMUTER)
    enter(page, LARKFIELD)

    open_quick_links(page)
    page.locator("#quick-links").get_by_role("link", name="Switch account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Switch account")
    expect(page.get_by_role("listitem").filter(has_text=LARKFIELD)).to_contain_text("Open in this browser")
    page.get_by_role("button", name=named("Log in", TIDEWATER)).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TIDEWATER)
    expect(page.locator("main")).to_contain_text(COMMUTER)


def test_password_and_code_are_asked_for_when_they_are_missing(page: Page, visitor: Visitor, server: Ostiary):
    address = "yann.keller@example.net"
    host = visitor()
    join_as_new(host, page, LARKFIELD, address, "Yann Keller")
    larkfield = page.url
    offer(host, TIDEWATER, address)
    page.goto("/switch")
    page.get_by_role("button", name=named("Accept invitation", TIDEWATER)).click()
    log_out(page)
    log_in(page, address)
    expect(page.locator(".topbar")).to_contain_text(TIDEWATER)
    key = set_up_authenticator(page)

    came_by_provider(server, address)
    page.goto(larkfield)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Log in to {LARKFIELD}")
    axe(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + 1))
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".topbar")).to_contain_text(LARKFIELD)


def test_setting_a_default_account(page: Page):
    for account, other in ((TIDEWATER, LARKFIELD), (LARKFIELD, TIDEWATER)):
        log_in(page, COMMUTER)
        enter(page, other)

        go_to(page, "Your accounts")
        area(page, "Your accounts").get_by_role("button", name=named("Make default", account)).click()
        expect(row(page, "Your accounts", account)).to_contain_text("Default")
        log_out(page)

        log_in(page, COMMUTER)
        expect(page.locator(".topbar")).to_contain_text(account)
        log_out(page)


def test_with_single_sign_on_in_several_accounts_the_first_invitation_decides(
    page: Page, server: Ostiary, tmp_path: Path
):
    address, accounts = "zora.blum@example.net", ("Copper Kettle", "Amber Lamp")
    (tmp_path / "password").write_text(PASSWORD)
    for account in accounts:
        server.manage(
            *("bootstrap", "--account", account, "--email", address, "--name", "Zora Blum"),
            *("--password-file", str(tmp_path / "password")),
        )
    log_in(page, address)
    page.goto("/you/accounts")
    page.get_by_role("button", name=named("Make default", accounts[1])).click()
    expect(row(page, "Your accounts", accounts[1])).to_contain_text("Default")

    offer_sso(server, *accounts)
    page.reload()

    expect(page.locator("main")).to_contain_text("The default account cannot be set by hand")
    expect(page.get_by_role("button", name="Make default")).to_have_count(0)
    expect(row(page, "Your accounts", accounts[0])).to_contain_text("Default")
    log_out(page)
    log_in(page, address)
    expect(page.locator(".topbar")).to_contain_text(accounts[0])


def test_two_tabs_in_two_accounts_take_turns(page: Page):
    log_in(page, COMMUTER)
    tabs = {LARKFIELD: page, TIDEWATER: page.context.new_page()}
    for account, tab in tabs.items():
        enter(tab, account)

    for label in ("Roles", "API tokens", "Services"):
        for account, tab in tabs.items():
            go_to(tab, label)
            expect(tab.locator(".topbar")).to_contain_text(account)
    expect(tabs[LARKFIELD].locator("tbody")).to_contain_text("shop.larkfield.example")
    expect(tabs[TIDEWATER].locator("tbody")).to_contain_text("Harbour cameras")
    for account, tab in tabs.items():
        tab.get_by_role("searchbox").fill("e")
        tab.get_by_role("searchbox").press("Enter")
        expect(tab).to_have_url(re.compile("q=e"))
        expect(tab.locator(".topbar")).to_contain_text(account)


def test_leaving_an_account(page: Page, visitor: Visitor):
    address = "anders.holt@example.net"
    guest = visitor()
    join_as_new(page, guest, LARKFIELD, address, "Anders Holt")
    offer(page, TIDEWATER, address)
    guest.goto("/switch")
    guest.get_by_role("button", name=named("Accept invitation", TIDEWATER)).click()
    expect(guest.locator(".topbar")).to_contain_text(TIDEWATER)
    inside = guest.url

    go_to(guest, "Your accounts")
    guest.get_by_role("link", name=named("Leave account", TIDEWATER)).click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(f"Leave {TIDEWATER}?")
    guest.get_by_role("button", name="Leave account").click()

    expect(guest.get_by_role("rowheader")).to_have_text([re.compile(LARKFIELD)])
    guest.goto(inside)
    expect(guest.locator(".error-code")).to_contain_text("404")
    go_to_users(page, TIDEWATER)
    expect(row(page, "Active users", address)).to_have_count(0)


def join_as_new(host: Page, guest: Page, account: str, address: str, name: str) -> None:
    offer(host, account, address)
    accept_as_new(guest, invitation_link(guest, address), name)


def offer(host: Page, account: str, address: str) -> None:
    """The owner of one of the demo's accounts invites an engineer."""
    be_owner(host, account)
    invite(host, address, "Engineer")


def be_owner(host: Page, account: str) -> None:
    host.context.clear_cookies()
    log_in(host, OWNERS[account])
    enter(host, account)


def go_to_users(host: Page, account: str) -> None:
    be_owner(host, account)
    go_to(host, "User management")
