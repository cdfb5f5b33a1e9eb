"""The cookies of signing in. A view says what to keep; the middleware writes it on whatever answer comes out.

A new secret must reach the browser even when the page behind it is a refusal: the old one no longer works.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from .request import Request

SESSION = settings.SESSION_COOKIE_NAME
# A sign-in that waits for its second factor.
TICKET = SESSION + "-half"
# A browser that need not show the second factor for a while.
TRUSTED = SESSION + "-trusted"
# A stranger's browser, to which a challenge for passkeys was given.
BROWSER = SESSION + "-browser"


def keep(request: Request, name: str, value: str, *, seconds: int | None = None) -> None:
    """Have the browser keep a value: until it is closed, or for so many seconds."""
    _marks(request)[name] = (value, seconds)


def forget(request: Request, name: str) -> None:
    _marks(request)[name] = None


def write(request: Request, response: HttpResponse) -> None:
    for name, mark in _marks(request).items():
        if mark is None:
            # A `__Host-` cookie is only ever replaced by a secure one.
            response.set_cookie(name, "", max_age=0, **_attributes())
            if name == SESSION:
                # Nor does the way back lead to what was shown (ASVS 14.3.1).
                response.headers["Clear-Site-Data"] = '"cache"'
        else:
            value, seconds = mark
            response.set_cookie(name, value, max_age=seconds, **_attributes())


def _attributes() -> dict[str, Any]:
    return {"path": "/", "secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}


def _marks(request: Request) -> dict[str, tuple[str, int | None] | None]:
    if not hasattr(request, "cookie_marks"):
        request.cookie_marks = {}
    return request.cookie_marks
