"""Walking through the server by its links, to see every page that somebody can come to."""

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response, expect

from ostiary.management.demo.world import PASSWORD

# Where links lead on this server, in their order.
LINKS = """() => [...document.querySelectorAll("main a[href], nav a[href], .menu a[href]")]
  .filter(link => link.origin === location.origin).map(link => link.pathname + link.search)"""


def each_page(page: Page) -> Iterator[str]:
    """Go to each route that links lead to, at the first address found, and give its name once there.

    Each has a title of its own and one heading above all.
    """
    titles: dict[str, str] = {}
    ahead = deque([urlsplit(page.url).path])
    while ahead:
        address = ahead.popleft()
        route = route_of(address)
        if not route or route in titles:
            continue
        answer = go_to(page, address)
        assert answer is not None
        assert answer.status == 200, f"{address}, to which a link leads, answers {answer.status}"
        assert page.title() not in titles.values(), f"{address} is called as another page: {page.title()}"
        titles[route] = page.title()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\w"))
        ahead.extend(page.evaluate(LINKS))
        yield route


def go_to(page: Page, address: str) -> Response | None:
    """As somebody who is present: on a slow machine a walk takes longer than a password proves that."""
    answer = page.goto(address)
    if "/presence" not in page.url:
        return answer
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page).not_to_have_url(re.compile("/presence"))
    return page.goto(address)


def route_of(address: str) -> str:
    """The name of the route; one user's tokens are a page of their own. Nothing for what is no page."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return ""
    return f"{name} of one" if parts.query.startswith("member=") else name
