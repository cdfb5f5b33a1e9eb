"""The demo's mailbox: a mail server on loopback that keeps every letter as a file, for `/mail` to show.

It exists only while a demo is served on a loopback address: `serve` alone names its port, in the
environment of its own workers. Letters hold links that let people in, so it is never for real mail.
"""

import os
import socketserver
import threading
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from ..clock import now
from ..proofs.ids import is_id, new_id

HOST = "127.0.0.1"
PORT_VARIABLE = "OSTIARY_CATCHER_PORT"
LARGEST = 1024 * 1024
LONGEST_LINE = 4096
MOST_KEPT = 500


def port() -> int:
    """The port of the catcher; 0 when there is none, which is everywhere but in a demo on loopback."""
    return int(os.environ.get(PORT_VARIABLE, "0")) if settings.CONFIG.demo else 0


def folder() -> Path:
    return Path(settings.CONFIG.data) / "mail"


def names() -> list[str]:
    """The letters that were caught, newest first."""
    return sorted((path.stem for path in folder().glob("*.eml")), reverse=True)


def letter(name: str) -> EmailMessage | None:
    stamp, _, ref = name.partition("-")
    path = folder() / f"{name}.eml"
    if not (stamp.isdigit() and is_id(ref) and path.is_file()):
        return None
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def caught_at(name: str) -> datetime:
    return datetime.strptime(name.partition("-")[0] + "+0000", "%Y%m%d%H%M%S%f%z")


def start() -> None:
    """Begin to catch, in a thread. Another worker that caught the port first serves this one as well."""
    try:
        server = Catcher((HOST, port()), Conversation)
    except OSError:
        return
    threading.Thread(target=server.serve_forever, name="catcher", daemon=True).start()


def keep(data: bytes) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder() / f"{now():%Y%m%d%H%M%S%f}-{new_id()}.eml"
    # Whole or not at all: the page may look at any moment.
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_bytes(data)
    draft.rename(path)
    for name in names()[MOST_KEPT:]:
        (folder() / f"{name}.eml").unlink(missing_ok=True)


class Catcher(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as our own sender uses; whatever else is said gets 502."""

    timeout = 30

    def handle(self) -> None:
        self._say("220 catcher")
        while line := self.rfile.readline(LONGEST_LINE):
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                return self._say("221 goodbye")
            if verb == b"DATA":
                self._take()
            elif verb in (b"EHLO", b"HELO"):
                self._say("250-catcher\r\n250-8BITMIME\r\n250 SMTPUTF8")
            elif verb in (b"MAIL", b"RCPT", b"RSET", b"NOOP"):
                self._say("250 OK")
            else:
                self._say("502 not here")
        return None

    def _take(self) -> None:
        self._say("354 go ahead")
        data = bytearray()
        while (line := self.rfile.readline(LONGEST_LINE)) != b".\r\n":
            if not line:
                return None  # cut off: whoever sent it will come again
            if len(data) <= LARGEST:
                # The sender doubled a leading dot (RFC 5321 4.5.2).
                data += line.removeprefix(b".")
        if len(data) > LARGEST:
            return self._say("552 too large")
        keep(bytes(data))
        return self._say("250 kept")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
