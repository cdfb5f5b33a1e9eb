"""What several tests, or many stories in one test, may write to the database and find gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is taken back at its end, in which actions open theirs as if it were not there."""
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own test cases do
    with around:
        try:
            yield
        finally:
            transaction.set_rollback(True)
