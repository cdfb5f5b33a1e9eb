"""The icons of heroicons, each drawn once.

The library puts an SVG together anew for every place on a page, and a list has hundreds. Templates load this
by the library's own name; the tags and what they take are the same.
"""

from functools import cache
from typing import Any

from django import template
from heroicons.templatetags import heroicons

register = template.Library()

# In pixels, where a template does not say.
STYLES = {"micro": 16, "mini": 20, "outline": 24, "solid": 24}


@cache
def icon(style: str, name: str, size: int | None, attributes: tuple[tuple[str, Any], ...]) -> str:
    return heroicons._render_icon(style, name, size, dict(attributes))


def _tag(style: str, usual: int) -> Any:
    def tag(name: str, *, size: int | None = usual, **attributes: Any) -> str:
        return icon(style, name, size, tuple(sorted(attributes.items())))

    return tag


for style, usual in STYLES.items():
    register.simple_tag(_tag(style, usual), name=f"heroicon_{style}")
