"""What a list's address asks for: words to search for, a page of the list, and the addresses beside it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from ..queries.paging import Page, Window

LONGEST = 200


def asked(request: HttpRequest, name: str) -> str:
    """One field of the address, trimmed and cut to a length that anybody would type."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]


def window(request: HttpRequest) -> Window:
    """The page of the list that the address names."""
    return Window(after=asked(request, "after"), before=asked(request, "before"))


def pager(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    """What `parts/pager.html` shows; the pages beside this one keep the search and the filters."""
    return {
        "first": page.first,
        "last": page.last,
        "total": page.total,
        "previous": _beside(request, before=page.previous),
        "next": _beside(request, after=page.next),
    }


def filtered(request: HttpRequest, **fields: str) -> str:
    """The same list with some fields of its address set, or left out where they are empty; from its start."""
    wanted = {**_kept(request), **fields}
    return "?" + urlencode({name: value for name, value in wanted.items() if value})


def _beside(request: HttpRequest, **cursor: str) -> str:
    return f"?{urlencode({**_kept(request), **cursor})}" if any(cursor.values()) else ""


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: asked(request, name) for name in request.GET if name not in ("after", "before")}
