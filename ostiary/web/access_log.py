"""One line for each request. Its query is left out, and what is secret in its path (logs.py)."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from .health import PATH, Application

logger = logging.getLogger("ostiary.access")

QUIET = (PATH, "/static/")


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
                logger.info("%s %s %s %s %.0f ms", address, method, shown(path), status, took)

    return answer


def shown(path: str) -> str:
    """A path without characters that could start a line of their own."""
    return quote(path.encode("latin-1", "replace"))
