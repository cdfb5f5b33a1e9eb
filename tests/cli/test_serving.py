"""The server as a process: what it answers, what it logs, and how it starts, stops and recovers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from ostiary.proofs import tokens
from ostiary.proofs.tokens import TokenKind
from tests.cli.conftest import sql
from tests.cli.serving import Visitor, is_alive, serving
from tests.servers import LOOPBACK, MailCatcher, wait_until

pytestmark = pytest.mark.any_database

DEMO = {"OSTIARY_DEMO": "1"}
BEHIND = {"OSTIARY_PROXIES": "127.0.0.1", "OSTIARY_PROXY_HEADER": "Visitor"}
# Seconds after which a worker that does not end is killed (management/server.py).
GRACE = 30
HALF_A_FORM = """POST /sign-in HTTP/1.1\r
Host: localhost\r
Visitor: {}\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: {}\r
\r
address=olga"""
SMALL, LARGE = 1000, 1_000_000
A_CALL_BUT_ONE_BYTE = """POST /invitations HTTP/1.1\r
Host: localhost\r
Visitor: {}\r
Fastly-Key: {}\r
Content-Type: application/json\r
Content-Length: 2\r
\r
{{"""
SLOW_NETWORKS = [f"198.18.{number}.1" for number in range(12)]


def test_health_needs_no_host_that_we_know_and_says_nothing_else(ostiary):
    with serving(ostiary) as server:
        answer = server.get("/healthz", Host="10.1.2.3")
        assert (answer.status, answer.text) == (200, "ok\n")
        assert server.get("/sign-in", Host="10.1.2.3").status == 400
        assert "Traceback" not in server.log, "a stranger fills the log"
        sql(ostiary, "drop table django_migrations")
        assert server.get("/healthz").status == 503


def test_pages_name_files_that_browsers_may_keep_for_good(ostiary):
    with serving(ostiary) as server:
        page = server.get("/sign-in").text
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert len(files) > 10
        for file in files:
            assert re.search(r"\.[0-9a-f]{12}\.\w+$", file), file
            answer = server.get(file)
            assert answer.status == 200
            assert "immutable" in answer.headers["cache-control"]
        assert server.get(files[1], Accept_Encoding="gzip").headers["content-encoding"] == "gzip"


def test_the_log_names_every_request_and_no_secret(ostiary):
    secret = "x" * 43
    with serving(ostiary) as server:
        server.get(f"/reset/{'r' * 22}/{secret}?token={secret}")
        server.get("/nowhere%0d%0aFORGED")
        server.stop()
    lines = [line for line in server.log.splitlines() if "ostiary.access" in line]
    assert [re.split(r" \d+ ms", line.partition("ostiary.access ")[2])[0] for line in lines] == [
        f"127.0.0.1 GET /reset/{'r' * 22}/… 404",
        "127.0.0.1 GET /nowhere%0D%0AFORGED 404",
    ]
    assert secret not in server.log


def test_nobody_who_says_nothing_and_no_form_that_never_arrives_holds_others_up(ostiary):
    with serving(ostiary, **BEHIND) as server, ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(socket.create_connection((LOOPBACK, server.port)))
        for length in (SMALL, LARGE):
            for whose in SLOW_NETWORKS * 10:
                line = stack.enter_context(socket.create_connection((LOOPBACK, server.port)))
                line.sendall(HALF_A_FORM.format(whose, length).encode())
        wait_until(lambda: call(server, SLOW_NETWORKS[-1]).status == 503, "they have their places")
        # Whoever had to wait for them would wait in vain, and give up.
        assert server.get("/sign-in", Visitor="203.0.113.7").status == 200
        form = {"address": "olga@example.com", "password": "wrong"}
        assert post(server, form, "203.0.113.7").status == 422, "it was not looked at"
        assert call(server, "203.0.113.7").status == 401


def post(server, form, whose):
    """A form from this address, as a reverse proxy passes it on."""
    page = server.get("/sign-in", Visitor=whose)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    headers = {"Visitor": whose, "Cookie": page.headers["set-cookie"].partition(";")[0]}
    return server.get("/sign-in", urlencode({**form, "csrfmiddlewaretoken": token}).encode(), **headers)


def call(server, whose):
    """A call of the API that would write, from this address."""
    return server.get("/invitations", b"{}", Visitor=whose, Content_Type="application/json")


def test_a_crowd_has_no_more_connections_to_the_database_than_seats(ostiary):
    """Thirty who wait in a thread each, and whose calls are then looked at in it."""
    with serving(ostiary, "--threads", "3", **BEHIND) as server, ExitStack() as stack:
        (worker,) = server.workers()
        lines = []
        for number in range(30):
            line = stack.enter_context(socket.create_connection((LOOPBACK, server.port), timeout=20))
            token = tokens.make(TokenKind.PERSONAL)  # of nobody, which the database alone can tell
            line.sendall(A_CALL_BUT_ONE_BYTE.format(f"198.18.{number}.1", token).encode())
            lines.append(line)
        wait_until(lambda: len(list(Path(f"/proc/{worker}/task").iterdir())) > len(lines), "all wait")

        for line in lines:
            line.sendall(b"}")

        assert {line.recv(12) for line in lines} == {b"HTTP/1.1 401"}
        # Three and that of the jobs; PostgreSQL's pool may keep some more, up to its eight.
        assert 1 <= open_connections(ostiary, worker) <= (8 if ostiary.database else 4)


def open_connections(ostiary, worker):
    """Of a worker to its database: the file opened so often, or the sessions beside the one that counts."""
    if not ostiary.database:
        database = (ostiary.folder / "ostiary.sqlite3").resolve()
        return sum(file.resolve() == database for file in Path(f"/proc/{worker}/fd").iterdir())
    sessions = "pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    with psycopg.connect(ostiary.database) as connection:
        return connection.execute(f"select count(*) from {sessions}").fetchone()[0]


def test_half_of_what_was_announced_is_not_acted_on(ostiary):
    with serving(ostiary) as server, socket.create_connection((LOOPBACK, server.port), timeout=20) as line:
        line.sendall(HALF_A_FORM.format("198.51.100.1", SMALL).encode())
        line.shutdown(socket.SHUT_WR)
        line.recv(1000)
        server.stop()
    assert "POST /sign-in 400" in server.log


def test_a_letter_leaves_within_seconds(ostiary):
    ostiary.bootstrap()
    with MailCatcher() as mailbox, serving(ostiary, OSTIARY_SMTP=mailbox.url) as server:
        assert Visitor(server).send("/reset", address="olga@example.com").status == 200
        # Two where nothing else runs on the machine.
        mailbox.wait_for("olga@example.com", seconds=20)


def test_a_worker_that_dies_is_replaced(ostiary):
    with serving(ostiary) as server:
        (worker,) = server.workers()
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: server.workers() not in ([], [worker]), "another worker")
        server.wait()


def test_no_worker_outlives_a_supervisor_that_was_killed(ostiary):
    with serving(ostiary) as server:
        (worker,) = server.workers()
        assert server.stop(signal.SIGKILL) == -signal.SIGKILL
        wait_until(lambda: not is_alive(worker), "the worker's end")


def test_a_signal_is_heard_though_the_main_thread_sleeps_on(ostiary):
    """As it does where another thread is interrupted, and where it was about to sleep."""
    with serving(ostiary) as server:
        (worker,) = server.workers()
        os.kill(another_thread(worker), signal.SIGTERM)
        wait_until(lambda: server.workers() not in ([], [worker]), "another worker")
        server.wait()

        os.kill(another_thread(server.process.pid), signal.SIGTERM)
        assert server.process.wait(60) == 0


def test_a_signal_that_nobody_handles_yet_ends_the_process():
    told = "from ostiary.management import signals; signals.wait_apart(); import os, time; "
    told += f"os.kill(os.getpid(), {signal.SIGTERM:d}); time.sleep(60)"
    assert subprocess.run([sys.executable, "-c", told]).returncode == -signal.SIGTERM


def another_thread(process):
    """Of a process, but its first. A signal to it is one to the process, and finds it first."""
    return max(int(task.name) for task in Path(f"/proc/{process}/task").iterdir())


def test_a_stop_is_graceful_and_leaves_nobody_behind(ostiary):
    with serving(ostiary, "--workers", "2") as server:
        wait_until(lambda: len(server.workers()) == 2, "both workers")
        workers = server.workers()
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < GRACE / 2, "somebody did not listen"
    assert not any(map(is_alive, workers))
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    ("options", "settings", "status"),
    [
        ([], DEMO, 200),
        ([], {}, 404),
        (["--host", "0.0.0.0"], DEMO, 404),
        ([], {"OSTIARY_CATCHER_PORT": "2525"}, 404),
        (["--host", "0.0.0.0"], {**DEMO, "OSTIARY_CATCHER_PORT": "2525"}, 404),
        ([], {**DEMO, "OSTIARY_SMTP": "smtp://127.0.0.1:1"}, 404),
    ],
)
def test_caught_mail_is_shown_in_a_demo_on_loopback_and_nowhere_else(ostiary, options, settings, status):
    with serving(ostiary, *options, **settings) as server:
        assert server.get("/mail").status == status
        assert server.get(f"/mail/{'1' * 20}-{'x' * 22}").status == 404


def test_a_demos_letter_is_caught_and_its_link_can_be_followed(ostiary):
    ostiary.bootstrap()
    with serving(ostiary, **DEMO) as server:
        visitor = Visitor(server)
        assert "No letters yet" in visitor.get("/mail").text
        visitor.send("/reset", address="olga@example.com")
        page = wait_until(lambda: re.search(r'href="(/mail/[^"]+)"', visitor.get("/mail").text), "a letter")
        letter = visitor.get(page[1]).text
        link = re.search(rf'href="{re.escape(server.url)}(/reset/[^"]+)"', letter)[1]
        assert "olga@example.com" in visitor.get(link).text

        shown = visitor.get(f"{page[1]}/html")
        assert "Choose a new password" in shown.text
        policy = shown.headers["content-security-policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert f'sandbox title="Choose a new password for Ostiary" src="{page[1]}/html"' in letter


def test_caught_mail_is_found_under_its_own_name_only(ostiary):
    (ostiary.folder / "mail").mkdir()
    (ostiary.folder / "secret.eml").write_text("Subject: secret\n\nsecret")
    with serving(ostiary, **DEMO) as server:
        for name in ("..%2fsecret", "%2e%2e/secret", "../secret", "secret", "1-" + "x" * 22):
            assert server.get(f"/mail/{name}").status == 404


def test_behind_a_tls_proxy_forms_work_for_our_own_pages_alone(ostiary):
    https = {"OSTIARY_URL": "https://id.example.com", **BEHIND}
    with serving(ostiary, **https) as server:
        host = {"Host": "id.example.com", "Visitor": "192.0.2.1, 203.0.113.7"}
        page = server.get("/sign-in", **host)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        cookie = page.headers["set-cookie"]
        assert cookie.startswith("__Host-csrf=")
        assert "Secure" in cookie
        host["Cookie"] = cookie.partition(";")[0]
        form = urlencode({**hidden, "address": "a@example.com", "password": "x"}).encode()
        for origin, status in (("https://id.example.com", 422), ("https://evil.example", 403)):
            assert server.get("/sign-in", form, Origin=origin, **host).status == status
        server.stop()
    assert "ostiary.access 203.0.113.7 POST /sign-in 422" in server.log
