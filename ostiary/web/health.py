"""`/healthz`, for load balancers and monitors: 200 while this process can ask its database.

It is answered before Django looks at the request, so that a probe by IP address, which names no host
that we listen to, gets an answer too. It says nothing else.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections

from ..queries.alive import ask
from . import headers

PATH = "/healthz"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def first(application: Application, a_seat: Callable[[], AbstractContextManager[None]]) -> Application:
    """The application, with health answered before it: in a seat, as whatever asks the database."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return application(environ, start_response)
        with a_seat():
            status, text = _health()
        start_response(status, headers.of_a_line())
        return [text]

    return answer


def _health() -> tuple[str, bytes]:
    close_old_connections()
    try:
        ask()
    except (DatabaseError, InterfaceError):
        return "503 Service Unavailable", b"the database does not answer\n"
    finally:
        close_old_connections()
    return "200 OK", b"ok\n"
