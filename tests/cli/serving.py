"""A served installation, and a visitor who fills in its forms."""

import re
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from tests.cli.conftest import Installation
from tests.servers import LOOPBACK, free_port, start, wait_until


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Served:
    """`ostiary serve` as a process."""

    def __init__(self, installation: Installation, *options: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.log_file = installation.folder.parent / f"log-{self.port}"
        command = [sys.executable, "-m", "ostiary", "serve", "--port", str(self.port), *options]
        environment = {**installation.environment, "OSTIARY_URL": self.url, **settings}
        self.process = start(command, self.log_file, dies_by="TERM", env=environment)

    def wait(self) -> "Served":
        wait_until(self._answers, f"the server answers at {self.url}")
        return self

    def get(self, path: str, data: bytes | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(urllib.request.build_opener(), urllib.request.Request(self.url + path, data, named))

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def stop(self, by: int = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return self.process.wait(60)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False


@contextmanager
def serving(installation: Installation, *options: str, **settings: str) -> Iterator[Served]:
    server = Served(installation, *options, **settings)
    try:
        yield server.wait()
    finally:
        if server.process.poll() is None:
            server.stop()


class Visitor:
    """A browser without a screen: it keeps cookies and sends forms as they stand on the page."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Answer:
        return ask(self.opener, urllib.request.Request(self.server.url + path))

    def send(self, path: str, **fields: str) -> Answer:
        page = self.get(path).text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        data = urlencode({**hidden, **fields}).encode()
        return ask(self.opener, urllib.request.Request(self.server.url + path, data))


def ask(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Answer:
    try:
        with opener.open(request, timeout=20) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read().decode(errors="replace"))
    except urllib.error.HTTPError as error:
        return Answer(error.code, dict(error.headers), error.read().decode(errors="replace"))


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone by now, or while it was looked at
        return False
