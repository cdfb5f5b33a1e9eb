"""Letters: asked for in the transaction of an action, and what became of them.

A job names the letter and what it is about, never a secret. What an invitation says of its letter
(queued, sent, failed) is changed here and where it is asked for, and only for its latest sending.
"""

from typing import Any

from django.db.models import QuerySet

from ..mail import letters
from ..mail.invitations import invitation as invitation_letter
from ..mail.ready import configured
from ..mail.smtp import Problem, Unsent
from ..models import Delivery, Invitation, Job, JobState
from ..models.rows import change
from . import jobs
from .act import Act
from .actors import system
from .kernel import action

KIND = "mail"
NOTHING_TO_SAY = "there was nothing left to say"


def send(act: Act, letter: str, **names: Any) -> None:
    """Ask for a letter of `mail/letters.py`. It leaves once the action's transaction has been kept."""
    letters.check(letter, names)
    job = jobs.queue(KIND, {"letter": letter, **names}, act.now)
    if not configured():
        change(job, state=JobState.FAILED, done_at=act.now, problem=Problem.NO_SERVER)


def delivered(job: Job) -> None:
    """The mail server has taken the letter."""
    if invitation := _invitation(job):
        _handed_over(system(invitation.account_id), invitation, job)
    else:
        jobs.done(job)


def dropped(job: Job) -> None:
    """What the letter was about is over: its invitation was sent anew, closed or accepted, say."""
    jobs.done(job, NOTHING_TO_SAY)


def unsent(job: Job, reason: Unsent) -> None:
    """The letter was not taken: it waits for its next attempt, or has failed when there is none."""
    invitation = _invitation(job)
    if not reason.final and jobs.put_off(job, str(reason)):
        if invitation:
            _latest(invitation, job).update(delivery_problem=reason.problem)
    elif invitation:
        _failed(system(invitation.account_id), invitation, job, reason)
    else:
        jobs.give_up(job, str(reason))


@action()
def _handed_over(act: Act, invitation: Invitation, job: Job) -> None:
    jobs.done(job)
    if not _latest(invitation, job).update(delivery=Delivery.SENT, delivery_problem=""):
        return act.nothing_changed()
    return act.record("invitation.handed_over", invitation, after={"number": invitation.number})


@action()
def _failed(act: Act, invitation: Invitation, job: Job, reason: Unsent) -> None:
    jobs.give_up(job, str(reason))
    if not _latest(invitation, job).update(delivery=Delivery.FAILED, delivery_problem=reason.problem):
        return act.nothing_changed()
    after = {"number": invitation.number, "problem": str(reason.problem)}
    return act.record("invitation.delivery_failed", invitation, after=after)


def _invitation(job: Job) -> Invitation | None:
    """The invitation that this very letter is for, unless it has been sent anew since."""
    if job.payload["letter"] != invitation_letter.__name__:
        return None
    return Invitation.objects.filter(pk=job.payload["invitation"], number=job.payload["number"]).first()


def _latest(invitation: Invitation, job: Job) -> "QuerySet[Invitation]":
    """Looked up under the lock: a sending that came meanwhile has its own letter. Sent stays sent."""
    this_letter = Invitation.objects.filter(pk=invitation.pk, number=job.payload["number"])
    return this_letter.exclude(delivery=Delivery.SENT)
