"""What clients send byte for byte, over a real socket: no library between puts it into another form."""

import json
import re
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.cast import PASSWORD
from tests.conformance.conftest import OWNER, Place, furnished
from tests.servers import MailCatcher, Ostiary

pytestmark = pytest.mark.any_database

FORM = "application/x-www-form-urlencoded"
SECRET = "password=" + PASSWORD.replace(" ", "+")
PUBLIC = "https://id.example.com"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


def send(place: Place, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
    """One request, written as it is; names of headers have dashes for underscores."""
    origin = urlsplit(place.url)
    fields = {"Host": origin.netloc, "Fastly_Key": place.token, "Connection": "close", **headers}
    if body:
        fields["Content_Length"] = str(len(body))
    lines = [f"{method} {target} HTTP/1.1", *(f"{n.replace('_', '-')}: {v}" for n, v in fields.items() if v)]
    with socket.create_connection((origin.hostname, origin.port), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        answer = HTTPResponse(connection, method=method)
        answer.begin()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())


def test_7_6_and_7_7_pairs_beside_a_token(place):
    named = f"username={OWNER}&{SECRET}"
    for pair, body in (("Basic Og==", SECRET), ("Basic Og==", named), ("Basic", SECRET)):
        answer = send(place, "POST", "/tokens", body.encode(), Content_Type=FORM, Authorization=pair)
        assert answer.status == 200, pair
        assert int(answer.headers["fastly-ratelimit-remaining"]) < 1000


@pytest.mark.parametrize(
    "login", ["pia+x@example.org", "pia%2Bx%40example.org", "pia%2bx@example.org", "PIA%2BX@EXAMPLE.ORG"]
)
def test_7_12_a_login_with_a_plus_in_a_path_bare_and_escaped(place, login):
    """Never a space: the invited is known here, and not active yet, so she is unknown as one to write to."""
    invite(place, "pia+x@example.org")
    answer = send(place, "POST", f"/user/{login}/password/request_reset")
    assert (answer.status, answer.json()["detail"].lower()) == (404, "cannot find user 'pia+x@example.org'")


def invite(place: Place, address: str) -> None:
    body = json.dumps({"email": address, "role": "user"}).encode()
    assert send(place, "POST", "/invitations", body, Content_Type="application/json").status in (200, 409)


@pytest.mark.parametrize("target", [f"/user/{OWNER}", f"/user/{OWNER.replace('@', '%40')}"])
def test_7_12_the_owner_by_a_bare_and_an_escaped_at(place, target):
    answer = send(place, "POST", f"{target}/password/request_reset", Content_Type="application/json")
    assert (answer.status, answer.body) == (200, b'{"status":"ok"}')


@pytest.mark.parametrize("space", ["+", "%20"])
def test_a_space_in_a_form_comes_in_two_forms(place, space):
    sent = f"name=a{space}b{space}{len(space)}".encode()
    answer = send(place, "POST", "/service", sent, Content_Type=FORM)
    assert answer.json()["name"] == f"a b {len(space)}"


@pytest.mark.parametrize("brackets", ["[{}]", "%5B{}%5D", "%5b{}%5d"])
def test_brackets_in_a_query_come_as_they_are_and_escaped(place, brackets):
    query = f"page{brackets.format('number')}=1&page{brackets.format('size')}=1"
    assert send(place, "GET", f"/events?{query}").json()["meta"]["per_page"] == 1


def test_names_of_headers_are_read_in_any_case(place):
    for name in ("fastly_key", "FASTLY_KEY", "Fastly_key"):
        assert send(place, "GET", "/current_user", **{"Fastly_Key": "", name: place.token}).status == 200


@pytest.mark.parametrize(
    "target",
    ["/user/%", "/user/%zz", "/user/%C0%AF", "/user/%00", "/user/a%2Fb", "/user//", "/user/../current_user"],
)
def test_paths_that_name_nobody_are_answered_as_such(place, target):
    answer = send(place, "GET", target)
    assert answer.status in (400, 404)
    assert b"Traceback" not in answer.body


def test_a_body_that_is_announced_too_large_is_refused(place):
    body = b'{"name": "' + b"a" * 1_100_000 + b'"}'
    answer = send(place, "POST", "/user-groups", body, Content_Type="application/json")
    assert (answer.status, answer.json()["code"]) == (413, "body_too_large")


@pytest.fixture(scope="module")
def proxied() -> Iterator[Place]:
    """A server that people reach at another address, through a proxy that passes on the name they used."""
    hosts = {"OSTIARY_URL": PUBLIC, "OSTIARY_HOSTS": "api.example.com"}
    with MailCatcher() as mail, Ostiary(mail=mail, **hosts) as server:
        yield furnished(server, mail)


@pytest.mark.parametrize("host", ["id.example.com", "api.example.com"])
def test_7_11_links_name_the_host_that_the_client_used_behind_a_proxy(proxied, host):
    claims = {
        "X_Forwarded_Proto": "http",
        "X_Forwarded_Host": "evil.example",
        "Forwarded": "host=evil.example",
    }
    for path in ("/events", "/invitations", "/service-authorizations"):
        links = send(proxied, "GET", f"{path}?page[size]=1", Host=host, **claims).json()["links"]
        assert {link.partition(path)[0] for link in links.values()} == {f"https://{host}"}
    make_two_services(proxied, host)
    named = send(proxied, "GET", "/service?per_page=1", Host=host, **claims).headers["link"]
    assert set(re.findall(r"<(.+?)/service\?", named)) == {f"https://{host}"}


def make_two_services(place: Place, host: str) -> None:
    for number in range(2):
        send(place, "POST", "/service", f"name={host}{number}".encode(), Host=host, Content_Type=FORM)


def test_7_11_a_name_that_is_not_ours_is_in_no_link(proxied):
    answer = send(proxied, "GET", "/events?page[size]=1", Host="evil.example")
    assert answer.status == 200
    assert {link.partition("/events")[0] for link in answer.json()["links"].values()} == {PUBLIC}
