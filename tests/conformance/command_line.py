"""The vendor's compiled command line, with a home of its own and both of its endpoints at our server."""

import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from tests.cast import PASSWORD
from tests.servers import PATIENCE

MACHINE = platform.machine()
# The one for which the vendor's program is in the lock.
HAS_PROGRAM = MACHINE == "x86_64"
PROGRAM = Path(__file__).parent / "node_modules/@fastly/cli-linux-x64/fastly"
# Nobody listens there: what it would ask others, such as for a newer version of itself, stays unasked.
NOWHERE = "http://127.0.0.1:9"

MADE = re.compile(
    r"Created token '(ost_pat_\w+)' \(name: ([\w ]+), id: (\w{22}), scope: ([^,]+), expires: (.*)\)"
)
BROKEN = re.compile(r"panic|goroutine|invalid memory|unmarshal|invalid character")


class Failed(Exception):
    """It ended with an error; what it then showed."""


class MadeToken(NamedTuple):
    secret: str
    name: str
    ref: str
    scope: str
    until: str


class CommandLine(NamedTuple):
    url: str
    token: str
    home: Path

    def by(self, token: str) -> "CommandLine":
        return self._replace(token=token)

    def run(self, *command: str, **settings: str) -> str:
        """What it printed."""
        environment = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "HTTPS_PROXY": NOWHERE,
            "FASTLY_API_ENDPOINT": self.url,
            "FASTLY_ACCOUNT_ENDPOINT": self.url,
            "FASTLY_API_TOKEN": self.token,
            **settings,
        }
        pipes = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
        ran = subprocess.run([PROGRAM, *command], env=environment, timeout=PATIENCE, **pipes)
        if ran.returncode:
            raise Failed(ran.stderr)
        return ran.stdout

    def read(self, *command: str, **settings: str) -> Any:
        return json.loads(self.run(*command, "--json", **settings))

    def refused(self, *command: str) -> str:
        """What it shows of a refusal, and that it did not break on an answer that it cannot read."""
        try:
            printed = self.run(*command)
        except Failed as failed:
            assert not BROKEN.search(str(failed))
            return str(failed)
        raise AssertionError(f"nothing refused: {printed}")

    def make_service(self, name: str) -> str:
        made = self.run("service", "create", "--name", name)
        return re.fullmatch(r"SUCCESS: Created service (\w{22})\n", made)[1]

    def make_token(self, name: str, *more: str) -> MadeToken:
        made = self.run("auth-token", "create", "--password", PASSWORD, "--name", name, *more)
        return MadeToken(*MADE.search(made).groups())
