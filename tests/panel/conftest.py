"""The panel as its people use it: a client per member, signed in for real."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ostiary.clock import now
from ostiary.models import Member
from tests.cast import join, signed_in

Browser = Callable[..., Client]


@pytest.fixture
def browser() -> Browser:
    """`browser(olga)` is a browser in which Olga is signed in."""
    return lambda member, **proofs: signed_in(Client(), member, **proofs)


@pytest.fixture
def at() -> Callable[..., str]:
    """`at(acme, "service", ref)` is the address of a page in an account."""
    return lambda account, page, *refs: reverse(page, args=[account.ref, *refs])


@pytest.fixture
def statements() -> Callable[[Client, str], int]:
    """How many statements a page takes, once its visitor has been noticed in this minute."""

    def count(client: Client, address: str) -> int:
        with time_machine.travel(now(), tick=False):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def tess(acme) -> Member:
    """Somebody to whom no service and no workspace is open."""
    return join(acme, "Tess Teal", "tls_viewer")
