"""A server as strangers meet it, with one account, its owner's password and a superuser's token."""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.cast import PASSWORD
from tests.servers import MailCatcher, Ostiary

OWNER = "olga@example.com"
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
        body = {"marketing_opt_in": False, "name": name, "password": "a marble lantern drifts on tuesday"}
        assert self.send("PUT", f"/invitation/accept/{code}", body) == {"status": "ok"}

    def send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        """What a client cannot send, sent without one."""
        headers = {"Content-Type": "application/json", "Fastly-Key": self.token}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with MailCatcher() as mail, Ostiary(mail=mail) as server:
        secret = server.folder / "password"
        secret.write_text(PASSWORD)
        made = json.loads(
            server.manage(
                *("bootstrap", "--account", "Acme", "--email", OWNER, "--name", "Olga Ohm"),
                *("--password-file", str(secret), "--with-token"),
            )
        )
        yield Place(server.url, mail, made["account_id"], made["member_id"], made["token"])
