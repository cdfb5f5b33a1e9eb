"""How people come in: they are invited, find a letter in their mailbox, and accept.

The demo's world is shared, so journeys bring people of their own, at example.net, who are nobody else's.
"""

import re
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from ostiary.clock import now
from ostiary.management.demo.world import PASSWORD
from ostiary.proofs import totp
from tests.browser.keyboard import must_be_seen, type_at_once
from tests.browser.steps import choose_option, go_to, named
from tests.servers import Ostiary, wait_until


def area(page: Page, name: str) -> Locator:
    """A part of the page by its heading, beside which a count may stand: the *Active users* area."""
    return page.get_by_role("region", name=re.compile(rf"^{name}( \d+)?$"))


def row(page: Page, list_name: str, of: str) -> Locator:
    return area(page, list_name).get_by_role("row").filter(has_text=of)


def search_for(page: Page, name: str) -> None:
    """By the keyboard alone: a slash leads to the search, and the list follows what is typed."""
    page.wait_for_load_state()
    page.keyboard.press("/")
    must_be_seen(page)
    type_at_once(page, name)
    expect(area(page, "Active users").get_by_role("row")).to_have_count(2)
    expect(area(page, "Active users").get_by_role("searchbox")).to_be_focused()


def add_role(page: Page, name: str) -> None:
    """From the menu *Add a role*, which is called *Add another role* once there is one."""
    page.get_by_role("button", name=re.compile("^Add (a|another) role$")).click()
    page.locator("#role-menu").get_by_role("button", name=re.compile(f"^{name} ")).click()
    expect(page.get_by_role("button", name=named("Remove", name))).to_be_visible()


def remove_role(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=named("Remove", name))
    button.click()
    expect(button).to_have_count(0)


def invite(page: Page, address: str, *roles: str) -> None:
    """By a superuser who is logged in, without limits."""
    go_to(page, "User management")
    page.get_by_role("link", name="Invite a user").first.click()
    page.get_by_label("Email address").fill(address)
    for role in roles:
        add_role(page, role)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(row(page, "Pending user invitations", address)).to_be_visible()


def letters_to(page: Page, address: str, count: int = 1) -> Locator:
    """The letters to an address in the demo's mail, newest first, once there are so many."""

    def arrived() -> Locator | None:
        page.goto("/mail")
        found = page.get_by_role("listitem").filter(has_text=address)
        return found if found.count() >= count else None

    return wait_until(arrived, f"{count} letters to {address}")


def invitation_link(page: Page, address: str, count: int = 1) -> str:
    """Where the newest letter to an address leads, read from the letter."""
    letters_to(page, address, count).first.get_by_role("link").click()
    return page.locator("pre a[href*='/invitation/']").first.get_attribute("href") or ""


def accept_as_new(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Accept invitation").click()
    expect(page).to_have_url(re.compile("/a/"))


def found(server: Ostiary, folder: Path, account: str, address: str, name: str) -> None:
    """An account with nobody in it but its owner, who can log in."""
    password = folder / "password"
    password.write_text(PASSWORD)
    who = ("--account", account, "--email", address, "--name", name)
    server.manage("bootstrap", *who, "--password-file", str(password))


def come_in(visitor: Callable[..., Page], host: Page, address: str, name: str, *roles: str) -> Page:
    """Somebody new who was invited by `host` and is logged in, at a browser of their own."""
    invite(host, address, *roles)
    guest = visitor()
    accept_as_new(guest, invitation_link(guest, address), name)
    return guest


def open_access_controls(page: Page, name: str) -> None:
    go_to(page, "User management")
    choose_option(page, name, "Access controls")
    expect(page.get_by_role("heading", level=1)).to_have_text("Access controls")


def set_up_authenticator(page: Page) -> bytes:
    """With the code of this half minute, which is good once; the next one's counts already."""
    page.goto("/you/security/authenticators/add")
    page.get_by_label("Name of the app or device").fill("Phone")
    page.get_by_role("button", name="Next").click()
    key = b32decode(page.locator("#qr-secret").inner_text().replace(" ", ""))
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now())))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return key
