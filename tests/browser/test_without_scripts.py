"""The main journeys in a browser that runs no script: every page is plain links and forms first."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import (
    accept_as_new,
    add_role,
    area,
    come_in,
    found,
    invitation_link,
    row,
    set_up_authenticator,
)
from tests.browser.steps import choose_option, enter, go_to, log_in, named
from tests.servers import Ostiary

Visitor = Callable[..., Page]


@pytest.fixture
def plain(visitor: Visitor) -> Visitor:
    """Somebody new whose browser runs no script."""
    return lambda: visitor(java_script_enabled=False)


def test_inviting_with_limits_across_two_pages_of_services(plain: Visitor):
    address = "bodil.krag@example.net"
    host, guest = plain(), plain()
    log_in(host)
    go_to(host, "User management")
    host.get_by_role("link", name="Invite a user").click()
    host.get_by_label("Email address").fill(address)
    add_role(host, "Engineer")
    add_role(host, "Security user")
    limit(host, "Services")
    choose_level(host, "api.larkfield.example", "Purge all")
    area(host, "Services").get_by_role("button", name="Next").click()
    choose_level(host, "www.larkfield.example", "Full access")
    limit(host, "Workspaces")
    area(host, "Workspaces").get_by_role("switch", name="Checkout").check()

    host.get_by_role("button", name="Invite", exact=True).click()

    expect(row(host, "Pending user invitations", address)).to_contain_text("2 of 22 services · 1 workspace")
    accept_as_new(guest, invitation_link(guest, address), "Bodil Krag")
    go_to(guest, "Services")
    expect(guest.get_by_role("rowheader")).to_have_text(["api.larkfield.example", "www.larkfield.example"])


def test_a_search_and_the_button_for_all_that_match(plain: Visitor):
    address = "carl.ek@example.net"
    host = plain()
    log_in(host)
    go_to(host, "User management")
    host.get_by_role("link", name="Invite a user").click()
    host.get_by_label("Email address").fill(address)
    add_role(host, "User")
    limit(host, "Services")
    services = area(host, "Services")
    services.get_by_role("searchbox").fill("larkfield")
    services.get_by_role("searchbox").press("Enter")

    services.get_by_role("button", name="Grant access to all: 16 matches").click()

    host.get_by_role("button", name="Invite", exact=True).click()
    expect(row(host, "Pending user invitations", address)).to_contain_text("16 of 22 services")


def test_changing_access_in_two_steps(plain: Visitor):
    host = plain()
    log_in(host)
    guest = come_in(plain, host, "dora.weil@example.net", "Dora Weil", "User")

    go_to(host, "User management")
    choose_option(host, "Dora Weil", "Access controls")
    add_role(host, "Security user")
    host.get_by_role("button", name="Next", exact=True).click()
    limit(host, "Services")
    choose_level(host, "api.larkfield.example", "Read-only")
    host.get_by_role("button", name="Save", exact=True).click()

    expect(row(host, "Active users", "Dora Weil")).to_contain_text("1 of 22 services")
    go_to(guest, "Services")
    expect(guest.get_by_role("rowheader")).to_have_text(["api.larkfield.example"])


def test_deleting_a_user_with_a_token(plain: Visitor):
    host = plain()
    log_in(host)
    guest = come_in(plain, host, "emil.vang@example.net", "Emil Vang", "Engineer")
    go_to(guest, "API tokens")
    guest.get_by_role("link", name="Create token").first.click()
    guest.get_by_label("Name", exact=True).fill("Deploys")
    guest.get_by_role("button", name="Create token").click()

    go_to(host, "User management")
    choose_option(host, "Emil Vang", "Delete user")
    expect(area(host, "Active API tokens").get_by_role("rowheader")).to_contain_text(["Deploys"])
    host.get_by_role("checkbox", name="Revoke all of this user's API tokens").check()
    host.get_by_role("button", name="Confirm and delete").click()

    expect(row(host, "Active users", "Emil Vang")).to_have_count(0)
    guest.reload()
    expect(guest.locator(".error-code")).to_contain_text("404")


def test_switching_accounts_by_the_user_quick_links_menu(plain: Visitor):
    page = plain()
    log_in(page, "ana@lindqvist.example")
    enter(page, "Mosaic Press")

    page.get_by_role("button", name="User quick links").click()
    page.locator("#quick-links").get_by_role("link", name="Switch account").click()
    page.get_by_role("button", name=named("Log in", "Tidewater Ferries")).click()

    expect(page.locator(".topbar")).to_contain_text("Tidewater Ferries")


def test_a_second_factor_and_the_rules_of_an_account(plain: Visitor, server: Ostiary, tmp_path: Path):
    owner = plain()
    found(server, tmp_path, "Grove Mill", "gro.lie@example.net", "Gro Lie")
    log_in(owner, "gro.lie@example.net")
    set_up_authenticator(owner)
    owner.get_by_role("button", name="Make recovery codes").click()
    expect(owner.locator("#recovery-codes li")).to_have_count(10)
    owner.get_by_role("link", name="I have kept them").click()

    owner.goto("/")
    go_to(owner, "Security")
    owner.get_by_role("link", name="Require a second factor").click()
    owner.get_by_role("button", name="Require a second factor").click()
    owner.get_by_role("link", name="Set up a list").click()
    owner.get_by_label("Addresses").fill("127.0.0.0/8")
    owner.get_by_role("button", name="Show who would be outside").click()
    expect(area(owner, "You come from")).to_contain_text("In the list")
    owner.get_by_role("button", name="Save allowlist").click()
    owner.get_by_role("link", name="Change the limits").click()
    owner.get_by_label("Log in again after").select_option(label="4 hours")
    owner.get_by_role("button", name="Save limits").click()

    expect(area(owner, "Sessions")).to_contain_text("4 hours")
    expect(area(owner, "Address allowlist")).to_contain_text("127.0.0.0/8")
    owner.goto("/you/security")
    owner.get_by_role("link", name=re.compile("^Remove.*Phone$")).click()
    owner.get_by_role("button", name="Remove").click()
    expect(owner.locator("main")).to_contain_text("Grove Mill asks for a second factor")


def limit(page: Page, area_name: str) -> None:
    """Without script the menu has a button of its own."""
    part = area(page, area_name)
    part.get_by_role("combobox").select_option(label=f"Limit access to specific {area_name.lower()}")
    part.get_by_role("button", name="Show").click()
    expect(part.get_by_role("searchbox")).to_be_visible()


def choose_level(page: Page, service: str, level: str) -> None:
    page.get_by_role("group", name=f"Level on {service}").get_by_role("radio", name=level).check()
