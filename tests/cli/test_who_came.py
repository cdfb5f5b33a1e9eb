"""Behind a reverse proxy, nobody chooses the address that the log, the limits and the allowlists see.

Byte by byte over a socket, as the proxy sends it: its own line, and beside it whatever a visitor wrote that
the proxy passed on (ASVS 5.0: 4.1.3, 15.3.4). We get headers as CGI has them, for which `-` and `_` are one
character (RFC 3875, section 4.1.18): so the name that is believed has neither.
"""

import re
from collections.abc import Iterator
from itertools import count

import pytest

from tests.cli.raw import ORIGIN, get, post, told
from tests.servers import Ostiary

pytestmark = pytest.mark.any_database

VISITOR, LIE = "203.0.113.7", "192.0.2.66"
ITS_OWN = f"Visitor: {VISITOR}"
PATHS = (f"/who-came-{number}" for number in count())


@pytest.fixture(scope="module")
def server() -> Iterator[Ostiary]:
    behind = {"OSTIARY_PROXIES": "127.0.0.1, 10.0.0.0/8", "OSTIARY_PROXY_HEADER": "Visitor"}
    with Ostiary(OSTIARY_URL=ORIGIN, **behind) as started:
        yield started


def logged(server: Ostiary, ask, *headers: str) -> str:
    """Who came and how they were answered, as the log has it, for a request with these headers."""
    path = next(PATHS)
    told(server, ask(path, *headers))
    (line,) = re.findall(rf"ostiary\.access (.*{path} .*)", server.log)
    return line


def seen(server: Ostiary, *headers: str) -> set[str]:
    """Who is seen, by a form too: when it takes the length out, the web server moves other headers about."""
    form = ("Content-Length: 3", "Content-Type: application/x-www-form-urlencoded", *headers)
    lines = [
        logged(server, get, *headers),
        logged(server, lambda path, *sent: post(path, "a=b", *sent), *form),
    ]
    return {line.split()[0] for line in lines}


NAMES_ALIKE = [
    *(
        "X-Forwarded-For",
        "X_Forwarded_For",
        "X-Forwarded_For",
        "X-Real-IP",
        "Forwarded",
        "Client-IP",
        "True-Client-IP",
    ),
    *(
        "_Visitor",
        "Visitor_",
        "-Visitor",
        "Visitor-",
        "Vis-itor",
        "HTTP_VISITOR",
        "HTTP-Visitor",
        "Visitor.",
        "V1sitor",
    ),
    *("Remote-Addr", "REMOTE_ADDR", "Visitor-For", "X-Visitor", "Via"),
]


@pytest.mark.parametrize("name", NAMES_ALIKE)
def test_no_other_name_counts(server: Ostiary, name: str):
    assert seen(server, f"{name}: {LIE}", ITS_OWN) == {VISITOR}
    assert seen(server, ITS_OWN, f"{name}: {LIE}") == {VISITOR}


@pytest.mark.parametrize(
    "lines",
    [
        (f"Visitor: {LIE}", ITS_OWN),
        (f"VISITOR: {LIE}", f"visitor: {VISITOR}"),
        (f"Visitor: {LIE}, {VISITOR}",),
        (f"Visitor: {LIE},\t{VISITOR}\t ",),
        ("Visitor: unknown", ITS_OWN),
        ("Visitor: \xe9", ITS_OWN),
        ('Visitor: "192.0.2.66', ITS_OWN),
        ("Visitor: " + f"{LIE}," * 400, ITS_OWN),
        (f"Visitor: ::ffff:{VISITOR}",),
        # From proxy to proxy: each adds who came to it.
        (f"Visitor: {LIE}, {VISITOR}, 10.1.2.3",),
        (f"Visitor: {LIE}", ITS_OWN, "Visitor: 10.1.2.3", "Visitor: 127.0.0.1"),
        # A proxy forgets what `Connection` names (RFC 9110, section 7.6.1); we do not.
        ("Connection: Visitor", ITS_OWN),
    ],
)
def test_the_last_that_a_proxy_wrote_counts(server: Ostiary, lines: tuple[str, ...]):
    assert seen(server, *lines) == {VISITOR}


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Visitor:",),
        ("Visitor: unknown",),
        ("Visitor: _hidden",),
        (f"Visitor: {VISITOR},",),
        (f"Visitor: {VISITOR}:4711",),
        (f"Visitor: for={VISITOR}",),
        (f'Visitor: "{VISITOR}"',),
        (f"Visitor: {VISITOR} {VISITOR}",),
        ("Visitor: 203.0.113.07",),
        ("Visitor: 3405803783",),
        ("Visitor: 203.0.113.0/24",),
        # A byte that is no ASCII makes the web server give us nothing of the whole line.
        (f"Visitor: \xe9, {VISITOR}",),
        (f"Visitor: {LIE}, unknown, 10.1.2.3",),
        (f"X-Forwarded-For: {VISITOR}",),
    ],
)
def test_nobody_is_taken_for_the_proxy_that_does_not_say_who_came(server: Ostiary, lines: tuple[str, ...]):
    """They would be inside where an allowlist names its network, and share its limits with all the others."""
    assert re.fullmatch(r"127\.0\.0\.1 GET \S+ 400 \d+ ms refused=origin", logged(server, get, *lines))
    assert told(server, get("/sign-in", *lines)).status == 400
    assert told(server, get("/current_user", *lines)).status == 400


def test_a_probe_of_health_needs_no_visitor(server: Ostiary):
    assert told(server, get("/healthz")).status == 200


def test_the_operator_can_try_whether_a_proxy_passes_underscores_on(server: Ostiary):
    """As `docs/operate.md` says: a time that only counts if `_` is taken for `-`."""
    path, time = "/static/ostiary/css/base.css", "Fri, 01 Jan 2100 00:00:00 GMT"
    assert told(server, get(path, ITS_OWN, f"If_Modified_Since: {time}")).status == 304
    assert told(server, get(path, ITS_OWN)).status == 200
