"""What a stranger meets first, and that a password opens the door."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import OWNER, begin_log_in


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_password_opens_the_door(visitor: Callable[..., Page], with_scripts: bool):
    page = visitor(java_script_enabled=with_scripts)
    page.goto("/")

    begin_log_in(page, OWNER)

    expect(page.get_by_role("heading", level=1)).to_have_text("Larkfield Outdoor")
