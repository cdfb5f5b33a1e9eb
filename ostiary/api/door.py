"""The door: finds the operation, finds out who calls, counts what writes, and puts refusals into words.

It stands before the pages' middleware, which it needs nothing of: no cookie is read here.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from ..access.refusals import Refusal, Throttled
from ..actions import throttles
from ..clock import now
from ..proofs.hashing import Busy
from . import callers, errors, served
from .calls import Call
from .operations import Operation, Paths

log = logging.getLogger(__name__)
PATHS = Paths(served.OPERATIONS)


def api_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what is the API's goes no further."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return _answered(request) if PATHS.owns(request.path_info) else get_response(request)

    return middleware


def _answered(request: HttpRequest) -> HttpResponse:
    methods, parts = PATHS.at(request.path_info)
    operation = methods.get("GET" if request.method == "HEAD" else request.method or "")
    if not methods:
        return errors.plain(request, 404)
    if operation is None:
        return errors.plain(request, 405, Allow=", ".join(sorted(methods)))
    call = Call(request, now())
    try:
        response = _called(call, operation, parts)
    except Refusal as refusal:
        response = errors.refused(request, refusal, operation, parts)
    except (Busy, OperationalError) as error:
        if isinstance(error, OperationalError):
            log.warning("the database did not answer: %s", error)
        response = errors.plain(request, 503, operation)
    except Exception:
        log.exception("%s failed", operation.name)
        response = errors.plain(request, 500, operation)
    for name, value in call.headers.items():
        response.headers[name] = value
    return response


def _called(call: Call, operation: Operation, parts: dict[str, str]) -> HttpResponse:
    with_token = operation.auth == "credentials" and callers.brings_token(call.request)
    if operation.auth == "token" or with_token:
        call.known = callers.by_token(call.request, call.now)
    if operation.writes and call.known:
        _count(call, call.known)
    return operation.view(call, **parts)


def _count(call: Call, caller: callers.Caller) -> None:
    """Writes are counted for each member, and for each token of an account's own; reads are not."""
    most = settings.CONFIG.api_writes
    whose = f"member {caller.member.id}" if caller.member else f"token {caller.token.id}"
    window = throttles.write(whose, most)
    call.headers["Fastly-RateLimit-Remaining"] = str(window.remaining)
    call.headers["Fastly-RateLimit-Reset"] = str(int(window.ends_at.timestamp()))
    if window.exceeded:
        # Without Retry-After: a client that sees one sleeps and asks three times more by itself.
        wait = int((window.ends_at - call.now).total_seconds()) + 1
        raise Throttled(wait, "rate_exceeded", most=most)
