"""ostiary serve"""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connections

from ...config import LOOPBACK
from ...mail import catcher
from ...web import assets
from ..command import Command as Base
from ..command import must_be_migrated


class Command(Base):
    help = (
        "Serve the panel and the API, and do the jobs (letters, clearing up) beside them. "
        "SIGTERM ends it gracefully: requests and the job in hand are finished first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (%(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (%(default)s)")
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            help="processes; more than one helps where there are more than two cores (%(default)s)",
        )
        parser.add_argument(
            "--threads", type=int, default=8, help="requests that one process works on at once (%(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        _port_must_be_free(options["host"], options["port"])
        assets.build()
        _name_the_catcher(options["host"])
        connections.close_all()
        # A new image for the process that only supervises: without Django in it, it stays small, and
        # its workers start from a clean slate.
        sys.stdout.flush()
        numbers = [str(options[name]) for name in ("port", "workers", "threads")]
        os.execv(  # noqa: S606
            sys.executable, [sys.executable, "-m", "ostiary.management.server", options["host"], *numbers]
        )


def _port_must_be_free(host: str, port: int) -> None:
    """The web server shares a port that it finds taken; two servers behind one address would be a riddle."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(f"Cannot listen at {host}, port {port}: {error.strerror}.") from error


def _name_the_catcher(host: str) -> None:
    """In a demo on a loopback address, and nowhere else, letters are caught and shown at /mail."""
    os.environ.pop(catcher.PORT_VARIABLE, None)
    if settings.CONFIG.demo and host in LOOPBACK and not settings.CONFIG.mail.host:
        with socket.socket() as probe:
            probe.bind((catcher.HOST, 0))
            os.environ[catcher.PORT_VARIABLE] = str(probe.getsockname()[1])
