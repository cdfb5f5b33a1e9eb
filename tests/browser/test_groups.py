"""A superuser gives by groups: a service group, a group, a user in it, and their level with its source."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import choose_from_menu, press, tab_to
from tests.browser.people import add_role, area, open_access_controls
from tests.browser.steps import go_to, log_in, named

Visitor = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_level_comes_from_a_group_and_is_shown_with_it(visitor: Visitor, scripts: bool):
    page, group = visitor(java_script_enabled=scripts), "Cartographers" if scripts else "Navigators"
    log_in(page)
    make(page, "service group", f"Maps of {group}")
    page.get_by_role("link", name="Add services").click()
    tick(page, "Find a service", "maps", "maps.larkfield.example")
    tick(page, "Find a service", "video", "video.larkfield.example")
    page.get_by_role("button", name="Add services").click()
    expect(area(page, "Services").get_by_role("listitem")).to_have_count(2)

    make(page, "group", group)
    page.get_by_role("link", name="Add service groups").click()
    page.get_by_label(f"Maps of {group}").check()
    page.get_by_role("button", name="Add service groups").click()
    add_role(page, "Engineer")
    expect(area(page, "What somebody in it gets")).to_contain_text("Engineer on 2 services: Full access")
    page.get_by_role("link", name="Add users").click()
    tick(page, "Find a user", "pieter", "Pieter de Wit")
    page.get_by_role("button", name="Add users").click()
    expect(area(page, "Users")).to_contain_text("Pieter de Wit")

    open_access_controls(page, "Pieter de Wit")
    level = area(page, "Access permissions").get_by_role("listitem").filter(has_text="maps.larkfield.example")
    expect(level).to_contain_text("Full access")
    level.get_by_role("link", name=f"Engineer · Group {group}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(group)
    page.get_by_role("button", name=named("Remove", "Pieter de Wit")).click()
    expect(area(page, "Users")).to_contain_text("Nobody is in it yet.")


def test_by_the_keyboard_alone_a_group_is_made_filled_and_deleted(page: Page):
    log_in(page)
    go_to(page, "Groups")

    press(page, page.get_by_role("link", name="New group"))
    press(page, page.get_by_label("Name"), "N")
    page.keyboard.type("ight watch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Night watch")
    choose_from_menu(page, page.get_by_role("button", name="Add a role"), "Billing")
    expect(area(page, "What somebody in it gets")).to_contain_text("Billing on every service: Read-only")
    tab_to(page, page.get_by_role("link", name="Add users"), key="Shift+Tab")
    page.keyboard.press("Enter")
    press(page, page.get_by_label("Aisha Bello"), "Space")
    press(page, page.get_by_role("button", name="Add users"))
    expect(area(page, "Users")).to_contain_text("Aisha Bello")

    press(page, page.get_by_role("link", name="Delete"))
    press(page, page.get_by_role("button", name="Delete group"))
    expect(page.locator("main")).to_contain_text("The group is deleted.")


def make(page: Page, what: str, name: str) -> None:
    """A group or a service group, which one then is at."""
    go_to(page, "Groups")
    if what == "service group":
        page.get_by_role("navigation", name="Groups").get_by_role("link", name="Service groups").click()
    page.get_by_role("link", name=f"New {what}").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name=f"Make {what}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def tick(page: Page, field: str, search: str, found: str) -> None:
    """Search in the form, and tick one; what was ticked before stays so."""
    page.get_by_label(field).fill(search)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_label(found).check()
