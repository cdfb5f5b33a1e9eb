"""The trail: one row per thing done, chained, written in the transaction of the thing itself."""

from django.db import models
from django.db.models import Q

from .refs import Ref


class Event(models.Model):
    """An event belongs to one trail: an account's, a person's, or (with neither) the server's.

    `body` is what the chain covers. Personal values stand in it as salted digests; their texts and
    salts stand in `personal`, so that erasing a person leaves the chain whole.
    """

    ref = Ref()
    account = models.ForeignKey("Account", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("Person", models.CASCADE, null=True, related_name="+")
    number = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    # Public ids for filters: who did it, with which token, to whom or what.
    actor_ref = models.CharField(max_length=22, blank=True)
    token_ref = models.CharField(max_length=22, blank=True)
    target_ref = models.CharField(max_length=22, blank=True)
    body = models.JSONField()
    personal = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "number"], condition=Q(account__isnull=False), name="account_trail"
            ),
            models.UniqueConstraint(
                fields=["person", "number"], condition=Q(person__isnull=False), name="person_trail"
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(account__isnull=True, person__isnull=True),
                name="server_trail",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "at"], name="event_by_time"),
            models.Index(fields=["account", "name", "at"], name="event_by_name"),
            models.Index(fields=["account", "actor_ref", "at"], name="event_by_actor"),
            models.Index(fields=["account", "target_ref", "at"], name="event_by_target"),
            models.Index(
                fields=["account", "token_ref", "at"], condition=~Q(token_ref=""), name="event_by_token"
            ),
        ]
