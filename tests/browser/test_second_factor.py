"""The second factor at a browser, by keyboard: recovery codes, a lost phone, a browser that is trusted."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ostiary.clock import now
from ostiary.proofs import totp
from tests.browser.keyboard import press
from tests.browser.looks import axe_in_both_themes
from tests.browser.people import come_in, set_up_authenticator
from tests.browser.steps import begin_log_in, log_in, log_out

NORA = "nora.lund@example.net"


@pytest.fixture
def nora(page: Page, visitor: Callable[..., Page]) -> Page:
    log_in(page)
    return come_in(visitor, page, NORA, "Nora Lund", "User")


def give_code(page: Page, key: bytes, *, steps: int) -> None:
    """The code of a later step: one that was used is not good again."""
    page.get_by_label("Authentication code").fill(totp.code_at(key, totp.counter_at(now()) + steps))


def test_codes_are_kept_a_phone_is_lost_and_a_browser_is_trusted(nora: Page, tmp_path: Path):
    set_up_authenticator(nora)
    expect(nora.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    press(nora, nora.get_by_role("button", name="Make recovery codes"))
    expect(nora.locator("#recovery-codes li")).to_have_count(10)
    codes = nora.locator("#recovery-codes li").all_text_contents()
    axe_in_both_themes(nora)
    with nora.expect_download() as download:
        press(nora, nora.get_by_role("button", name="Download"))
    download.value.save_as(tmp_path / "codes")
    assert (tmp_path / "codes").read_text().split() == [code.strip() for code in codes]
    press(nora, nora.get_by_role("link", name="I have kept them"))
    expect(nora.get_by_role("region", name=re.compile("^Recovery codes"))).to_contain_text("10")

    log_out(nora)
    begin_log_in(nora, NORA)
    press(nora, nora.get_by_role("link", name="Use a recovery code"))
    expect(nora.get_by_label("Recovery code")).to_be_focused()
    nora.keyboard.type("k" + codes[0].strip())
    nora.keyboard.press("Enter")
    expect(nora.locator(".errors")).to_be_visible()
    expect(nora.get_by_label("Recovery code")).to_be_focused()
    axe_in_both_themes(nora)
    nora.keyboard.press("ControlOrMeta+a")
    nora.keyboard.type(codes[0].strip().lower())
    nora.keyboard.press("Enter")
    expect(nora).to_have_url(re.compile("/a/"))
    nora.goto("/you/security")
    expect(nora.get_by_role("region", name=re.compile("^Recovery codes"))).to_contain_text("9")

    nora.get_by_role("link", name=re.compile("^Remove…")).click()
    expect(nora.locator("main")).to_contain_text("It is your last second factor")
    axe_in_both_themes(nora)
    nora.get_by_role("button", name="Remove", exact=True).click()
    expect(nora.locator("main")).to_contain_text("The authenticator app was removed.")
    expect(nora.get_by_role("region", name=re.compile("^Recovery codes"))).to_have_count(0)


def test_a_trusted_browser_asks_for_the_password_alone_until_it_is_trusted_no_longer(
    page: Page, visitor: Callable[..., Page]
):
    log_in(page)
    address = "nils.lund@example.net"
    nils = come_in(visitor, page, address, "Nils Lund", "User")
    key = set_up_authenticator(nils)
    log_out(nils)
    begin_log_in(nils, address)
    expect(nils.get_by_label("Authentication code")).to_be_focused()
    give_code(nils, key, steps=1)
    press(nils, nils.get_by_label("Trust this browser for 14 days"), "Space")
    press(nils, nils.get_by_role("button", name="Log in"))
    expect(nils).to_have_url(re.compile("/a/"))

    log_out(nils)
    begin_log_in(nils, address)
    expect(nils).to_have_url(re.compile("/a/"))

    nils.goto("/you/security")
    axe_in_both_themes(nils)
    press(nils, nils.get_by_role("button", name=re.compile("^Trust no longer")))
    expect(nils.locator("main")).to_contain_text("The browser is trusted no longer.")
    log_out(nils)
    begin_log_in(nils, address)
    expect(nils).to_have_url(re.compile("/sign-in/code"))
