"""The job of sending one letter."""

from functools import partial

from ..actions import jobs, outbox
from ..clock import now
from ..mail import smtp
from ..mail.letter import Letter
from ..mail.letters import compose
from ..mail.message import message, message_id
from ..mail.ready import server
from ..mail.smtp import Problem, Unsent
from ..models import Job
from .insisting import insist


def perform(job: Job) -> None:
    """Write the letter as it is now and hand it over; then say so at once, or it would be sent again."""
    letter = compose(**job.payload, at=job.created_at)
    if letter is None:
        return outbox.dropped(job)
    if not jobs.still_held(job):
        return None
    try:
        _hand_over(job, letter)
        outcome = partial(outbox.delivered, job)
    except Unsent as reason:
        outcome = partial(outbox.unsent, job, reason)
    return insist(outcome, until=job.lease_until)


def _hand_over(job: Job, letter: Letter) -> None:
    mail_server = server()
    if mail_server is None:
        raise Unsent(Problem.NO_SERVER, "none is configured")
    name = message_id(job.pk, job.created_at)
    try:
        mail = message(letter, sender=mail_server.sender, message_id=name, date=now())
    except ValueError as error:
        raise Unsent(Problem.SENDER, error) from error
    smtp.hand_over(mail, mail_server)
