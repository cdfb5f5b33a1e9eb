"""As many requests are worked on at once as a process has seats, each with a database connection that stays.

Threads that wait for the rest of a form (arriving.py) or for a seat are many, cost little and have none. An
answer is made whole before its seat is left, so that whoever reads it slowly keeps none taken.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .health import Application


class Seats:
    def __init__(self, number: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        # Whoever comes next takes the one left last: where one is enough, one connection is opened.
        self._kept: list[BaseDatabaseWrapper] = []
        for _ in range(number):
            connection = connections.create_connection(DEFAULT_DB_ALIAS)
            connection.inc_thread_sharing()  # by one thread after the other
            self._leave(connection)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a seat, and keep it until the end of the block."""
        self._free.get()
        connection = self._kept.pop()
        connections[DEFAULT_DB_ALIAS] = connection
        try:
            yield
        finally:
            del connections[DEFAULT_DB_ALIAS]
            self._leave(connection)

    def _leave(self, connection: BaseDatabaseWrapper) -> None:
        self._kept.append(connection)
        self._free.put(None)


def seated(application: Callable[..., Any], seats: Seats) -> Application:
    """The application, worked on in a seat until its answer is whole."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with seats.one():
            response = application(environ, start_response)
            try:
                return [b"".join(response)]
            finally:
                response.close()  # which ends the request for Django

    return answer
