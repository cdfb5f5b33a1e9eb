"""A server as strangers meet it, with one account, its owner's password and a superuser's token.

All clients speak to the one account, so a story is about people and things of its own.
"""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple

import fastly
import pytest

from tests.cast import PASSWORD
from tests.conformance.command_line import HAS_PROGRAM, MACHINE, CommandLine
from tests.conformance.javascript import JavaScript
from tests.servers import MailCatcher, Ostiary

OWNER = "olga@example.com"
# What the invited choose.
CHOSEN = "a marble lantern drifts on tuesday"
CODE = re.compile(r"/invitation/([0-9A-Za-z]{22})/(\S+)")


class Place(NamedTuple):
    url: str
    mail: MailCatcher
    account: str
    owner: str
    token: str

    def accept(self, address: str, name: str) -> None:
        """As the invited do it, by the code in their letter: a request that no client of the vendor's has."""
        letter = self.mail.wait_for(address).get_body(("plain",)).get_content()
        code = "".join(CODE.search(letter).groups())
        body = {"marketing_opt_in": False, "name": name, "password": CHOSEN}
        assert self.send("PUT", f"/invitation/accept/{code}", body) == {"status": "ok"}

    def send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        """What a client cannot send, sent without one."""
        headers = {"Content-Type": "application/json", "Fastly-Key": self.token}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@pytest.fixture(scope="package")
def place() -> Iterator[Place]:
    with MailCatcher() as mail, Ostiary(mail=mail) as server:
        yield furnished(server, mail)


def furnished(server: Ostiary, mail: MailCatcher) -> Place:
    """A server with its first account."""
    secret = server.folder / "password"
    secret.write_text(PASSWORD)
    made = json.loads(
        server.manage(
            *("bootstrap", "--account", "Acme", "--email", OWNER, "--name", "Olga Ohm"),
            *("--password-file", str(secret), "--with-token"),
        )
    )
    return Place(server.url, mail, made["account_id"], made["member_id"], made["token"])


@pytest.fixture
def python(place: Place) -> Iterator[fastly.ApiClient]:
    configuration = fastly.Configuration(host=place.url)
    configuration.api_token = place.token
    with fastly.ApiClient(configuration) as client:
        yield client


@pytest.fixture(scope="package")
def js(place: Place) -> Iterator[JavaScript]:
    client = JavaScript.start(place.url, place.token)
    yield client
    client.stop()


@pytest.fixture(scope="package")
def cli(place: Place, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    if not HAS_PROGRAM:
        pytest.skip(f"the lock has no command line for {MACHINE}")
    return CommandLine(place.url, place.token, tmp_path_factory.mktemp("home"))
