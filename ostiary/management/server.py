"""The process that `ostiary serve` becomes: it listens, starts the workers, and starts them anew if they die.

Run as `python -m ostiary.management.server HOST PORT WORKERS SEATS`. It must stay free of Django.
"""

import logging
import os
import sys
from functools import partial

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from . import signals
from .worker import load

# Connections that wait in the kernel, and those that one worker holds: beyond that, callers wait.
# Browsers keep several for half a minute. A process has files for 1024, as machines are set up.
BACKLOG = 256
CONNECTIONS = 512
# Threads are made as they are needed, some 80 KB each: a connection that keeps one waiting (web/arriving.py)
# takes it from none. How many requests are worked on at once is for the seats to say (web/seats.py).
THREADS = CONNECTIONS
# Bytes of a request that one of them may fill before it is read: its head is refused beyond that.
BUFFER = 64 * 1024
# What is left of a request or a job after this is cut off.
GRACE = 30

LOG = {
    "formatters": {"plain": {"()": "ostiary.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "granian.access": {"handlers": [], "propagate": False},
    },
}


def main(host: str, port: int, workers: int, seats: int) -> None:
    """Serve until SIGTERM or SIGINT. Exits with 1 when the workers cannot be kept alive."""
    server = Server(
        "ostiary.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(max_buffer_size=BUFFER),
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.error,
        log_dictconfig=LOG,
    )
    supervisor = os.getpid()
    signals.wait_apart()
    server.serve(target_loader=partial(load, supervisor, seats))


if __name__ == "__main__":
    logging.captureWarnings(True)
    main(sys.argv[1], *map(int, sys.argv[2:]))
