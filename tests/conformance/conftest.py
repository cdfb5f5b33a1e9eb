"""A server as strangers meet it, with one account, its owner's password and a superuser's token."""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.cast import PASSWORD
from tests.servers import MailCatcher, Ostiary

OWNER = "olga@example.com"


class Place(NamedTuple):
    url: str
    mail: MailCatcher
    account: str
    owner: str
    token: str


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with MailCatcher() as mail, Ostiary(mail=mail, OSTIARY_NAME="Ostiary") as server:
        secret = server.folder / "password"
        secret.write_text(PASSWORD)
        made = json.loads(
            server.manage(
                *("bootstrap", "--account", "Acme", "--email", OWNER, "--name", "Olga Ohm"),
                *("--password-file", str(secret), "--with-token"),
            )
        )
        yield Place(server.url, mail, made["account_id"], made["member_id"], made["token"])
