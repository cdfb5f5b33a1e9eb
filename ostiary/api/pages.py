"""Pages of lists, in each of the styles that the wire knows.

An operation reads a `Window`, asks for its rows and how many there are in all, and answers in its style.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse

from .answers import JSON_API, answer
from .calls import Call

USUAL, MOST = 20, 100


class Window(NamedTuple):
    """Page `number`, counted from one, of pages with `size` rows each."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def pages(self, total: int) -> int:
        return -(-total // self.size)

    def meta(self, total: int) -> dict[str, int]:
        return {
            "current_page": self.number,
            "per_page": self.size,
            "record_count": total,
            "total_pages": self.pages(total),
        }

    def beside(self, total: int) -> dict[str, int]:
        """The pages that this one leads to. A page past the end leads back to the last."""
        last = max(self.pages(total), 1)
        found = {} if self.number > last else {"last": last}
        if self.number < last:
            found["next"] = self.number + 1
        if self.number > 1:
            found |= {"prev": min(self.number - 1, last), "first": 1}
        return found


def of_document(call: Call) -> Window:
    """`page[number]` and `page[size]`."""
    return Window(call.number("page[number]", 1), call.number("page[size]", USUAL, most=MOST))


def numbered(call: Call, *, most: int = MOST) -> Window:
    """`page` and `per_page`."""
    return Window(call.number("page", 1), call.number("per_page", USUAL, most=most))


def document(call: Call, data: list[Any], total: int, window: Window, *, raw: bool = False) -> HttpResponse:
    """A JSON:API list. `raw`: brackets stand in the links as they are, as one resource writes them."""
    links = {
        name: call.link(_address(call, {"page[number]": number, "page[size]": window.size}, raw=raw))
        for name, number in window.beside(total).items()
    }
    return answer({"data": data, "links": links, "meta": window.meta(total)}, kind=JSON_API)


def in_data(data: list[Any], total: int, window: Window) -> HttpResponse:
    """A list in `data` with numbers in `meta`."""
    return answer({"data": data, "meta": window.meta(total)})


def in_header(call: Call, rows: list[Any], total: int, window: Window) -> HttpResponse:
    """A bare list whose neighbours stand in the Link header, of which the last page names no last."""
    beside = window.beside(total)
    if window.number >= window.pages(total):
        beside.pop("last", None)
    links = (
        f'<{call.link(_address(call, {"page": beside[rel], "per_page": window.size}))}>; rel="{rel}"'
        for rel in ("last", "next", "prev", "first")
        if rel in beside
    )
    header = ", ".join(links)
    return answer(rows, headers={"Link": header} if header else None)


def _address(call: Call, page: Mapping[str, int], *, raw: bool = False) -> str:
    """The same request for another page: what it was filtered and sorted by stays."""
    asked = [(name, value) for name, value in call.request.GET.items() if name not in page]
    query = urlencode([*asked, *page.items()], safe="[]" if raw else "")
    return f"{call.request.path}?{query}"
