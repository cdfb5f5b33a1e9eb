"""The servers that are measured: ours on a prepared database, and the bare one."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.servers import free_port, wait_until

KEPT = Path("build/bench")
LOOPBACK = "127.0.0.1"


def environment(folder: Path, port: int = 8000, database: str = "") -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "ostiary.settings",
        "OSTIARY_DATA": str(folder.absolute()),
        "OSTIARY_URL": f"http://{LOOPBACK}:{port}",
        "DATABASE_URL": database,
        "PYTHONWARNINGS": "ignore",
    }


def prepare(folder: Path, *numbers: int, database: str = "") -> dict:
    shutil.rmtree(folder / "static", ignore_errors=True)  # the assets of an earlier day
    command = [sys.executable, "-m", "bench.prepare", *map(str, numbers)]
    done = subprocess.run(
        command, env=environment(folder, database=database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def serving(
    folder: Path, database: str = "", **settings: str
) -> Iterator[tuple[int, subprocess.Popen, float]]:
    """Our server: its port, its process, and the seconds from start to first page."""
    port = free_port()
    command = [sys.executable, "-m", "ostiary", "serve", "--port", str(port)]
    with (folder / "log").open("ab") as log:
        began = time.monotonic()
        env = environment(folder, port, database) | settings
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            wait_until(lambda: _answers(port, "/sign-in"), "the server answers")
            yield port, process, time.monotonic() - began
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def bare(application: str, ready: str = "/", **environment: object) -> Iterator[int]:
    """A server of our own kind with an application that does the least; it is told the rest as BENCH_…"""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "8"]
    command += ["--port", str(port), application]
    env = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"}
    env |= {f"BENCH_{name.upper()}": str(value) for name, value in environment.items()}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: _answers(port, ready), "the bare server answers")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int, path: str) -> bool:
    try:
        urlopen(f"http://{LOOPBACK}:{port}{path}", timeout=5).close()
    except OSError:
        return False
    return True


class Browser:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, cookie: str = "", token: str = "") -> None:
        self.connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
        self.headers = {"Cookie": cookie} if cookie else {"Fastly-Key": token} if token else {}

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return body


def memory(process: subprocess.Popen, what: str = "VmRSS") -> dict[str, float]:
    """Resident megabytes of a process and of those it started, by what they are; `VmHWM`: at most so far."""
    found = {}
    for pid in [process.pid, *_children(process.pid)]:
        status = Path(f"/proc/{pid}/status").read_text()
        kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))
        found[f"{pid} {Path(f'/proc/{pid}/comm').read_text().strip()}"] = kilobytes / 1024
    return found


def _children(pid: int) -> list[int]:
    direct = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return direct + [inner for child in direct for inner in _children(child)]
