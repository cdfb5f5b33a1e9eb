"""What no page of the server does yet, done in its database: single sign-on in use, and time that passed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.servers import Ostiary

OFFER_SSO = """
update ostiary_accountsettings set sso = 'optional'
where until is null and name in ({names})
"""
FORGET_PRESENCE = """
update ostiary_session set sudo_at = null
where person_id = (select id from ostiary_person where address_key = ?)
"""
FORGET_OWN_PROOFS = """
update ostiary_session set methods = '[]'
where person_id = (select id from ostiary_person where address_key = ?)
"""


def offer_sso(server: Ostiary, *accounts: str) -> None:
    """As if these accounts had set up single sign-on, for whoever wants to use it."""
    with database(server) as connection:
        connection.execute(OFFER_SSO.format(names=", ".join("?" * len(accounts))), accounts)


def came_by_provider(server: Ostiary, address: str) -> None:
    """As if an account's provider had opened somebody's sessions, which proves nothing elsewhere."""
    with database(server) as connection:
        connection.execute(FORGET_OWN_PROOFS, [address])


def forget_presence(server: Ostiary, address: str) -> None:
    """As if somebody's last proof of presence was long ago."""
    with database(server) as connection:
        connection.execute(FORGET_PRESENCE, [address])


@contextmanager
def database(server: Ostiary) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(server.data / "ostiary.sqlite3", timeout=20)) as connection, connection:
        yield connection
