"""SIGTERM and SIGINT are waited for by a thread of their own.

A main thread that is about to sleep when one comes sleeps on: CPython looks for signals between two steps,
and both the supervisor's and the workers' wait without end.
"""

import os
import signal
import threading

STOPS = (signal.SIGTERM, signal.SIGINT)


def wait_apart() -> None:
    """Give the first that comes to whoever handles it by then; while nobody does, it ends the process.

    Called before there are other threads: they are born with the same deaf ears, and so are processes.
    """
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    threading.Thread(target=_wait, name="signals", daemon=True).start()


def _wait() -> None:
    number = signal.sigwait(STOPS)
    handler = signal.getsignal(number)
    if callable(handler):
        handler(number, None)
    else:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        os.kill(os.getpid(), number)
