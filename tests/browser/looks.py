"""What must hold for every page, whatever it shows."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def axe(page: Page) -> None:
    """No finding of axe, of any weight; a failure names the rule and the markup."""
    violations = Axe().run(page).response["violations"]
    findings = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {node['html']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not findings, f"axe at {page.url}:\n" + "\n".join(findings)


def both_themes(page: Page) -> Iterator[str]:
    """Show the page light, then dark."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        yield theme


def fits(page: Page) -> None:
    """Nothing is cut off or scrolls sideways at this width."""
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= room, f"{page.url} is {width} px wide on a screen of {room} px"
