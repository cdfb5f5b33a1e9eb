"""What no browser sends, byte by byte over a socket, and the headers and cookies of every kind of answer.

ASVS 5.0: 3.3, 3.4, 4.1.1, 4.2.1, 12.2.1, 13.4.1, 13.4.3, 13.4.4. The server is as it stands behind a reverse
proxy that speaks TLS; what such a proxy says of visitors is attacked in `test_who_came.py`.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.cli.raw import CLOSE, HOST, ORIGIN, Answer, get, post, told
from tests.servers import Ostiary

pytestmark = pytest.mark.any_database

OLGA = {"address": "olga@example.com", "password": "marble lantern drifts beneath"}
# What the server itself puts into answers, and what it says of itself.
WITHOUT_VERSION = "granian"


@pytest.fixture(scope="module")
def server() -> Iterator[Ostiary]:
    with Ostiary(OSTIARY_URL=ORIGIN) as started:
        password = started.folder / "password"
        password.write_text(OLGA["password"])
        who = ["--account", "Acme", "--email", OLGA["address"], "--name", "Olga Ohm"]
        started.manage("bootstrap", *who, "--password-file", str(password))
        yield started


STYLE = "/static/ostiary/css/base.css"
ANSWERS = {
    "a page": get("/sign-in"),
    "a redirect": get("/"),
    "nothing here": get("/nowhere"),
    "a style sheet": get(STYLE),
    "a script": get("/static/ostiary/js/copy-button.js"),
    "a picture": get("/static/ostiary/img/mark.svg"),
    "no such file": get("/static/nothing.css"),
    "health": get("/healthz"),
    "the API's reference": get("/api-reference"),
    "its description": get("/openapi.json"),
    "the API without a token": get("/current_user"),
    "the API, nothing here": get("/tokens/nowhere/at/all"),
    "the API, too much": post("/tokens", "", "Content-Type: application/json", "Content-Length: 99999999"),
    "a forged form": post("/sign-in", "a=b", "Content-Length: 3"),
    "another method": get("/sign-in", method="OPTIONS"),
    "the server as a whole": get("*", method="OPTIONS"),
    "another host": get("/sign-in").replace("id.example.com", "evil.example"),
    "no host": get("/sign-in").replace(HOST, ""),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_carries_the_headers(server: Ostiary, what: str):
    """Also one that is given before Django is asked, for another origin and for no host."""
    answer = told(server, ANSWERS[what].replace(CLOSE, f"{CLOSE}Origin: https://evil.example\r\n"))

    assert answer.status < 500
    policy = answer["content-security-policy"]
    for rule in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "default-src "):
        assert rule in policy
    assert "unsafe" not in policy
    age = re.fullmatch(r"max-age=(\d+); includeSubDomains", answer["strict-transport-security"])
    assert int(age[1]) >= 365 * 24 * 60 * 60
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["referrer-policy"] == "same-origin"
    assert answer["cross-origin-opener-policy"] == answer["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]
    assert answer["server"] == WITHOUT_VERSION


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_says_what_it_is_and_only_files_are_kept(server: Ostiary, what: str):
    answer = told(server, ANSWERS[what])

    kind = answer["content-type"]
    assert kind
    if kind.startswith("text/"):
        assert "charset=utf-8" in kind.lower().replace('"', "")
    is_file = what in ("a style sheet", "a script", "a picture")
    assert ("no-store" in answer["cache-control"]) is not is_file


@pytest.mark.parametrize("path", ["/current_user", "/openapi.json", "/healthz", "/tokens/nowhere/at/all"])
def test_what_is_for_programs_runs_nothing_in_a_browser(server: Ostiary, path: str):
    policy = told(server, get(path))["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")


def test_every_cookie_is_bound_to_this_host_and_to_tls(server: Ostiary):
    """Of signing in, of a sentence about what was done, and of signing out."""
    set_, jar = [], {}

    def ask(path: str, **fields: str) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
        headers = [f"Cookie: {cookies}", f"Origin: {ORIGIN}"]
        if fields:
            body = urlencode({**fields, "csrfmiddlewaretoken": jar["__Host-csrf"]})
            kind = "Content-Type: application/x-www-form-urlencoded"
            answer = told(server, post(path, body, kind, f"Content-Length: {len(body)}", *headers))
        else:
            answer = told(server, get(path, *headers))
        for name, line in answer.headers:
            if name == "set-cookie":
                set_.append(line)
                jar.update([line.partition(";")[0].split("=", 1)])
        return answer

    ask("/sign-in")
    ask("/sign-in", **OLGA)
    changed = ask("/you/security/profile", name="Olga Ohm", language="en", time_zone="Europe/Oslo")
    left = ask("/sign-out", out="1")

    assert changed.status == left.status == 302
    names = {line.split("=")[0] for line in set_}
    assert names == {"__Host-csrf", "__Host-ostiary", "__Host-ostiary-half", "__Host-messages"}
    for line in set_:
        attributes = {part.strip().lower() for part in line.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= attributes, line
        assert not [one for one in attributes if one.startswith("domain")], line
        assert len(line.partition(";")[0]) < 4096
    assert left["clear-site-data"] == '"cache"'


MALFORMED = {
    "two lengths": post("/sign-in", "abcdef", "Content-Length: 6", "Content-Length: 5"),
    "a list of lengths": post("/sign-in", "abcdef", "Content-Length: 6, 6"),
    "a length below nothing": post("/sign-in", "abcdef", "Content-Length: -6"),
    "a length with a sign": post("/sign-in", "abcdef", "Content-Length: +6"),
    "a length in hexadecimal": post("/sign-in", "abcdef", "Content-Length: 0x6"),
    "an unknown coding": post("/sign-in", "0\r\n\r\n", "Transfer-Encoding: xchunked"),
    "a coding after the chunks": post("/sign-in", "0\r\n\r\n", "Transfer-Encoding: chunked, identity"),
    "a space before the colon": post("/sign-in", "0\r\n\r\n", "Transfer-Encoding : chunked"),
    "a header over two lines": get("/sign-in", "X-A: b\r\n c"),
    "a NUL in a header": get("/sign-in", "X-A: b\0c"),
    "a line's end in a header": get("/sign-in", "X-A: b\rX-B: c"),
    "a NUL in the path": get("/sign\0in"),
    "no version": "GET /sign-in\r\n\r\n",
    "a version to come": get("/sign-in").replace("HTTP/1.1", "HTTP/3.3"),
    "TLS to a port without": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "a path of 70,000 bytes": get("/sign-in?" + "a" * 70_000),
    "a header of a million bytes": get("/sign-in", "X-A: " + "a" * 1_000_000),
    "a thousand headers": get("/sign-in", *(f"X-{number}: a" for number in range(1000))),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_request_is_refused_before_anything_sees_it(server: Ostiary, what: str):
    before = server.log

    answer = told(server, MALFORMED[what])

    assert answer.status in (400, 414, 431)
    assert answer.rest == b""
    assert server.log == before
    assert told(server, get("/healthz")).status == 200


@pytest.mark.parametrize("coding", ["Transfer-Encoding: chunked", "Transfer-Encoding:\tchunked"])
def test_no_request_is_smuggled_behind_another(server: Ostiary, coding: str):
    """With both a coding and a length, the coding counts (RFC 9112, section 6.3), and the line is closed."""
    hidden = get("/smuggled")
    both = post("/sign-in", f"0\r\n\r\n{hidden}", f"Content-Length: {5 + len(hidden)}", coding)

    answer = told(server, both.replace(CLOSE, ""))

    assert answer.status == 403
    assert answer["connection"] == "close"
    assert b"HTTP/1.1" not in answer.rest
    assert "/smuggled" not in server.log


def test_a_form_in_chunks_is_no_way_around_the_length(server: Ostiary):
    """What comes without a length is not read: no form of ours is sent so, and it could go on for ever."""
    body = "8\r\naddress=\r\n0\r\n\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded"
    answer = told(server, post("/sign-in", body, kind, "Transfer-Encoding: chunked"))
    assert answer.status == 403


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PUT", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/current_user", STYLE])
def test_no_method_but_those_we_serve_is_answered(server: Ostiary, method: str, path: str):
    target = "id.example.com:443" if method == "CONNECT" else path
    answer = told(server, get(target, "X-Secret: told-to-nobody", method=method))
    assert answer.status in (403, 404, 405)
    assert b"told-to-nobody" not in answer.rest


@pytest.mark.parametrize("order", [("id.example.com", "evil.example"), ("evil.example", "id.example.com")])
def test_two_hosts_are_none(server: Ostiary, order: tuple[str, str]):
    hosts = "".join(f"Host: {name}\r\n" for name in order)
    assert told(server, get("/sign-in").replace(HOST, hosts)).status == 400


@pytest.mark.parametrize("protocol", ["websocket", "h2c"])
def test_nothing_but_http_is_spoken(server: Ostiary, protocol: str):
    upgrade = get("/sign-in", f"Upgrade: {protocol}", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
    answer = told(server, upgrade.replace(CLOSE, "Connection: upgrade, close\r\n"))
    assert answer.status == 200
    assert "upgrade" not in dict(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        *("/static/", "/static/ostiary/", "/static/ostiary/css/"),
        *("/.git/HEAD", "/static/.git/HEAD", "/.env", "/data/keys", "/pyproject.toml"),
        *("/static/../keys", "/static/%2e%2e/keys", "/static/..%2fkeys", "/static//etc/passwd"),
        *("/ostiary.sqlite3", "/static/../ostiary.sqlite3"),
        *("/admin/", "/debug/", "/metrics", "/server-status", "/styleguide", "/mail"),
    ],
)
def test_no_folder_is_listed_and_no_file_served_but_those_of_pages(server: Ostiary, path: str):
    assert told(server, get(path)).status == 404


def test_the_log_finds_who_was_refused_what(server: Ostiary):
    """By the id that the answer carries, too; and when, in UTC."""
    answer = told(server, get("/current_user", "Fastly-Key: nobody's"))
    line = next(line for line in server.log.splitlines() if answer["x-request-id"] in line)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO ostiary.access 127.0.0.1 GET /", line)
    assert line.endswith(" refused=unauthorized")
