"""The vendor's compiled command line, with a home of its own and both of its endpoints at our server."""

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

MACHINE = platform.machine()
# The one for which the vendor's program is in the lock.
HAS_PROGRAM = MACHINE == "x86_64"
PROGRAM = Path(__file__).parent / "node_modules/@fastly/cli-linux-x64/fastly"
# Nobody listens there: what it would ask others, such as for a newer version of itself, stays unasked.
NOWHERE = "http://127.0.0.1:9"


class Failed(Exception):
    """It ended with an error; what it then showed."""


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
        ran = subprocess.run(
            [PROGRAM, *command], env=environment, text=True, stdin=subprocess.DEVNULL, capture_output=True
        )
        if ran.returncode:
            raise Failed(ran.stderr)
        return ran.stdout

    def read(self, *command: str, **settings: str) -> Any:
        return json.loads(self.run(*command, "--json", **settings))
