"""Whole journeys by keyboard alone. At every stop one sees where one is, and no step takes the focus away."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ostiary.management.demo.world import PASSWORD
from tests.browser.keyboard import (
    choose_from_menu,
    choose_from_menu_here,
    must_be_seen,
    press,
    tab_to,
    type_at_once,
)
from tests.browser.people import area, come_in, row, search_for
from tests.browser.steps import OWNER, log_in, named

MANY_ACCOUNTS = "ana@lindqvist.example"

Visitor = Callable[..., Page]


def test_logging_in_and_skipping_to_the_content(page: Page):
    page.goto("/sign-in")
    expect(page.get_by_label("Email address")).to_be_focused()
    page.keyboard.type(OWNER)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Larkfield Outdoor")

    tab_to(page, page.get_by_role("link", name="Skip to content"))
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    must_be_seen(page)
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_menu_opens_and_closes_and_gives_the_focus_back(page: Page):
    log_in(page)
    visit_users(page)
    opener = page.get_by_role("button", name="Options: Priya Nair")
    search_for(page, "Priya Nair")
    tab_to(page, opener)

    for key in ("Enter", "Space", "ArrowDown"):
        page.keyboard.press(key)
        menu = page.locator("[popover]:popover-open")
        expect(menu).to_contain_text("Access controls")
        expect(menu.locator(":focus")).to_contain_text("Access controls")
        page.keyboard.press("End")
        expect(menu.locator(":focus")).to_contain_text("Delete user")
        page.keyboard.press("Escape")
        expect(menu).to_have_count(0)
        expect(opener).to_be_focused()


def test_a_menu_leaves_a_quick_hand_where_it_has_gone(page: Page):
    log_in(page)
    visit_users(page)
    opener = page.get_by_role("button", name="Options: Priya Nair")
    search_for(page, "Priya Nair")
    press(page, opener)
    page.keyboard.press("Escape")

    opener.evaluate(DOWN_AND_TO_THE_END)

    expect(page.locator("[popover]:popover-open :focus")).to_contain_text("Delete user")


# Both before the browser has told anybody that the menu is open; done once it has.
DOWN_AND_TO_THE_END = """opener => new Promise(told => {
  opener.parentElement.querySelector("[popover]").addEventListener("toggle", told, {once: true});
  for (const key of ["ArrowDown", "End"])
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
})"""


def test_inviting_a_user_with_a_limit(page: Page):
    address = "flora.nyberg@example.net"
    log_in(page)
    visit_users(page)
    press(page, page.get_by_role("link", name="Invite a user"))
    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type(address)
    choose_from_menu(page, page.get_by_role("button", name="Add a role"), "Engineer")
    expect(page.get_by_role("button", name="Add another role")).to_be_focused()
    choose_from_menu_here(page, "Security user")
    expect(page.get_by_role("button", name=named("Remove", "Security user"))).to_be_visible()
    expect(page.get_by_role("button", name="Add another role")).to_be_focused()

    limit(page, "Services")
    tab_to(page, area(page, "Services").get_by_role("searchbox"))
    type_at_once(page, "images")
    expect(area(page, "Services").get_by_role("group")).to_have_count(1)
    expect(area(page, "Services").get_by_role("searchbox")).to_be_focused()
    level = area(page, "Services").get_by_role("radio", name="Hidden")
    tab_to(page, level)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        must_be_seen(page)
    expect(area(page, "Services").get_by_role("radio", name="Purge all")).to_be_checked()
    expect(page.locator("#beside")).to_contain_text("images.larkfield.example")
    must_be_seen(page)
    limit(page, "Workspaces")
    press(page, area(page, "Workspaces").get_by_role("switch", name="Staging"), "Space")
    expect(page.locator("#beside")).to_contain_text("Staging")
    must_be_seen(page)
    press(page, page.get_by_role("button", name="Invite", exact=True))

    expect(row(page, "Pending user invitations", address)).to_contain_text("1 of 22 services · 1 workspace")


def test_granting_and_revoking_all_keeps_the_focus(page: Page):
    log_in(page)
    visit_users(page)
    press(page, page.get_by_role("link", name="Invite a user"))
    choose_from_menu(page, page.get_by_role("button", name="Add a role"), "Engineer")
    expect(page.get_by_role("button", name="Add another role")).to_be_focused()
    limit(page, "Services")
    services = area(page, "Services")

    press(page, services.get_by_role("button", name="Grant access to all"))
    expect(services.get_by_role("radio", name="Full access", checked=True)).to_have_count(20)
    expect(services.get_by_role("button", name="Grant access to all")).to_be_focused()
    must_be_seen(page)

    press(page, services.get_by_role("button", name="Revoke access to all"))
    expect(services.get_by_role("radio", name="Hidden", checked=True)).to_have_count(20)
    must_be_seen(page)


def test_passing_over_buttons_uses_none_of_them(page: Page):
    log_in(page)
    visit_users(page)
    press(page, page.get_by_role("link", name="Invite a user"))
    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type("hugo.falk@example.net")
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        tab_to(page, page.get_by_role("button", name="Add a role"))
        page.keyboard.press("ArrowDown")
        expect(page.locator("#role-menu :focus")).to_contain_text("Superuser")
    assert kept.value.url.endswith("/users/invite/keep")
    page.keyboard.press("Escape")

    choose_from_menu_here(page, "Engineer")
    expect(page.get_by_role("button", name="Add another role")).to_be_focused()
    expect(page.get_by_role("button", name=named("Remove", "Superuser"))).to_have_count(0)
    limit(page, "Services")
    services = area(page, "Services")
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        tab_to(page, services.get_by_role("searchbox"))
        type_at_once(page, "shop")
        tab_to(page, services.get_by_role("button", name="Grant access to all: 1 match"))
    assert kept.value.url.endswith("/users/invite/keep")
    expect(services.get_by_role("button", name="Grant access to all: 1 match")).to_be_visible()
    expect(services.get_by_role("radio", name="Full access", checked=True)).to_have_count(0)


def test_changing_access_and_then_deleting_with_a_token(page: Page, visitor: Visitor):
    name = "Greta Moss"
    log_in(page)
    guest = come_in(visitor, page, "greta.moss@example.net", name, "User")
    make_token(guest, "Backups")

    visit_users(page)
    search_for(page, name)
    choose_from_menu(page, page.get_by_role("button", name=f"Options: {name}"), "Access controls")
    expect(page.get_by_role("heading", level=1)).to_have_text("Access controls")
    choose_from_menu(page, page.get_by_role("button", name="Add another role"), "Security observer")
    expect(page.get_by_role("button", name=named("Remove", "Security observer"))).to_be_visible()
    press(page, page.get_by_role("button", name="Next", exact=True))
    expect(area(page, "Workspaces")).to_be_visible()
    press(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("User management")
    search_for(page, name)
    expect(row(page, "Active users", name)).to_contain_text("Security observer")

    choose_from_menu(page, page.get_by_role("button", name=f"Options: {name}"), "Delete user")
    expect(area(page, "Active API tokens")).to_contain_text("Backups")
    press(page, page.get_by_role("checkbox", name="Revoke all of this user's API tokens"), "Space")
    press(page, page.get_by_role("button", name="Confirm and delete"))
    expect(page.get_by_role("heading", level=1)).to_have_text("User management")
    expect(row(page, "Active users", name)).to_have_count(0)


def test_switching_accounts(page: Page):
    log_in(page, MANY_ACCOUNTS)

    choose_from_menu(page, page.get_by_role("button", name="User quick links"), "Switch account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Switch account")
    press(page, page.get_by_role("button", name=named("Log in", "Mosaic Press")))

    expect(page.locator(".topbar")).to_contain_text("Mosaic Press")


def visit_users(page: Page) -> None:
    navigation = page.get_by_role("navigation", name="Account")
    press(page, navigation.get_by_role("link", name="User management"))
    expect(page.get_by_role("heading", level=1)).to_have_text("User management")


def limit(page: Page, area_name: str) -> None:
    """The menu of an area, by the arrow; the focus stays on it."""
    menu = area(page, area_name).get_by_role("combobox")
    tab_to(page, menu)
    page.keyboard.press("ArrowDown")
    if not menu.evaluate("element => element.value === 'specific'"):
        page.keyboard.press("Enter")
    expect(area(page, area_name).get_by_role("searchbox")).to_be_visible()
    expect(menu).to_be_focused()
    must_be_seen(page)


def make_token(page: Page, name: str) -> None:
    press(page, page.get_by_role("navigation", name="Account").get_by_role("link", name="API tokens"))
    press(page, page.get_by_role("link", name="Create token").first)
    tab_to(page, page.get_by_label("Name", exact=True))
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new token")
