"""How many requests are worked on at once, and with how many connections to the database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from django.db import connection, connections

from ostiary.web.seats import Seats, seated
from tests.servers import wait_until
from tests.threads import at_once

pytestmark = [pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

NUMBER = 3
VISITORS = 20


@pytest.fixture
def seats() -> Iterator[Seats]:
    made = Seats(NUMBER)
    yield made
    for _ in range(NUMBER):
        made._kept.pop().close()


class Asking:
    """Counts who asks the database at the same time, and by which connections."""

    def __init__(self) -> None:
        self.lock, self.now, self.most, self.used = Lock(), 0, 0, set[int]()

    def __call__(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        with self.lock:
            self.used.add(id(connections["default"]))
            self.now -= 1


def test_however_many_come_so_many_ask_at_once_by_as_many_connections(seats):
    asking = Asking()

    def come() -> bool:
        with seats.one():
            asking()
        return bool(connections.all(initialized_only=True))

    kept = at_once(*[come] * VISITORS)

    assert asking.most <= NUMBER
    assert len(asking.used) <= NUMBER
    assert not any(kept), "whoever left kept a connection"


def test_one_after_the_other_share_one_connection(seats):
    asking = Asking()

    for _ in range(VISITORS):
        with seats.one():
            asking()

    assert len(asking.used) == 1


def test_whoever_has_waited_longest_comes_next():
    only, came = Seats(1), []

    def come(number: int) -> None:
        with only.one():
            came.append(number)

    with ThreadPoolExecutor(VISITORS) as visitors, only.one():
        for number in range(VISITORS):
            visitors.submit(come, number)
            wait_until(lambda: len(only._waiting) > number, "they wait")

    assert came == list(range(VISITORS))


def test_a_seat_is_left_when_the_work_in_it_breaks(seats):
    for _ in range(2 * NUMBER):
        with pytest.raises(ZeroDivisionError), seats.one():
            1 / 0  # noqa: B018


def test_an_answer_is_whole_and_ended_before_anybody_reads_it():
    """Whoever reads a byte a minute keeps nobody's seat."""
    only = Seats(1)
    ended = []

    class Answer:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"one ", b"two")

        def close(self) -> None:
            ended.append(connections.all(initialized_only=True))

    application = seated(lambda environ, start_response: Answer(), only)

    assert [application({}, print) for _ in range(2)] == [[b"one two"]] * 2
    assert all(ended), "not in the seat"
