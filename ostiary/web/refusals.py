"""Refusals become pages in one place. What a stranger gets says nothing; inside, it says what to do next."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ..access.refusals import Refusal, Throttled
from ..actions.kernel import SudoNeeded
from ..proofs.hashing import Busy
from ..queries.policy import is_owner
from . import access_log
from .access_words import explained
from .addresses import here
from .presence import ask as ask_for_presence
from .request import Request, has_visit, is_of_member
from .wording import heading, sentence


class RefusalsAsPages:
    """Middleware: whatever an action refuses and no form showed at its field."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response)
        return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SudoNeeded) and has_visit(request):
            # It ran out between the guard and the lock.
            return ask_for_presence(request)
        if isinstance(exception, Refusal):
            return refused(request, exception)
        if isinstance(exception, Busy) or (isinstance(exception, OperationalError) and _is_busy(exception)):
            return busy(request)
        return None


def refused(request: Request, refusal: Refusal) -> HttpResponse:
    access_log.note(request, refused=refusal.code)
    known = refusal.status in (403, 404, 409, 429)
    response = render(
        request,
        f"errors/{refusal.status}.html" if known else "errors/400.html",
        {
            "heading": heading(refusal),
            # Of what is not there the page itself says more.
            "sentence": "" if refusal.code == "not_found" else sentence(refusal),
            "why": explained(refusal.explanation) if refusal.explanation else None,
            "next": _way_on(request, refusal),
        },
        status=refusal.status,
    )
    if isinstance(refusal, Throttled):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _way_on(request: Request, refusal: Refusal) -> dict[str, str] | None:
    """Whoever is outside an account's allowlist goes to another one; its owner has a page to open it on.

    Whoever sent a form goes back to it.
    """
    if refusal.code != "address_outside":
        return _page_before(request, _("Back to the page")) if request.method == "POST" else None
    if is_of_member(request) and is_owner(request.visit.account_id, request.visit.member_id):
        return {"label": _("Open it as the owner"), "href": here(request, "emergency")}
    return {"label": _("Switch account"), "href": reverse("switch")}


def busy(request: Request) -> HttpResponse:
    """Nothing was done; the same form can be sent again."""
    response = render(request, "errors/503.html", status=503)
    response.headers["Retry-After"] = "5"
    return response


def _is_busy(error: OperationalError) -> bool:
    text = str(error)
    return "locked" in text or "timeout" in text.lower()


def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """The form is older than the session, or another site sent it. Either way nothing was done."""
    access_log.note(request, refused="forged")
    return render(
        request, "errors/csrf.html", {"next": _page_before(request, _("Open the page again"))}, status=403
    )


def _page_before(request: Request, label: str) -> dict[str, str] | None:
    """The page that a form was on, where the browser says so and it is one of ours."""
    page = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return None
    return {"label": label, "href": page}


def not_allowed(request: Request, refused: HttpResponse) -> HttpResponse:
    """Nothing is shown at an address that only takes a form; the page that it belongs to is above it."""
    response = render(request, "errors/405.html", {"next": _page_above(request.path)}, status=405)
    response.headers["Allow"] = refused.headers["Allow"]
    return response


def _page_above(path: str) -> dict[str, str] | None:
    while path := path.rpartition("/")[0]:
        try:
            resolve(path)
        except Resolver404:
            continue
        return {"label": _("Open the page"), "href": path}
    return None


def not_found(request: Request, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def bad_request(request: Request, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


def failed(request: Request) -> HttpResponse:
    return render(request, "errors/500.html", status=500)
