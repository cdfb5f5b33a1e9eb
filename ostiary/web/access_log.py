"""One line for each request: from where, what, how it was answered, and what finds it in the trail.

Its query is left out, and what is secret in its path (logs.py). Who asks is a public id of a session or a
token, never a name (ASVS 16.2.1, 16.2.5).
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest

from .health import PATH, Application

logger = logging.getLogger("ostiary.access")

QUIET = (PATH, "/static/")
# The key of `environ` under which whoever answers leaves what the line says beside the status.
NOTES = "ostiary.notes"


def note(request: HttpRequest, /, **what: str) -> None:
    """Add to the line of this request: its id, who asks, why it was refused."""
    request.META.setdefault(NOTES, {}).update(what)


def logged(application: Application) -> Application:
    """The application, with a line for each request that it answered."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        status = "500"

        def started(line: str, *rest: Any) -> Any:
            nonlocal status
            status = line.partition(" ")[0]
            return start_response(line, *rest)

        try:
            return application(environ, started)
        finally:
            path = environ["PATH_INFO"]
            if not path.startswith(QUIET):
                took = (time.perf_counter() - began) * 1000
                method, address = environ["REQUEST_METHOD"], environ.get("REMOTE_ADDR", "")
                notes = "".join(f" {name}={text}" for name, text in environ.get(NOTES, {}).items())
                logger.info("%s %s %s %s %.0f ms%s", address, method, shown(path), status, took, notes)

    return answer


def shown(path: str) -> str:
    """A path without characters that could start a line of their own."""
    return quote(path.encode("latin-1", "replace"))
