"""A pass: a superuser lets a member of their account enrol a second factor anew, for that account alone."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .refs import Ref

# How long a member may come in by a pass.
LIFE = timedelta(hours=24)
# How long a mailed code is good for.
CODE_LIFE = timedelta(minutes=15)


class Pass(models.Model):
    """It is over with what it was for, and in any case at its planned end, by the clock."""

    ref = Ref()
    member = models.ForeignKey("Member", models.CASCADE, related_name="passes")
    giver = models.ForeignKey("Member", models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Wrong codes since it was given; at the cap it ends.
    failures = models.IntegerField(default=0)
    # The session in which its code was typed last: it alone may enrol by the pass.
    session = models.ForeignKey("Session", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at__isnull=True), name="one_pass")
        ]


class PassCode(models.Model):
    """A letter with codes that a person asked for, one for each pass of theirs; there may be none.

    The codes are derived from the row when the letter is sent. The next letter ends them, and so does the
    first of them that is used.
    """

    ref = Ref()
    person = models.ForeignKey("Person", models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
