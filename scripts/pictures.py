"""Take the README's pictures of the demo anew: `python -m scripts.pictures`.

It needs what the browser tests need (`make install-tests`), starts a demo of its own, and writes
docs/images/user-management.png and docs/images/access-controls.png, 1280 pixels wide, in the light theme.
"""

from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, PATIENCE, chromium_program
from tests.browser.people import area
from tests.browser.steps import choose_option, go_to, log_in
from tests.servers import Ostiary, stop_in_order

IMAGES = Path("docs/images")
WIDTH, HEIGHT = 1280, 940
# GitHub shows the README's pictures at less than their size; beyond this they only cost time.
LARGEST = 250_000
SOMEBODY = "Samuel Osei"


def main() -> None:
    stop_in_order()
    with Ostiary(demo=True) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        page = browser.new_page(
            base_url=server.url,
            locale="en-GB",
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
        )
        page.set_default_timeout(PATIENCE)
        log_in(page)
        go_to(page, "User management")
        keep(page, "user-management")
        change_access(page)
        keep(page, "access-controls")
        browser.close()


def change_access(page: Page) -> None:
    """Up to the moment before Save, when the page says what is gained and lost."""
    choose_option(page, SOMEBODY, "Access controls")
    page.get_by_role("button", name="Next", exact=True).click()
    for service, level in (
        ("api.larkfield.example", "Read-only"),
        ("blog.larkfield.example", "Purge select"),
    ):
        page.get_by_role("group", name=f"Level on {service}").get_by_role("radio", name=level).check()
        expect(area(page, "What saving changes")).to_contain_text(service)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")


def keep(page: Page, name: str) -> None:
    """What the screen shows of the page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    picture = page.screenshot(path=IMAGES / f"{name}.png")
    assert len(picture) <= LARGEST, f"{name}.png has {len(picture):,} bytes, more than {LARGEST:,}"
    print(f"{IMAGES / name}.png: {len(picture):,} bytes")


if __name__ == "__main__":
    main()
