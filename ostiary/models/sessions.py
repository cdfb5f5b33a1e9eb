"""A session is a browser in which a person has proved something; a standing, what opens one account.

The cookie is 256 random bits; the row keeps its digest.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .refs import Ref

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=1)
SUDO = timedelta(minutes=5)
# A sign-in that waits for its second factor.
HALF_WAY = timedelta(minutes=10)


class Session(models.Model):
    ref = Ref()
    person = models.ForeignKey("Person", models.CASCADE, related_name="sessions")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    # What the person's own sign-in proved (proofs/standings.py). An account's provider proves nothing here.
    methods = models.JSONField(default=list)
    # The latest proof of presence.
    sudo_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="session_now")]


class Standing(models.Model):
    """What a session has proved for one account, how and when. Ends with the membership."""

    # Shown to the account; the session's own id is the person's.
    ref = Ref()
    session = models.ForeignKey(Session, models.CASCADE, related_name="standings")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    member = models.ForeignKey("Member", models.CASCADE, related_name="standings")
    # The proofs it rests on: the session's at that time; later the provider's.
    methods = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    # Noted where the account limits how long it may be left alone.
    last_seen_at = models.DateTimeField(null=True)
    # When a superuser ended it. The row stays the current one until presence is proved anew.
    asked_again_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "account"], condition=Q(ended_at__isnull=True), name="one_standing"
            )
        ]
        indexes = [
            models.Index(fields=["member"], condition=Q(ended_at__isnull=True), name="standing_of_member")
        ]


class SignIn(models.Model):
    """A sign-in that is half-way: the password was right, the second factor is still to come."""

    person = models.ForeignKey("Person", models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
