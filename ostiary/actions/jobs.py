"""Jobs: taken by one worker at a time, done at least once, tried again later, given up at last.

A lease is a conditional update in a transaction of its own, which both databases keep: of two workers that
saw the same job waiting, one changes a row. A worker that dies leaves its lease to run out.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from ..clock import now
from ..models import Job, JobState
from ..models.rows import insert

# Longer than any job takes; after a crash, this long passes before another worker has the job.
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
# A job that has failed for this long is given up.
LONGEST_AGE = timedelta(hours=24)
LONGEST_PROBLEM = 300
# How many waiting jobs a worker looks at before it lets others go first.
LOOK_AT = 10


def queue(kind: str, payload: dict[str, Any], at: datetime) -> Job:
    """Ask for work, in the transaction of the action that wants it done."""
    return insert(Job(kind=kind, payload=payload, created_at=at, due_at=at))


def lease(worker: str) -> Job | None:
    """Take the job that has been due the longest and nobody holds."""
    moment = now()
    free = _free(moment).order_by("due_at", "pk").values_list("pk", flat=True)
    for pk in free[:LOOK_AT]:
        taken = (
            _free(moment)
            .filter(pk=pk)
            .update(lease_owner=worker, lease_until=moment + LEASE, attempts=F("attempts") + 1)
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def still_held(job: Job) -> bool:
    """Whether the lease still holds: a worker that was stopped for a while may have lost it to another."""
    return _held(job).filter(lease_until__gt=now()).exists()


def done(job: Job, note: str = "") -> bool:
    """Close the job. False if another worker has it by now."""
    return _close(job, JobState.DONE, note)


def give_up(job: Job, problem: str) -> bool:
    """Close the job as failed; it stays visible to `ostiary check` until it is cleared away."""
    return _close(job, JobState.FAILED, problem)


def put_off(job: Job, problem: str) -> bool:
    """Let the job wait: a minute, then twice as long each time. False when its time is over: give it up."""
    last = job.created_at + LONGEST_AGE
    if now() >= last:
        return False
    due = min(now() + FIRST_WAIT * 2 ** min(job.attempts - 1, 20), last)
    _held(job).update(due_at=due, lease_until=None, lease_owner="", problem=problem[:LONGEST_PROBLEM])
    return True


def _free(moment: datetime) -> "QuerySet[Job]":
    unheld = Q(lease_until__isnull=True) | Q(lease_until__lte=moment)
    return Job.objects.filter(unheld, state=JobState.WAITING, due_at__lte=moment)


def _held(job: Job) -> "QuerySet[Job]":
    return Job.objects.filter(pk=job.pk, state=JobState.WAITING, lease_owner=job.lease_owner)


def _close(job: Job, state: JobState, problem: str) -> bool:
    closed = _held(job).update(
        state=state, done_at=now(), lease_until=None, lease_owner="", problem=problem[:LONGEST_PROBLEM]
    )
    return bool(closed)
