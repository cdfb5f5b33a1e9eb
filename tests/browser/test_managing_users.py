"""*Managing users*, step by step and word for word, by a superuser and by the person it is about."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from ostiary.clock import now
from ostiary.models.invitations import LIFE
from tests.browser.looks import axe
from tests.browser.people import (
    accept_as_new,
    add_role,
    area,
    come_in,
    invitation_link,
    invite,
    open_access_controls,
    remove_role,
    row,
)
from tests.browser.steps import choose_option, go_to, log_in, named

SHOP, API, BLOG = "shop.larkfield.example", "api.larkfield.example", "blog.larkfield.example"

Visitor = Callable[..., Page]


def test_adding_a_user_to_an_account(page: Page, visitor: Visitor):
    address = "nina.frost@example.net"
    log_in(page)
    go_to(page, "User management")
    area(page, "User invitations").get_by_role("link", name="Invite a user").click()
    page.get_by_label("Email address").fill(address)
    add_role(page, "Engineer")
    add_role(page, "Security user")
    limit(page, "Services", "Limit access to specific services")
    choose_level(page, API, "Full access")
    choose_level(page, BLOG, "Read-only")
    limit(page, "Workspaces", "Limit access to specific workspaces")
    turn_on(page, "Checkout")
    axe(page)
    page.get_by_role("button", name="Invite", exact=True).click()

    pending = row(page, "Pending user invitations", address)
    expect(pending).to_contain_text("2 of 22 services · 1 workspace")
    assert abs(until(pending) - now() - LIFE) < timedelta(minutes=2)
    assert timedelta(days=7) == LIFE

    guest = visitor()
    accept_as_new(guest, invitation_link(guest, address), "Nina Frost")

    page.reload()
    expect(pending).to_have_count(0)
    expect(row(page, "Active users", address)).to_contain_text("2 of 22 services · 1 workspace")
    go_to(guest, "Services")
    assert levels(guest) == {API: "Full access", BLOG: "Read-only"}
    go_to(guest, "Workspaces")
    expect(guest.locator("tbody th")).to_have_text(["Checkout"])


def test_only_roles_that_combine_are_offered_and_superuser_is_alone(page: Page):
    log_in(page)
    go_to(page, "User management")
    page.get_by_role("link", name="Invite a user").click()
    page.get_by_label("Email address").fill("chosen.roles@example.net")

    add_role(page, "Superuser")

    assert offered_roles(page) == ["Security owner", "Security admin", "Security user", "Security observer"]
    expect(area(page, "Roles")).to_contain_text("Superuser already includes everything that Engineer gives.")
    remove_role(page, "Superuser")
    add_role(page, "Engineer")
    assert "Billing" in offered_roles(page)
    assert not {"Superuser", "User"} & set(offered_roles(page))


def test_the_search_box_and_the_buttons_that_grant_and_revoke_all(page: Page, visitor: Visitor):
    address = "otto.brandt@example.net"
    log_in(page)
    go_to(page, "User management")
    page.get_by_role("link", name="Invite a user").click()
    page.get_by_label("Email address").fill(address)
    add_role(page, "Engineer")
    limit(page, "Services", "Limit access to specific services")
    services = area(page, "Services")

    services.get_by_role("button", name="Grant access to all: 22 services").click()
    expect(services.get_by_role("radio", name="Full access", checked=True)).to_have_count(20)
    services.get_by_role("button", name="Revoke access to all: 22 services").click()
    expect(services.get_by_role("radio", name="Hidden", checked=True)).to_have_count(20)
    services.get_by_role("searchbox").fill("shop")
    services.get_by_role("button", name="Grant access to all: 1 match").click()
    expect(services.get_by_role("radio", name="Full access", checked=True)).to_have_count(1)
    services.get_by_role("searchbox").fill("images")
    expect(services.get_by_role("group")).to_have_count(1)
    choose_level(page, "images.larkfield.example", "Purge all")
    page.get_by_role("button", name="Invite", exact=True).click()

    expect(row(page, "Pending user invitations", address)).to_contain_text("2 of 22 services")
    guest = visitor()
    accept_as_new(guest, invitation_link(guest, address), "Otto Brandt")
    go_to(guest, "Services")
    assert levels(guest) == {"images.larkfield.example": "Purge all", SHOP: "Full access"}


def test_resending_an_account_invitation(page: Page, visitor: Visitor):
    address = "paula.reyes@example.net"
    log_in(page)
    invite(page, address, "User")
    guest = visitor()
    first = invitation_link(guest, address)

    choose_option(page, address, "Resend email")
    expect(row(page, "Pending user invitations", address)).to_be_visible()

    second = invitation_link(guest, address, count=2)
    guest.goto(first)
    expect(guest.get_by_role("heading", level=1)).to_have_text("This invitation is not open")
    accept_as_new(guest, second, "Paula Reyes")


def test_deleting_an_account_invitation(page: Page, visitor: Visitor):
    address = "quentin.hale@example.net"
    log_in(page)
    invite(page, address, "User")
    guest = visitor()
    link = invitation_link(guest, address)

    choose_option(page, address, "Delete invitation")

    expect(row(page, "Pending user invitations", address)).to_have_count(0)
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("This invitation is not open")
    expect(guest.get_by_role("button", name="Accept invitation")).to_have_count(0)


def test_changing_roles_and_access_permissions_for_an_existing_user(page: Page, visitor: Visitor):
    name = "Rosa Lind"
    log_in(page)
    guest = come_in(visitor, page, "rosa.lind@example.net", name, "User")
    go_to(guest, "Services")
    expect(
        guest.get_by_role("navigation", name="Account").get_by_role("link", name="Workspaces")
    ).to_have_count(0)

    open_access_controls(page, name)
    expect(page.get_by_role("checkbox", name="Bypass SSO")).to_be_disabled()
    expect(area(page, "Roles")).to_contain_text("User")
    expect(page.get_by_role("complementary")).to_contain_text("Access permissions")
    add_role(page, "Security user")
    page.get_by_role("button", name="Next", exact=True).click()
    limit(page, "Services", "Limit access to specific services")
    area(page, "Services").get_by_role("button", name="Grant access to all").click()
    expect(page.get_by_role("complementary")).to_contain_text(API)
    choose_level(page, API, "Hidden")
    limit(page, "Workspaces", "Limit access to specific workspaces")
    turn_on(page, "Storefront")
    expect(area(page, "What saving changes")).to_contain_text("Security user")
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("User management")
    expect(row(page, "Active users", name)).to_contain_text("21 of 22 services · 1 workspace")
    guest.reload()
    expect(guest.locator("tbody")).to_contain_text(BLOG)
    expect(guest.locator("tbody")).not_to_contain_text(API)
    go_to(guest, "Workspaces")
    expect(guest.locator("tbody th")).to_have_text(["Storefront"])


def test_bypass_sso_is_for_a_superuser_and_a_role_that_reaches_all_locks_the_services(
    page: Page, visitor: Visitor
):
    name = "Sven Aalto"
    log_in(page)
    guest = come_in(visitor, page, "sven.aalto@example.net", name, "User")

    open_access_controls(page, name)
    remove_role(page, "User")
    add_role(page, "Superuser")
    page.get_by_role("checkbox", name="Bypass SSO").check()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(area(page, "Services").get_by_role("combobox")).to_be_disabled()
    expect(area(page, "Services")).to_contain_text("comes from the role Superuser")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(row(page, "Active users", name)).to_contain_text("Bypass SSO")
    guest.reload()
    go_to(guest, "User management")
    expect(guest.get_by_role("link", name="Invite a user")).to_be_visible()


def test_deleting_an_account_user_and_their_tokens(page: Page, visitor: Visitor):
    name = "Tess Okafor"
    log_in(page)
    guest = come_in(visitor, page, "tess.okafor@example.net", name, "Engineer")
    for token in ("Nightly build", "Old script"):
        make_token(guest, token)

    go_to(page, "User management")
    choose_option(page, name, "Delete user")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Delete {name} from Larkfield Outdoor?")
    expect(page.locator("main")).to_contain_text(
        "Deleting an API token will break any integration actively using that credential."
    )
    page.get_by_role("link", name="Review this user's API tokens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"API tokens of {name}")
    page.get_by_role("link", name=named("Revoke", "Old script")).click()
    page.get_by_role("button", name="Revoke token").click()
    expect(page.locator("main")).not_to_contain_text("Old script")

    go_to(page, "User management")
    choose_option(page, name, "Delete user")
    expect(area(page, "Active API tokens").locator("tbody th")).to_contain_text(["Nightly build"])
    page.get_by_role("button", name="Confirm and delete").click()
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.get_by_role("checkbox", name="Revoke all of this user's API tokens and delete the user").check()
    axe(page)
    page.get_by_role("button", name="Confirm and delete").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("User management")
    expect(row(page, "Active users", name)).to_have_count(0)
    guest.reload()
    expect(guest.locator(".error-code")).to_contain_text("404")
    go_to(page, "API tokens")
    page.get_by_role("link", name="Account tokens").click()
    expect(page.locator("tbody")).not_to_contain_text("Nightly build")


def test_the_owner_hands_over_before_they_can_be_deleted(page: Page, visitor: Visitor):
    log_in(page)
    guest = come_in(visitor, page, "ugo.ferri@example.net", "Ugo Ferri", "Superuser")

    go_to(guest, "User management")
    choose_option(guest, "Olivia Hart", "Delete user")

    expect(guest.get_by_role("heading", level=1)).to_contain_text("owner")
    expect(guest.get_by_role("group", name="Who takes over")).to_be_visible()
    expect(guest.get_by_role("button", name="Confirm and delete")).to_have_count(0)


def limit(page: Page, area_name: str, choice: str) -> None:
    area(page, area_name).get_by_role("combobox").select_option(choice)
    expect(area(page, area_name).get_by_role("searchbox")).to_be_visible()


def choose_level(page: Page, service: str, level: str) -> None:
    """To the right of a service; what it comes to is said beside the form."""
    page.get_by_role("group", name=f"Level on {service}").get_by_role("radio", name=level).check()
    summary = page.locator("#beside")
    expect(summary).not_to_contain_text(service) if level == "Hidden" else expect(summary).to_contain_text(
        service
    )


def turn_on(page: Page, workspace: str) -> None:
    """To the left of a workspace, from Off to On."""
    switch = area(page, "Workspaces").get_by_role("switch", name=workspace)
    expect(switch).not_to_be_checked()
    switch.check()
    expect(page.locator("#beside")).to_contain_text(workspace)


def levels(page: Page) -> dict[str, str]:
    """What the services page says to somebody about their own levels."""
    return {
        line.get_by_role("rowheader").inner_text(): line.get_by_role("cell").first.inner_text()
        for line in page.locator("tbody tr").all()
    }


def offered_roles(page: Page) -> list[str]:
    page.locator("#add-role").click()
    found = page.locator("#role-menu .cell-main").all_inner_texts()
    page.keyboard.press("Escape")
    return found


def until(pending: Locator) -> datetime:
    """Until when an invitation can be accepted."""
    moment = pending.get_by_role("cell").filter(has_text="UTC").locator("time").first
    return datetime.fromisoformat(moment.get_attribute("datetime") or "")


def make_token(page: Page, name: str) -> None:
    go_to(page, "API tokens")
    page.get_by_role("link", name="Create token").first.click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Create token").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new token")
