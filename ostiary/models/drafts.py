"""A draft: choices in the making, so that steps, pages and searches work without JavaScript."""

from datetime import timedelta

from django.db import models

from .refs import Ref

LIFE = timedelta(hours=24)


class Draft(models.Model):
    ref = Ref()
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    author = models.ForeignKey("Member", models.CASCADE, related_name="drafts")
    # Whom it is about; null while somebody is being invited.
    subject = models.ForeignKey("Member", models.CASCADE, null=True, related_name="+")
    # The subject's version when the draft began.
    version = models.IntegerField(default=0)
    choices = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="draft_expiry")]
