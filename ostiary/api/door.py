"""The door: finds the operation, finds out who calls, counts what writes, and puts refusals into words.

It stands before the pages' middleware, which it needs nothing of: no cookie is read here.
"""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpResponse

from ..access.refusals import Refusal
from ..clock import now
from ..proofs.hashing import Busy
from ..web.headers import DATA_POLICY
from ..web.request import Request
from . import allowance, callers, errors, served
from .calls import Call
from .operations import READS, Operation, Paths

log = logging.getLogger(__name__)
PATHS = Paths(served.OPERATIONS)


def api_first(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Middleware: what is the API's goes no further; what is nobody's is answered as its asker reads it."""

    def middleware(request: Request) -> HttpResponse:
        if PATHS.owns(request.path_info):
            return _answered(request)
        response = get_response(request)
        is_nowhere = response.status_code == 404 and request.resolver_match is None
        return _answered(request) if is_nowhere and _is_programs(request) else response

    return middleware


def _is_programs(request: Request) -> bool:
    """Whether it brings a token, or asks for JSON."""
    return callers.brings_token(request) or "json" in request.headers.get("Accept", "")


def _answered(request: Request) -> HttpResponse:
    call = Call(request, now())
    if request.method not in READS:
        allowance.tell(call)
    response = _response(call)
    response.headers["Content-Security-Policy"] = DATA_POLICY
    for name, value in call.headers.items():
        response.headers[name] = value
    return response


def _response(call: Call) -> HttpResponse:
    request = call.request
    methods, parts = PATHS.at(request.path_info)
    operation = methods.get("GET" if request.method == "HEAD" else request.method or "")
    if not methods:
        return errors.refused(request, errors.PathUnknown(), PATHS.nearest(request.path_info), {})
    if operation is None:
        return errors.refused(request, errors.MethodUnknown(methods), next(iter(methods.values())), {})
    call.query = operation.query
    try:
        return _called(call, operation, parts)
    except Refusal as refusal:
        return errors.refused(request, refusal, operation, parts)
    except (Busy, OperationalError) as error:
        if isinstance(error, OperationalError):
            log.warning("the database did not answer: %s", error)
        return errors.refused(request, errors.TooBusy(), operation, parts)
    except Exception:
        log.exception("%s failed", operation.name)
        return errors.refused(request, errors.Failed(), operation, parts)


def _called(call: Call, operation: Operation, parts: dict[str, str]) -> HttpResponse:
    with_token = operation.auth == "credentials" and callers.brings_token(call.request)
    if operation.auth == "token" or with_token:
        call.known = callers.by_token(call.request, call.now)
    if operation.writes and call.known:
        member = call.known.member
        allowance.count(call, member=member.id if member else None, token=call.known.token.id)
    return operation.view(call, **parts)
