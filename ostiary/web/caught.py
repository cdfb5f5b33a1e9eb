"""`/mail`: the letters of a demo, as its people would find them in their mailboxes.

The pages exist only while the demo's catcher runs, which it does on a loopback address alone
(`mail/catcher.py`): whoever sees a letter can use its link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from ..mail import catcher

# A letter's HTML loads nothing, runs nothing and cannot leave its frame.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; sandbox"
)


def addresses() -> list[URLPattern]:
    """Where the pages are: nowhere, unless letters are caught."""
    if not catcher.port():
        return []
    return [
        path("mail", letters, name="caught"),
        path("mail/<str:name>", letter, name="caught-letter"),
        path("mail/<str:name>/html", letter_html, name="caught-letter-html"),
    ]


def while_caught(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
        if not catcher.port():
            raise Http404
        return view(request, **parts)

    return guarded


@while_caught
def letters(request: HttpRequest) -> HttpResponse:
    found = [_heading(name) for name in catcher.names()]
    return render(request, "caught/letters.html", {"letters": found})


@while_caught
def letter(request: HttpRequest, name: str) -> HttpResponse:
    text = _body(name, "plain")
    return render(request, "caught/letter.html", {"letter": _heading(name), "text": text})


@while_caught
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponse(_body(name, "html"))
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _heading(name: str) -> dict[str, Any]:
    mail = _found(name)
    return {"name": name, "to": mail["To"], "subject": mail["Subject"], "at": catcher.caught_at(name)}


def _body(name: str, kind: str) -> str:
    part = _found(name).get_body((kind,))
    return part.get_content() if part else ""


def _found(name: str) -> Any:
    mail = catcher.letter(name)
    if mail is None:
        raise Http404
    return mail
