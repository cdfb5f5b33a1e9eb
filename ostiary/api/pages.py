"""Pages of lists, in each of the styles that the wire knows.

An operation reads a `Window`, asks for its rows and how many there are in all, and answers in its style.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse

from .answers import JSON_API, answer
from .calls import Call
from .schemas import Schema, many, number, text, whole

USUAL, MOST = 20, 100
FARTHEST = 10**9


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


def which() -> Schema:
    """The number of a page, in a query."""
    return number("Which page.", default=1, minimum=1, maximum=FARTHEST)


def size(usual: int = USUAL, most: int = MOST) -> Schema:
    about = "How many a page holds. Beyond the bounds it is the nearest number within."
    return number(about, usual, default=usual, minimum=1, maximum=most)


BY_DOCUMENT = {"page[number]": which(), "page[size]": size()}
BY_NUMBER = {"page": which(), "per_page": size()}
META = whole(
    {
        "current_page": number("From one."),
        "per_page": number(example=USUAL),
        "record_count": number("On all pages."),
        "total_pages": number(),
    }
)


def documented(of: Schema) -> Schema:
    """What `document` answers with."""
    to_page = "Left out where there is no such page."
    links = {name: text(to_page) for name in ("last", "next", "prev", "first")}
    links["last"]["examples"] = ["https://id.example.com/…?page%5Bnumber%5D=1&page%5Bsize%5D=20"]
    return whole({"data": many(of), "links": whole(links, may_lack=links), "meta": META})


def numbered_data(of: Schema) -> Schema:
    """What `in_data` answers with."""
    return whole({"data": many(of), "meta": META})


def of_document(call: Call) -> Window:
    """`page[number]` and `page[size]`."""
    return Window(call.number("page[number]"), call.number("page[size]"))


def numbered(call: Call) -> Window:
    """`page` and `per_page`."""
    return Window(call.number("page"), call.number("per_page"))


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
