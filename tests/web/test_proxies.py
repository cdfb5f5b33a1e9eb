"""Behind a reverse proxy, the log and the throttles see who came, and nobody can pose as somebody else."""

from ipaddress import ip_network

import pytest

from ostiary.config import BadConfiguration, load
from ostiary.web.proxies import origin, seen_through

OURS = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("connected", "forwarded", "expected"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"),
        # What a visitor wrote stands before what our proxy added.
        ("127.0.0.1", "192.0.2.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        # Whoever is not our proxy is believed nothing.
        ("203.0.113.7", "192.0.2.1", "203.0.113.7"),
        ("203.0.113.7", "10.1.2.3", "203.0.113.7"),
        # Whoever it says nothing of is nobody: not the proxy, either.
        ("127.0.0.1", "", None),
        ("127.0.0.1", "unknown", None),
        ("127.0.0.1", "203.0.113.7, garbage", None),
        ("127.0.0.1", "203.0.113.7, garbage, 10.1.2.3", None),
        ("203.0.113.7", "garbage", "203.0.113.7"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        ("fd00::1", "fe80::7%eth0", "fe80::7"),
        ("", "203.0.113.7", None),
    ],
)
def test_h14_who_came_is_whom_our_own_proxy_named_last(connected, forwarded, expected):
    assert origin(connected, forwarded, OURS) == expected


def test_h14_without_named_proxies_no_header_is_believed():
    assert origin("127.0.0.1", "203.0.113.7", ()) == "127.0.0.1"


@pytest.mark.parametrize("url", ["https://id.example.com", "http://127.0.0.1:8000"])
def test_the_scheme_is_the_configured_one_whatever_is_claimed(url, tmp_path):
    config = load({"OSTIARY_URL": url, "OSTIARY_DATA": str(tmp_path)})
    seen = {}
    application = seen_through(lambda environ, _: seen.update(environ) or [], config)
    for claimed in ("http", "https"):
        environ = {"wsgi.url_scheme": claimed, "HTTP_X_FORWARDED_PROTO": claimed}
        application({**environ, "REMOTE_ADDR": "203.0.113.7"}, None)
        assert seen["wsgi.url_scheme"] == url.partition(":")[0]


def test_proxies_are_addresses_and_networks(tmp_path):
    environment = {"OSTIARY_DATA": str(tmp_path)}
    named = {"OSTIARY_PROXIES": "127.0.0.1, 10.0.0.0/8 fd00::/8", "OSTIARY_PROXY_HEADER": "Visitor"}
    config = load({**environment, **named})
    assert config.proxies == OURS
    with pytest.raises(BadConfiguration, match="OSTIARY_PROXIES"):
        load({**environment, "OSTIARY_PROXIES": "proxy.example.com"})


def test_proxies_without_the_header_that_they_set_stop_the_start(tmp_path):
    """Any name that we assumed would be the visitor's to write wherever the proxy does not."""
    environment = {"OSTIARY_DATA": str(tmp_path), "OSTIARY_PROXIES": "127.0.0.1"}
    for header in ("", "X_Forwarded_For", "Visitor:", "Vis itor", "Visitör", "Visitor\n"):
        with pytest.raises(BadConfiguration, match="OSTIARY_PROXY_HEADER"):
            load({**environment, "OSTIARY_PROXY_HEADER": header})
    for header in ("Visitor", "X-Forwarded-For"):
        assert load({**environment, "OSTIARY_PROXY_HEADER": header}).proxy_header == header
