"""Work that waits or has failed."""

from collections.abc import Iterator
from datetime import timedelta

from ...actions.housekeeping import JOBS_LAST
from ...clock import now
from ...models import Job, JobState
from .finding import Finding, ok, problem, warning
from .mail import in_words

LATE = timedelta(minutes=10)


def inspect() -> Iterator[Finding]:
    late = Job.objects.filter(state=JobState.WAITING, attempts=0, due_at__lt=now() - LATE).count()
    if late:
        yield problem("jobs", f"{late} jobs wait and nobody takes them. Is `ostiary serve` running?")
    trying = Job.objects.filter(state=JobState.WAITING, attempts__gt=0).exclude(problem="")
    for problem_text in set(trying.values_list("problem", flat=True)[:100]):
        yield warning("jobs", f"Letters are tried again: {in_words(problem_text)}")
    failed = Job.objects.filter(state=JobState.FAILED).order_by("-done_at")
    if count := failed.count():
        newest = failed[0]
        yield warning(
            "jobs",
            f"{count} have failed in the last {JOBS_LAST.days} days, "
            f"the latest at {newest.done_at:%F %T} UTC: {in_words(newest.problem)}",
        )
    if not late and not count:
        yield ok("jobs", "None has failed, none is late.")
