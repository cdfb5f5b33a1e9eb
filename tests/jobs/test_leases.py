"""One worker at a time has a job, and no job is lost with its worker."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connections

from ostiary.actions import jobs
from ostiary.clock import now
from ostiary.jobs import runner
from ostiary.models import Job
from tests.servers import PATIENCE

SOME_DAY = datetime.fromisoformat("2031-05-12T12:00:00+00:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(SOME_DAY, tick=False) as clock:
        yield clock


def queue(count: int = 1) -> None:
    for number in range(count):
        jobs.queue("test", {"number": number}, now())


def test_a_job_that_one_worker_has_is_not_given_to_another(db, clock):
    queue()
    assert jobs.lease("first") is not None
    assert jobs.lease("second") is None


def test_the_oldest_job_comes_first_and_one_that_is_not_due_waits(db, clock):
    queue(2)
    Job.objects.filter(payload__number=0).update(due_at=now() + MINUTE)
    assert jobs.lease("worker").payload == {"number": 1}
    assert jobs.lease("worker") is None
    clock.shift(MINUTE)
    assert jobs.lease("worker").payload == {"number": 0}


def test_a_dead_workers_job_goes_to_the_next_when_the_lease_has_run_out(db, clock):
    queue()
    dead = jobs.lease("dead")
    clock.shift(jobs.LEASE - timedelta(seconds=1))
    assert jobs.lease("next") is None
    assert jobs.still_held(dead)
    clock.shift(timedelta(seconds=1))
    assert not jobs.still_held(dead)
    taken = jobs.lease("next")
    assert (taken.attempts, taken.lease_owner) == (2, "next")


def test_a_worker_that_lost_its_lease_changes_nothing(db, clock):
    queue()
    late = jobs.lease("late")
    clock.shift(jobs.LEASE)
    taken = jobs.lease("next")
    jobs.put_off(late, "too late")
    assert not jobs.done(late)
    assert not jobs.give_up(late, "too late")
    taken.refresh_from_db()
    assert (taken.state, taken.lease_owner, taken.problem) == ("waiting", "next", "")


def test_it_waits_a_minute_then_twice_as_long_each_time_up_to_a_day(db, clock):
    queue()
    waited = []
    while jobs.put_off(jobs.lease("worker"), "no luck"):
        due = Job.objects.get().due_at
        waited.append((due - now()) // MINUTE)
        clock.move_to(due)
    assert waited[:4] == [1, 2, 4, 8]
    assert sum(waited) == 24 * 60


def test_a_job_that_breaks_is_put_off_and_the_next_one_is_done(db, clock, monkeypatch):
    done = []

    def perform(job):
        if job.payload["number"] == 0:
            raise LookupError("a name that must not be kept")
        done.append(job.payload["number"])
        jobs.done(job)

    monkeypatch.setitem(runner.KINDS, "test", perform)
    queue(2)
    while runner.work_once("worker"):
        pass
    assert done == [1]
    assert Job.objects.get(payload__number=0).problem == "broke: LookupError"


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_every_job_once():
    queue(30)
    taken: list[int] = []

    def work(name: str) -> None:
        try:
            while job := jobs.lease(name):
                taken.append(job.pk)
                jobs.done(job)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(f"worker-{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    # A worker that finds what it looked at taken by others may go home early; nothing is done twice.
    assert len(taken) == len(set(taken))
    work("last")
    assert len(taken) == 30


@pytest.mark.django_db(transaction=True)
def test_the_worker_stops_when_it_is_told_to_and_wakes_up_soon(monkeypatch):
    seen = threading.Event()
    monkeypatch.setitem(runner.KINDS, "test", lambda job: (jobs.done(job), seen.set()))
    stop = threading.Event()
    thread = threading.Thread(target=runner.work, args=(stop.is_set,))
    thread.start()
    try:
        queue()
        assert seen.wait(PATIENCE)
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()
