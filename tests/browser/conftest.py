"""A person at Debian's Chromium, in front of the real server with the demo's accounts.

What a page looked like when its test failed is kept in build/browser.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.servers import Ostiary

KEPT = Path("build/browser")
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
# Milliseconds until something counts as not coming. A page takes a tenth of a second, on a busy machine more.
PATIENCE = 20_000
# A browser that talks to the server under test alone.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
failed = pytest.StashKey[bool]()
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[failed] = item.stash.get(failed, False) or report.failed
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        yield browser
        browser.close()


def chromium_program() -> str:
    program = shutil.which("chromium-headless-shell")
    assert program, "Chromium is not installed; scripts/system-packages says how"
    return program


@pytest.fixture(scope="session")
def server() -> Iterator[Ostiary]:
    with Ostiary(demo=True) as server:
        yield server


@pytest.fixture
def visitor(
    chromium: Browser, server: Ostiary, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Somebody new at a browser of their own: `visitor()`, `visitor(java_script_enabled=False)` and so on."""
    with ExitStack() as visits:
        yield lambda **options: visits.enter_context(visit(chromium, server, request.node, options))


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    return visitor()


@pytest.fixture
def phone(visitor: Callable[..., Page]) -> Page:
    """The smallest screen that must hold every page (WCAG 1.4.10)."""
    return visitor(**PHONE)


@contextmanager
def visit(browser: Browser, server: Ostiary, test: pytest.Item, options: dict[str, Any]) -> Iterator[Page]:
    """One who wants nothing to move: no test waits for an animation."""
    context = browser.new_context(base_url=server.url, locale="en-GB", reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints = listen(context)
    try:
        yield page
    finally:
        if complaints or test.stash.get(failed, False):
            keep(page, test)
        context.close()
    assert not complaints, f"the browser complained at {page.url}: {complaints}"


def listen(context: BrowserContext) -> list[str]:
    """Broken scripts, and what the content security policy had to stop.

    A page's status is no complaint, nor is that the frame of a letter runs none of Playwright's own scripts.
    """
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        of_letter = "/html' because the document's frame is sandboxed" in message.text
        if (
            message.type == "error"
            and not of_letter
            and not message.text.startswith("Failed to load resource")
        ):
            complaints.append(message.text)

    context.on("console", heard)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints


def keep(page: Page, test: pytest.Item) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", f"{test.nodeid} {urlsplit(page.url).path}").strip("-")
    page.screenshot(path=KEPT / f"{name}.png", full_page=True)
