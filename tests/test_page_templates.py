"""No page has inline style or script (`default-src 'self'`); error pages need nothing to be shown."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from ostiary.web.styleguide import sample

HOUSE = Path(__file__).parent.parent / "ostiary"
CSS = HOUSE / "static/ostiary/css"
INLINE = re.compile(r"""<style|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']|hx-on|javascript:""")


class Page(HTMLParser):
    """What a strict content security policy would refuse in a page, and the classes it uses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.classes: set[str] = set()
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(f"<{tag}>")
        self.refused += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))
        ]
        self.refused += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if name in ("href", "src", "action")
            and (value or "").startswith(("javascript:", "data:", "http:", "https:"))
        ]
        self.classes |= set((given.get("class") or "").split())
        self.ids += [given["id"]] if given.get("id") else []
        self.levels += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []


def page_templates() -> list[str]:
    """All but the letters, whose readers know no style sheet."""
    folder = HOUSE / "templates"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    return sorted(name for name in names if not name.startswith("mail/"))


@pytest.mark.parametrize("name", page_templates())
def test_no_template_has_inline_style_or_script(name: str) -> None:
    source = (HOUSE / "templates" / name).read_text()
    assert INLINE.findall(source) == []


@pytest.mark.parametrize("name", page_templates())
def test_no_comment_of_a_template_reaches_the_page(name: str) -> None:
    """Django's {# #} is for one line; over two it would be shown to everybody."""
    lines = (HOUSE / "templates" / name).read_text().splitlines()
    assert [line for line in lines if line.count("{#") != line.count("#}")] == []


def test_no_picture_has_inline_style_or_script() -> None:
    for picture in (HOUSE / "static/ostiary/img").glob("*.svg"):
        assert Page(picture.read_text()).refused == []


SCRIPTS = sorted((HOUSE / "static/ostiary/js").glob("*.js"))
RUNS_TEXT = r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.(write|cookie)|eval|Function|postMessage)\b"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_no_script_makes_a_page_of_a_text(script: Path) -> None:
    """Text is shown as text (ASVS 3.2.2), and what comes from elsewhere is not listened to (3.5.5)."""
    assert re.findall(RUNS_TEXT, script.read_text()) == []


def test_the_style_page_keeps_to_the_policy_and_is_well_made() -> None:
    page = Page(render_to_string("styleguide.html", sample()))
    assert page.refused == []
    assert len(page.ids) == len(set(page.ids))
    assert page.levels.count(1) == 1
    # The navigation's heading stands before the page's own; from there no level is skipped.
    in_content = page.levels[page.levels.index(1) :]
    assert all(deeper - level <= 1 for level, deeper in pairwise(in_content))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500, 503, "csrf"])
def test_an_error_page_needs_nothing_and_says_what_to_do_next(status: int | str) -> None:
    html = render_to_string(f"errors/{status}.html")
    assert Page(html).refused == []
    assert html.count("<h1>") == 1
    assert '<a class="button' in html


def test_every_class_of_the_parts_is_styled() -> None:
    """A class nobody styled is a misspelt one."""
    styled = set(re.findall(r"\.([a-z][\w-]*)", " ".join(sheet.read_text() for sheet in CSS.glob("*.css"))))
    page = Page(render_to_string("styleguide.html", sample()))
    known = styled | {"errorlist", "segno", "qrline"}  # Django's and segno's own
    assert page.classes - known == set()
