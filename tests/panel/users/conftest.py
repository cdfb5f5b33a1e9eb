"""A superuser in front of the users pages, without script."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.panel.users.screen import Screen

Look = Callable[..., Screen]


@pytest.fixture(autouse=True)
def mail_server(settings):
    """One is configured; what is queued for it stays queued."""
    settings.CONFIG = replace(settings.CONFIG, mail=replace(settings.CONFIG.mail, host="mail.example.com"))


@pytest.fixture
def no_mail_server(mail_server, settings):
    settings.CONFIG = replace(settings.CONFIG, mail=replace(settings.CONFIG.mail, host=""))


@pytest.fixture
def look(browser, at) -> Look:
    """`look(olga, "access", erin.ref)` is the page that Olga sees; in the account of whoever looks."""

    def looking(member, page, *refs, query=""):
        return Screen.open(browser(member), at(member.account, page, *refs) + query)

    return looking
