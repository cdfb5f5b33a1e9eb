"""One worker process: the web application, and the thread that does the jobs beside it."""

import ctypes
import os
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1


def load(supervisor: int) -> Any:
    """Called in each new worker: the application, ready for its first request."""
    _end_with(supervisor)
    from ..wsgi import application

    _warm_up()
    from ..jobs import runner
    from ..mail import catcher

    if catcher.port():
        catcher.start()
    runner.start()
    return application


def _end_with(supervisor: int) -> None:
    """No worker outlives a supervisor that was killed: it would keep the port, and nobody would watch it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:
        sys.exit(1)


def _warm_up() -> None:
    """Load what the first visitor would otherwise wait for."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
