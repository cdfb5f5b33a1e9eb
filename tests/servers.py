"""The real parts that tests run against: a PostgreSQL cluster, a mailbox, and the server itself."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller

LOOPBACK = "127.0.0.1"
# A slow machine needs seconds for a start; what takes longer than this is broken.
PATIENCE = 60.0


def free_port() -> int:
    """One of this process's own. What the kernel gives may be another's before somebody listens there."""
    return next(_own_ports())


@cache
def _own_ports() -> Iterator[int]:
    """So many, over and over: the process that keeps their first has them all.

    They are below those that the kernel gives to connections, and above those that browsers refuse.
    """
    for first in range(20_000, 32_000, 500):
        with socket.socket() as keeper:
            if _took(keeper, first):
                yield from filter(_is_free, cycle(range(first + 1, first + 500)))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return _took(probe, port)


def _took(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind((LOOPBACK, port))
    except OSError:
        return False
    return True


def wait_until(ready: Callable[[], Any], what: str, *, seconds: float = PATIENCE) -> Any:
    """Ask until `ready` answers with something true, and give that back; else say what was waited for."""
    deadline = time.monotonic() + seconds
    while not (answer := ready()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} seconds in vain: {what}")
        time.sleep(0.02)
    return answer


def start(command: list[str], log: Path, *, dies_by: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start a process that ends with this one, even a killed one: the kernel then sends it `dies_by`."""
    with log.open("ab") as output:
        guarded = ["setpriv", "--pdeathsig", dies_by, *command]
        return subprocess.Popen(guarded, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)


def stop_in_order() -> None:
    """From now on a stop from outside unwinds the stack like an error, and what was started is stopped."""
    for wish in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(wish) is not signal.SIG_IGN:  # as under nohup
            signal.signal(wish, lambda *_: sys.exit(1))


class Postgres:
    """A private cluster on a free loopback port; PostgreSQL never runs as root, so it has its own user there.

    It does not wait for the disk (fsync off): nothing in it outlives the run.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ostiary-postgres-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.log = self.folder / "log"
        self.port = free_port()
        self.password = secrets.token_urlsafe(16)
        self.user = self._unprivileged_user()

    @property
    def url(self) -> str:
        return f"postgresql://postgres:{self.password}@{LOOPBACK}:{self.port}/postgres"

    def __enter__(self) -> "Postgres":
        self._create()
        command = [
            self._program("postgres"),
            "-D",
            f"{self.folder}/data",
            "-h",
            LOOPBACK,
            "-p",
            str(self.port),
            "-k",
            "",
        ]
        for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"):
            command += ["-c", setting]
        self.process = start(command, self.log, dies_by="INT", cwd="/", **self.user)
        wait_until(self._answers, "PostgreSQL answers")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        self._folder.cleanup()

    def _create(self) -> None:
        password = self.folder / "password"
        password.write_text(self.password)
        if self.user:
            shutil.chown(self.folder, self.user["user"])
            shutil.chown(password, self.user["user"])
        command = [
            self._program("initdb"),
            "-D",
            f"{self.folder}/data",
            "--pwfile",
            str(password),
            "--username=postgres",
        ]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, **self.user)
        password.unlink()

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()}")
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @staticmethod
    def _program(name: str) -> str:
        versions = sorted(
            Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
        )
        if not versions:
            raise FileNotFoundError("PostgreSQL is not installed; scripts/system-packages says how")
        return str(versions[-1])

    @staticmethod
    def _unprivileged_user() -> dict[str, Any]:
        """For root, the options that start a process as somebody else: Debian's `postgres`, else `nobody`."""
        if os.getuid() != 0:
            return {}
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = known.get("postgres") or known["nobody"]
        return {"user": entry.pw_name, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def fresh_database(cluster: str, *, template: str = "template0") -> Iterator[str]:
    """An empty database on the cluster, or a copy of `template`; dropped at the end. Gives its URL."""
    name = f"ostiary_{secrets.token_hex(8)}"
    with psycopg.connect(cluster, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield cluster.rpartition("/")[0] + f"/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class MailCatcher:
    """A mailbox for everyone on a loopback port. It keeps what it is handed, and can be away for a while."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []

    @property
    def url(self) -> str:
        return f"smtp://{LOOPBACK}:{self.port}"

    def __enter__(self) -> "MailCatcher":
        self._up()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens on the port meanwhile."""
        self._controller.stop()
        try:
            yield
        finally:
            self._up()

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["X-RcptTo"].split(", ")]

    def wait_for(self, address: str, *, count: int = 1, seconds: float = PATIENCE) -> EmailMessage:
        """The newest letter to an address, once there are `count` of them."""
        return wait_until(
            lambda: len(self.to(address)) >= count and self.to(address),
            f"{count} letters to {address}",
            seconds=seconds,
        )[-1]

    def _up(self) -> None:
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port, ready_timeout=PATIENCE)
        self._controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-RcptTo"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"


class Ostiary:
    """The server as an operator starts it: a process with its own data folder or database, found at `url`.

    `demo` fills it with the demo's accounts; `settings` are further environment variables.
    """

    def __init__(self, *, demo: bool = False, mail: MailCatcher | None = None, **settings: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ostiary-server-")
        self.folder = Path(self._folder.name)
        self.data = self.folder / "data"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.demo = demo
        self.settings = settings
        self.environment = {
            "PATH": os.environ["PATH"],
            "OSTIARY_DATA": str(self.data),
            "OSTIARY_URL": self.url,
            "OSTIARY_DEMO": "1" if demo else "",
            "OSTIARY_SMTP": mail.url if mail else "",
            **settings,
        }

    def __enter__(self) -> "Ostiary":
        if "DATABASE_URL" in self.settings:
            self.fill()
        else:
            shutil.copytree(filled(self.demo).data, self.data)
        self.start()
        return self

    def fill(self) -> None:
        self.manage("migrate")
        if self.demo:
            self.manage("demo")

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        command = [sys.executable, "-m", "ostiary", "serve", "--port", str(self.port)]
        self.process = start(
            command, self.folder / "log", dies_by="TERM", env=self.environment, start_new_session=True
        )
        wait_until(self._answers, f"the server answers at {self.url}")

    def stop(self, by: int = signal.SIGTERM) -> None:
        self.process.send_signal(by)
        self.process.wait(PATIENCE)

    def kill(self) -> None:
        """SIGKILL for all of its processes at the same instant: nobody finishes or tidies up.

        One that waits for the disk ends, and lets go of the port, only when the disk has answered.
        """
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        wait_until(self._has_let_go, f"nobody listens at {self.url}")

    def manage(self, *command: str) -> str:
        """Run one of the server's commands beside it; what it printed."""
        run = subprocess.run(
            [sys.executable, "-m", "ostiary", *command], env=self.environment, text=True, capture_output=True
        )
        if run.returncode:
            raise RuntimeError(
                f"ostiary {' '.join(command)} ended with {run.returncode}:\n{run.stdout}{run.stderr}"
            )
        return run.stdout

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def _has_let_go(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            return _took(probe, self.port)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the server did not start:\n{self.log}")
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
        except OSError:
            return False
        return True


@cache
def filled(demo: bool) -> Ostiary:
    """One that never runs. Filling a folder takes seconds, so all whose database is in theirs copy it."""
    server = Ostiary(demo=demo)
    server.fill()
    return server
