"""Counting what a request costs the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import Atomic

from ostiary.models import Member
from tests.authenticator import Authenticator
from tests.keys import give_key


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Iterator[list[str]]]:
    """`with commits() as made`: a line for every durable transaction and for every write outside of one."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        made: list[str] = []
        entered = Atomic.__enter__

        def enter(self: Atomic) -> None:
            if self.durable:
                made.append("transaction")
            entered(self)

        depth = len(connection.savepoint_ids)

        def watch(execute, sql, params, many, context):
            if (
                sql.lstrip()[:6].lower() in ("insert", "update", "delete")
                and len(connection.savepoint_ids) == depth
            ):
                made.append(sql)
            return execute(sql, params, many, context)

        with monkeypatch.context() as patched, connection.execute_wrapper(watch):
            patched.setattr(Atomic, "__enter__", enter)
            yield made

    return counting


@pytest.fixture
def key(olga: Member) -> Authenticator:
    """Olga's passkey."""
    return give_key(olga.person)


@pytest.fixture
def mail(settings: Any) -> None:
    """A server that has a mail server to hand letters to."""
    settings.CONFIG = replace(settings.CONFIG, mail=replace(settings.CONFIG.mail, host="mail.example.com"))
