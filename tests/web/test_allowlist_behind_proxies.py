"""Behind a proxy, an allowlist judges whom the proxy names last, whatever visitors wrote before it."""

import pytest
from django.test import Client

from ostiary.config import load
from ostiary.web.proxies import seen_through
from tests.cast import signed_in
from tests.signin.door import demand

INSIDE, OUTSIDE, PROXY = "203.0.113.7", "198.51.100.9", "10.0.0.2"


@pytest.fixture
def ask(olga, tmp_path):
    """The status of Olga's overview, for who connects and what the proxy's header says."""
    demand(olga, allowlist="203.0.113.0/24")
    client = signed_in(Client(), olga)
    config = load(
        {"OSTIARY_DATA": str(tmp_path), "OSTIARY_PROXIES": "10.0.0.0/8", "OSTIARY_PROXY_HEADER": "Visitor"}
    )
    seen = seen_through(lambda environ, _: [environ["REMOTE_ADDR"]], config)

    def status(connected: str, forwarded: str) -> int:
        started = []
        answer = seen(
            {"REMOTE_ADDR": connected, "HTTP_VISITOR": forwarded},
            lambda line, _: started.append(int(line[:3])),
        )
        return (
            started[0]
            if started
            else client.get(f"/a/{olga.account.ref}/", REMOTE_ADDR=answer[0]).status_code
        )

    return status


@pytest.mark.parametrize(
    ("connected", "forwarded", "expected"),
    [
        (PROXY, INSIDE, 200),
        (PROXY, OUTSIDE, 403),
        (PROXY, f"{INSIDE}, {OUTSIDE}", 403),
        (PROXY, f"{OUTSIDE}, {INSIDE}", 200),
        (PROXY, f"{INSIDE}, {OUTSIDE}, 10.0.0.3", 403),
        (PROXY, f"::ffff:{INSIDE}", 200),
        (PROXY, f"{INSIDE}, unknown", 400),
        (PROXY, f"{INSIDE}\x00", 400),
        (PROXY, "", 400),
        (OUTSIDE, INSIDE, 403),
        (OUTSIDE, "", 403),
        (INSIDE, OUTSIDE, 200),
        ("", INSIDE, 400),
    ],
)
def test_h14_whoever_the_proxy_saw_is_judged(ask, connected, forwarded, expected):
    assert ask(connected, forwarded) == expected
