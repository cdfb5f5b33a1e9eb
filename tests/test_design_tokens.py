"""The panel's colours are readable in both themes, and its style sheets stay small and whole."""

import re
from collections.abc import Iterator
from math import cos, radians, sin
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "ostiary"
CSS = HOUSE / "static/ostiary/css"
TOKENS = (CSS / "tokens.css").read_text()
THEMES = ("light", "dark")

COLOUR = re.compile(r"--([\w-]+):\s*light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\);")
PAIR = re.compile(r"@pair (\S+)\s+on ([\w\s-]+?)\s+([\d.]+)$", re.MULTILINE)
# Nobody has to see these to use the page.
DECORATION = {"line", "line-soft", "edge", "doorway"}

Oklch = tuple[float, float, float]
Rgb = tuple[float, float, float]


def colours() -> dict[str, dict[str, Oklch]]:
    return {
        name: {theme: _numbers(value) for theme, value in zip(THEMES, values, strict=True)}
        for name, *values in COLOUR.findall(TOKENS)
    }


def pairs() -> Iterator[tuple[str, str, float]]:
    for text, grounds, least in PAIR.findall(TOKENS):
        for ground in grounds.split():
            yield text, ground, float(least)


def _numbers(value: str) -> Oklch:
    lightness, chroma, hue = (float([*value.split(), "0", "0"][place]) for place in range(3))
    return lightness, chroma, hue


def linear_rgb(colour: Oklch) -> Rgb:
    """OKLCH to linear sRGB (Björn Ottosson's matrices, as in CSS Color 4, section 18)."""
    lightness, chroma, hue = colour
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def contrast(one: Oklch, other: Oklch) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Oklch) -> float:
    red, green, blue = (min(1, max(0, part)) for part in linear_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground", "least"), list(pairs()))
def test_what_may_meet_has_its_contrast(text: str, ground: str, least: float, theme: str) -> None:
    known = colours()
    assert contrast(known[text][theme], known[ground][theme]) >= least


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_one_that_a_screen_can_show(theme: str) -> None:
    """Outside sRGB the browser would paint another colour than the one measured here."""
    outside = {
        name: linear_rgb(values[theme])
        for name, values in colours().items()
        if not all(-0.002 <= part <= 1.002 for part in linear_rgb(values[theme]))
    }
    assert outside == {}


def test_every_colour_stands_in_a_pair_or_is_decoration() -> None:
    paired = {name for text, ground, _ in pairs() for name in (text, ground)}
    assert set(colours()) - DECORATION == paired


def test_no_colour_is_written_outside_the_tokens() -> None:
    """Three are the same in both themes: a backdrop's veil, a mask, and the white a QR code needs."""
    veil = r"(?!0\.15 0\.01 220 / 45%\))"
    literal = re.compile(rf"#[0-9a-f]{{3,8}}\b|\brgba?\(|\bhsla?\(|oklch\({veil}", re.IGNORECASE)
    found = {
        sheet.name: literal.findall(_without_comments(sheet.read_text()))
        for sheet in CSS.glob("*.css")
        if sheet.name != "tokens.css"
    }
    assert {name: values for name, values in found.items() if values} == {
        "layout.css": ["#000"],
        "panels.css": ["#fff"],
    }


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS))
    used = {name for sheet in CSS.glob("*.css") for name in re.findall(r"var\((--[\w-]+)", sheet.read_text())}
    assert used - defined == set()


def test_the_style_sheets_stay_small() -> None:
    assert sum(len(sheet.read_text().splitlines()) for sheet in CSS.glob("*.css")) <= 1500
    scripts = (HOUSE / "static/ostiary/js").glob("*.js")
    assert all(len(script.read_text().splitlines()) <= 40 for script in scripts)


def test_the_layers_stand_in_their_order() -> None:
    """reset.css names the layers, so it must be linked before every other sheet."""
    assert _linked(HOUSE / "templates/base.html")[0] == "reset"


def test_every_style_sheet_is_linked_by_a_page() -> None:
    linked = {name for template in (HOUSE / "templates").rglob("*.html") for name in _linked(template)}
    assert linked == {sheet.stem for sheet in CSS.glob("*.css")}


def _linked(template: Path) -> list[str]:
    return re.findall(r"ostiary/css/(\w+)\.css", template.read_text())


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
