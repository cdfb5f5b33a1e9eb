"""One worker process: the web application, and the thread that does the jobs beside it.

The supervisor reads this module too and stays small: whatever needs Django is imported in the worker alone.
"""

import ctypes
import os
import signal
import sys
from importlib import import_module
from typing import Any

from . import signals

PR_SET_PDEATHSIG = 1


def load(supervisor: int, seats: int, target: str) -> Any:
    """Called in each new worker: the application that `module:name` makes, ready for its first request."""
    # Anew: the thread stayed with the supervisor, and its handlers, which the worker was born with, swallow.
    signals.wait_apart()
    _end_with(supervisor)
    module, _, name = target.partition(":")
    application = getattr(import_module(module), name)(seats)
    _warm_up()
    _begin_jobs()
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


def _begin_jobs() -> None:
    from ..jobs import runner
    from ..mail import catcher

    if catcher.port():
        catcher.start()
    runner.start()
