"""Clients of the API: each sends a token of one member, as a program does, and reads every answer closely."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from ostiary.actions import tokens
from ostiary.actions.actors import operator
from ostiary.clock import now
from ostiary.models import Member
from tests.api.described import Described

Api = Callable[..., Described]


@pytest.fixture
def api() -> Api:
    """`api(olga)`: a client with a new token of hers; `api()` one without."""

    def client(member: Member | None = None, *, scopes: tuple[str, ...] = ("global",)) -> Described:
        return Described(headers={"Fastly-Key": secret_of(member, scopes)} if member else {})

    return client


@pytest.fixture
def in_one_hour() -> Iterator[None]:
    """The clock stands still: no new hour begins, in which writes are counted anew."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture
def client() -> Described:
    """One without a token."""
    return Described()


def secret_of(member: Member, scopes: tuple[str, ...] = ("global",)) -> str:
    made = tokens.create_for(operator(member.account_id), member.ref, name="test", scopes=list(scopes))
    return made["secret"]


def form(client: Client, method: str, path: str, body: str = "", **options: Any):
    return client.generic(method, path, body, "application/x-www-form-urlencoded", **options)
