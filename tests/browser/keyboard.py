"""A person who has a keyboard and nothing else: what has the focus, and that it can be seen."""

import re

from playwright.sync_api import Locator, Page, expect

# What has the focus, and whether the page shows that: on the element itself or, for a control that lies
# invisibly over its label, on the label.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return {shown: false, what: "nothing"};
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const {top, bottom, height} = element.getBoundingClientRect();
  const inSight = height > 0 && bottom > 0 && top < innerHeight;
  const shown = inSight && (ringed(element) || ringed(element.closest("label") ?? element));
  return {shown, what: element.outerHTML.slice(0, 160)};
}"""
MOST = 120


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Tab on until the target has the focus. At every stop one can see where one is."""
    page.wait_for_load_state()
    expect(target).to_be_visible()
    wanted = target.element_handle()
    for _ in range(MOST):
        page.keyboard.press(key)
        must_be_seen(page)
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST} times {key} at {page.url} did not reach {target}")


def must_be_seen(page: Page) -> None:
    focused = page.evaluate(FOCUSED)
    assert focused["shown"], f"the focus cannot be seen at {page.url}: {focused['what']}"


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to a control and use it."""
    tab_to(page, target)
    page.keyboard.press(key)


def type_at_once(page: Page, text: str) -> None:
    """Into a search that follows what is typed. A busy machine pauses between two letters, and then it would
    follow twice: what has the focus in the first list would go with it."""
    page.keyboard.insert_text(text)


def choose_from_menu(page: Page, opener: Locator, item: str) -> None:
    """Open a menu, go down with the arrow until the item has the focus, and take it."""
    tab_to(page, opener)
    choose_from_menu_here(page, item)


def choose_from_menu_here(page: Page, item: str) -> None:
    """The same from where the focus is on what opens the menu."""
    page.keyboard.press("ArrowDown")
    menu = page.locator("[popover]:popover-open")
    called = re.compile(f"^{item}( |$)")
    wanted = menu.get_by_role("link", name=called).or_(menu.get_by_role("button", name=called))
    expect(wanted).to_be_visible()
    expect(menu.locator(":focus")).to_have_count(1)
    for _ in range(MOST):
        must_be_seen(page)
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow did not reach {item}")


def all_stops(page: Page) -> list[str]:
    """Everything that Tab reaches until it has come round; each can be seen, and nothing holds one."""
    page.wait_for_load_state()
    stops: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["what"] == "nothing" or (stops and focused["what"] == stops[0]):
            return stops
        must_be_seen(page)
        stops.append(focused["what"])
    raise AssertionError(f"Tab does not come round at {page.url}: {stops[-3:]}")
