"""Asking for a page as somebody, and the one word that says how it was answered."""

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from ostiary.web.presence import PASSWORD as PRESENCE
from tests.doors.house import House
from tests.doors.route import Refs, Route, filled

DONE = "done"
# A form is never empty, and the check against forgery is another test's matter.
SENT_BY_EVERY_FORM = {"csrfmiddlewaretoken": "unchecked"}
# Where a page sends whom it asks for more, by the word of the answer.
WAYS = {
    re.compile(r"/sign-in$"): "sign-in",
    re.compile(r"/a/\w+/enter$"): "enter",
    re.compile(r"/presence$"): "presence",
}
# What is new in every answer and tells nothing.
NEW_EACH_TIME = (
    re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"'),
    re.compile(r"1\.[0-9a-f]{8}\.[0-9A-Za-z_-]+"),  # sealed by the ring
)
HEADERS_NEW_EACH_TIME = {"X-Request-Id", "Content-Length"}


def ask(
    browser: Client,
    route: Route,
    house: House,
    method: str = "GET",
    *,
    path_refs: Refs | None = None,
    form_refs: Refs | None = None,
    more: Mapping[str, str] | None = None,
    **headers: str,
) -> HttpResponse:
    """A good request for a route of the house, unless other ids are put into its address or its form."""
    path = route.path(house.refs | dict(path_refs or {}))
    inside = house.refs | dict(form_refs or {})
    if query := filled(route.query, house, inside):
        path += f"?{urlencode(query)}"
    if method != "POST":
        return browser.generic(method, path, **headers)
    body = SENT_BY_EVERY_FORM | filled(route.body, house, inside) | dict(more or {})
    return browser.post(path, body, **headers)


def word(answer: HttpResponse) -> str:
    """`done`, where one is sent to prove more, or the status."""
    if answer.status_code == 302:
        path = urlsplit(answer["Location"]).path
        return next((way for pattern, way in WAYS.items() if pattern.search(path)), DONE)
    if answer.status_code == 200:
        return "presence" if f'name="{PRESENCE}"'.encode() in answer.content else DONE
    return str(answer.status_code)


def told(answer: HttpResponse, *asked_about: Refs) -> dict[str, Any]:
    """All that an answer tells, with the ids that were asked about called by their words."""
    words = {text: f"<{name}>" for refs in asked_about for name, text in refs.items()}
    words[answer.headers.get("X-Request-Id", "?")] = "<request>"
    headers = {name: value for name, value in answer.items() if name not in HEADERS_NEW_EACH_TIME}
    return {
        "status": answer.status_code,
        "headers": {name: _plain(value, words) for name, value in headers.items()},
        "cookies": {name: bool(morsel.value) for name, morsel in answer.cookies.items()},
        "page": _plain(answer.content.decode(), words).splitlines(),
    }


def apart(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two answers tell different things; of a page, the first line that does."""
    found = [
        f"{part}: {one[part]} or {other[part]}" for part in one if part != "page" if one[part] != other[part]
    ]
    lines = [pair for pair in zip_longest(one["page"], other["page"]) if pair[0] != pair[1]]
    return found + [f"{a!r:.120} or {b!r:.120}" for a, b in lines[:1]]


def _plain(text: str, words: Mapping[str, str]) -> str:
    for pattern in NEW_EACH_TIME:
        text = pattern.sub("<new>", text)
    for secret in sorted(words, key=len, reverse=True):
        text = text.replace(secret, words[secret])
    return text


def problem(answer: HttpResponse) -> str:
    """What broke behind an answer with 500, for the failure's message."""
    found = getattr(answer, "exc_info", None)
    return f" ({found[0].__name__}: {str(found[1])[:200]})" if found else ""
