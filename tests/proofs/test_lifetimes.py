"""How long a standing lasts, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from ostiary.proofs.lifetimes import Limits, Stood, asks_anew, over_since

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stood", "limits", "lasts"),
    [
        (Stood(NOON), Limits(60), 60),
        (Stood(NOON), Limits(None, 10), 10),
        (Stood(NOON, at(30)), Limits(None, 10), 40),
        (Stood(NOON, at(30)), Limits(35, 10), 35),
        (Stood(NOON, at(30)), Limits(60, 10), 40),
        (Stood(NOON, at(30), at(32)), Limits(60, 10), 32),
        (Stood(NOON, None, at(5)), Limits(), 5),
    ],
)
def test_the_first_end_counts(stood, limits, lasts):
    assert over_since(stood, limits, at(lasts) - timedelta(microseconds=1)) is None
    assert over_since(stood, limits, at(lasts)) == at(lasts)
    assert over_since(stood, limits, at(999)) == at(lasts)


def test_without_limits_it_lasts():
    assert over_since(Stood(NOON, NOON), Limits(), at(100_000)) is None


@pytest.mark.parametrize(
    ("over", "present", "asks"),
    [(None, None, False), (None, NOON, False), (NOON, None, True), (NOON, at(-1), True), (NOON, NOON, False)],
)
def test_presence_from_before_the_end_does_not_count(over, present, asks):
    assert asks_anew(over, present) is asks
