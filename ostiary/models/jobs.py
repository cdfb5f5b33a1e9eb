"""Work that outlives a request: rows of the transaction that asked for it."""

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """At least once: a lease that runs out gives the job to the next worker."""

    kind = models.CharField(max_length=40)
    # Names what to do, never a secret.
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=JobState.choices, default=JobState.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=40, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="job_queue")]
