"""Headers that every answer carries (ASVS 5.0: 3.4), whoever gives it: Django, or what stands before it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'; frame-src 'self'"
)

# Of what is for programs: a browser that is led to it shows it as text, and runs nothing (ASVS 3.2.1).
DATA_POLICY = (
    "default-src 'none'; base-uri 'none'; object-src 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    # A mailed link's secret is part of its path: no other site learns where one came from. Without any
    # referrer browsers would post forms with "Origin: null", which the check against forgery refuses.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ONE_YEAR = "max-age=31536000; includeSubDomains"


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _of_every_answer().items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def of_a_line(**more: str) -> list[tuple[str, str]]:
    """The headers of an answer that is a line of text, given before Django is asked."""
    of_text = {"Content-Type": "text/plain; charset=utf-8", "Content-Security-Policy": DATA_POLICY}
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return list((_of_every_answer() | of_text | named).items())


def _of_every_answer() -> dict[str, str]:
    """Pages show what one account may see: no cache keeps them. Static files say otherwise themselves."""
    secure = {"Strict-Transport-Security": ONE_YEAR} if settings.SECURE else {}
    return {**HEADERS, **secure, "Cache-Control": "no-store"}
