"""What every request gets before a door sees it: marks to find it by, and who asks."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone, translation

from ..proofs.ids import new_id
from . import access_log, cookies, proxies
from . import visits as whose
from .request import Request, Visit

Handler = Callable[[Request], HttpResponse]


def request_marks(get_response: Handler) -> Handler:
    """A request id of our own, also in the answer, and the address of whoever is connected to us.

    Which header is believed about it, and of whom, is decided before (web/proxies.py).
    """

    def middleware(request: Request) -> HttpResponse:
        request.request_id = new_id()
        request.client_ip = str(proxies.address_in(request.META.get("REMOTE_ADDR", "")) or "")
        access_log.note(request, request=request.request_id)
        response = get_response(request)
        response.headers["X-Request-Id"] = request.request_id
        return response

    return middleware


def visits(get_response: Handler) -> Handler:
    """`request.visit`, `request.actor()`, the person's language and time zone, and the cookies to write."""

    def middleware(request: Request) -> HttpResponse:
        request.visit = visit = whose.of(request)
        request.actor = partial(whose.actor_of, request)
        if visit:
            access_log.note(request, session=visit.session_ref)
        language = visit.language if visit else translation.get_language_from_request(request)
        with translation.override(language), timezone.override(_zone(visit)):
            response = get_response(request)
        cookies.write(request, response)
        return response

    return middleware


def _zone(visit: Visit | None) -> ZoneInfo:
    try:
        return ZoneInfo(visit.time_zone if visit else "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
