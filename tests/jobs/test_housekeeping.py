"""What had to last a while is cleared away after it, and not before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from time_machine import Traveller

from ostiary.actions import housekeeping
from ostiary.actions.accounts import update
from ostiary.clock import now
from ostiary.models import Draft, Job, OnceKey, PasskeyChallenge, PasswordReset, SignIn, Throttle
from tests.cast import acting

SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def left_after(clock: Traveller, life: timedelta, clear, kind) -> tuple[int, int]:
    """How many rows of a kind are left just before their time, and just after it."""
    clock.shift(life - SECOND)
    clear()
    before = kind.objects.count()
    clock.shift(2 * SECOND)
    clear()
    return before, kind.objects.count()


def test_first_answers_are_kept_for_ten_minutes(acme, olga, clock):
    update(replace(acting(olga), once="a click"), name="Acme Weather")
    assert left_after(clock, timedelta(minutes=10), housekeeping.clear_once_keys, OnceKey) == (1, 0)


def test_drafts_half_way_sign_ins_challenges_and_windows_go_with_their_time(acme, olga, clock):
    kinds, ends = (Draft, SignIn, PasskeyChallenge, Throttle), now() + timedelta(hours=1)
    Draft.objects.create(account=acme, author=olga, created_at=now(), expires_at=ends)
    SignIn.objects.create(person=olga.person, digest=b"x" * 32, created_at=now(), expires_at=ends)
    PasskeyChallenge.objects.create(digest=b"x" * 32, created_at=now(), expires_at=ends)
    Throttle.objects.create(key="x", window_ends_at=ends)
    clock.move_to(ends - SECOND)
    housekeeping.clear_expired()
    assert [kind.objects.count() for kind in kinds] == [1, 1, 1, 1]
    clock.move_to(ends + SECOND)
    housekeeping.clear_expired()
    assert [kind.objects.count() for kind in kinds] == [0, 0, 0, 0]


def test_ways_to_a_new_password_are_told_of_for_thirty_days(db, clock):
    PasswordReset.objects.create(requested_at=now(), expires_at=now())
    assert left_after(clock, timedelta(days=30), housekeeping.clear_expired, PasswordReset) == (1, 0)


def test_closed_jobs_are_kept_for_thirty_days_and_waiting_ones_for_good(db, clock):
    for state in ("done", "failed"):
        Job.objects.create(kind="x", state=state, created_at=now(), due_at=now(), done_at=now())
    Job.objects.create(kind="x", created_at=now(), due_at=now())
    assert left_after(clock, timedelta(days=30), housekeeping.clear_jobs, Job) == (3, 1)
