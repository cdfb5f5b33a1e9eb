"""People at the panel who send one form after another until the server is gone, and remember each answer."""

import re
import secrets
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.servers import LOOPBACK

DONE = 302
# Nothing was looked at: a machine that stands still for a moment has no place for so many at once.
BUSY = 503


@dataclass(frozen=True)
class Form:
    name: str
    once: str


@dataclass
class Client:
    """Sends the form at `path` with ever new names; `page` shows it, with the token against forgery."""

    port: int
    cookie: str
    page: str
    path: str
    word: str
    # Acknowledged, and sent last: what became of that one is unknown while its answer is not there.
    done: list[Form] = field(default_factory=list)
    last: Form | None = None
    refused: list[int] = field(default_factory=list)

    def look(self) -> None:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=30)
        connection.request("GET", self.page, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        shown = answer.read().decode()
        assert answer.status == 200, f"{self.page}: {answer.status}"
        for planted in answer.headers.get_all("Set-Cookie", []):
            self.cookie += f"; {planted.partition(';')[0]}"
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)[1]

    def send(self, connection: HTTPConnection, form: Form) -> int:
        body = urlencode({"csrfmiddlewaretoken": self.token, "name": form.name, "once": form.once})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def repeat(self, form: Form) -> int:
        return self.send(HTTPConnection(LOOPBACK, self.port, timeout=30), form)

    def go_on(self, begun: threading.Event) -> None:
        """Send forms over one connection until it breaks."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            while True:
                self.last = Form(f"{self.word} {secrets.token_hex(8)}", secrets.token_urlsafe(18))
                status = self.send(connection, self.last)
                if status == DONE:
                    self.done.append(self.last)
                    begun.set()
                elif status != BUSY:
                    self.refused.append(status)
        except (OSError, HTTPException):
            return
