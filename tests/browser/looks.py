"""What must hold for every page, whatever it shows."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
# What is on its way to another colour has none yet: axe reads the page once everything has arrived.
FINDINGS = """async ([within, options, coloured]) => {
  axe.configure({rules: [{id: "color-contrast", selector: coloured}]});
  const moving = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(moving.map(one => one.finished));
  const {violations} = await axe.run(within, {resultTypes: ["violations"], ...options});
  return violations.flatMap(({id, impact, help, nodes}) =>
    nodes.map(node => `${id} (${impact}): ${help}\\n    ${node.html}`));
}"""

# Entries of one shape have the same colours, whatever else distinguishes them: every entry but the first two
# is marked. Texts and these attributes decide no colour; the value of what is ticked may.
MARK_ALIKE = """() => {
  const names = ["id", "for", "href", "value", "title", "datetime", "action", "popovertarget"];
  const decides = ({name}) => !names.includes(name) && !/^aria-(label|describedby|controls)/.test(name);
  const speaks = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
  const mark = (node) => node.setAttribute("data-alike", "");
  const known = new Map();
  const shape = (node) => {
    const attributes = [...node.attributes].filter(decides).map(({name, value}) => [name, value]);
    const own = [node.tagName, attributes, node.checked && node.value, [...node.childNodes].some(speaks)];
    const counts = {};
    const within = [...node.children].map(child => {
      const its = shape(child);
      counts[its] = (counts[its] ?? 0) + 1;
      if (counts[its] > 2) [child, ...child.querySelectorAll("*")].forEach(mark);
      return its;
    });
    const all = JSON.stringify([own, within]);
    if (!known.has(all)) known.set(all, known.size);
    return known.get(all);
  };
  document.querySelectorAll("[data-alike]").forEach(node => node.removeAttribute("data-alike"));
  shape(document.body);
}"""

# Words that end beyond the screen, or beyond the edge of what holds them. Tabs and the table of
# capabilities may scroll by themselves; what ends in dots, or is for screen readers alone, is cut on purpose.
CUT_OFF = """() => {
  const screen = document.documentElement.clientWidth;
  const cut = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const {left, right, width} = range.getBoundingClientRect();
    if (!width) return false;
    let [start, end] = [0, screen];
    for (let one = node.parentElement; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (one.matches(".tabs, .matrix") || style.clipPath !== "none") return false;
      if (style.textOverflow === "ellipsis") return false;
      if (style.overflowX !== "visible") {
        const edge = one.getBoundingClientRect();
        [start, end] = [Math.max(start, edge.left), Math.min(end, edge.right)];
      }
      if (style.position === "fixed") break;
    }
    return left < start - 1 || right > end + 1;
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (words.nextNode()) {
    const node = words.currentNode;
    if (node.data.trim() && cut(node)) found.push(node.data.trim());
  }
  return found;
}"""


def axe(
    page: Page,
    within: str = "html",
    *,
    but: str = "",
    colours: bool = True,
    alike: bool = False,
    **options: Any,
) -> None:
    """No finding of axe, of any weight, within one part of the page and outside others; a failure names the
    rule and the markup.

    The colours take most of its time, and are the same for everybody to whom a page is shown. They are read
    at two entries of each shape; with `alike`, at all of them.
    """
    rules = {"target-size": {"enabled": True}, "color-contrast": {"enabled": colours}}
    if not page.evaluate("'axe' in window"):
        page.add_init_script(AXE_SCRIPT)  # the pages to come are born with it, which takes less time
        page.evaluate(AXE_SCRIPT)
    if colours and not alike:
        page.evaluate(MARK_ALIKE)
    where = {"include": [within], "exclude": [but] if but else []}
    coloured = "*" if alike else ":not([data-alike])"
    findings = page.evaluate(FINDINGS, [where, {"rules": rules, **options}, coloured])
    assert not findings, f"axe at {page.url}:\n" + "\n".join(findings)


def axe_in_both_themes(page: Page, within: str = "html", *, but: str = "", alike: bool = False) -> None:
    """All rules in the light, and in the dark those that depend on it."""
    page.emulate_media(color_scheme="light")
    axe(page, within, but=but, alike=alike)
    page.emulate_media(color_scheme="dark")
    axe(page, within, but=but, alike=alike, runOnly=RULES_OF_COLOUR)


def fits(page: Page) -> None:
    """Nothing is cut off or scrolls sideways at this width."""
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= room, f"{page.url} is {width} px wide on a screen of {room} px"
    cut_off = page.evaluate(CUT_OFF)
    assert not cut_off, f"cut off at {page.url} on a screen of {room} px: {cut_off}"
