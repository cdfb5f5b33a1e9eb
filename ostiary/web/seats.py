"""As many requests are worked on at once as a process has seats, each with a database connection that stays.

Threads that wait for the rest of a form (arriving.py) or for a seat are many, cost little and have none. An
answer is made whole before its seat is left, so that whoever reads it slowly keeps none taken.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .health import Application


class Seats:
    """Whoever has waited longest comes next."""

    def __init__(self, number: int) -> None:
        self._lock = Lock()
        self._waiting: deque[Turn] = deque()
        # The one left last is taken first: where one is enough, one connection is opened.
        self._kept = [_a_connection() for _ in range(number)]

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a seat, and keep it until the end of the block."""
        connection = self._take()
        connections[DEFAULT_DB_ALIAS] = connection
        try:
            yield
        finally:
            del connections[DEFAULT_DB_ALIAS]
            self._leave(connection)

    def _take(self) -> BaseDatabaseWrapper:
        with self._lock:
            if self._kept:
                return self._kept.pop()
            turn = Turn()
            self._waiting.append(turn)
        return turn.wait()

    def _leave(self, connection: BaseDatabaseWrapper) -> None:
        with self._lock:
            if not self._waiting:
                self._kept.append(connection)
                return
            turn = self._waiting.popleft()
        turn.come(connection)


class Turn:
    """Of one who waits: a lock that is opened when the seat is theirs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lock.acquire()

    def wait(self) -> BaseDatabaseWrapper:
        self._lock.acquire()
        return self._connection

    def come(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._lock.release()


def _a_connection() -> BaseDatabaseWrapper:
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    connection.inc_thread_sharing()  # by one thread after the other
    return connection


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
