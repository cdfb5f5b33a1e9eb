"""Others who act at the same instant: threads of this process, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from ostiary.access.refusals import Refusal
from tests.servers import PATIENCE


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Let go by a barrier. What each returned, or the refusal it met; anything else is a failure."""
    start = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[number] = deed()
        except BaseException as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Refusal):
            raise answer
    return answers


def refusals(answers: list[Any]) -> list[str]:
    return [answer.code for answer in answers if isinstance(answer, Refusal)]


@contextmanager
def held_up(*rows: Model, seconds: float | None = None) -> Iterator[None]:
    """Somebody else holds the locks of these (on SQLite: everybody's), for so long or until its end."""
    locked, ended = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                for row in rows:
                    type(row).objects.select_for_update().get(pk=row.pk)
                locked.set()
                ended.wait(seconds)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert locked.wait(PATIENCE), "nobody got the locks"
        yield
    finally:
        ended.set()
        holder.join()
