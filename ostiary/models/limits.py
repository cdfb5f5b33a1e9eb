"""Counters and one-time keys that must hold across processes, so they are rows."""

from django.db import models


class Throttle(models.Model):
    """How often something was tried in a window. Committed before what it guards is checked."""

    key = models.CharField(max_length=64, unique=True)
    window_ends_at = models.DateTimeField()
    count = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["window_ends_at"], name="throttle_expiry")]


class OnceKey(models.Model):
    """A form's one-time key and the first answer it got: a double click returns that answer."""

    key = models.CharField(max_length=64, unique=True)
    sealed_result = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="once_key_expiry")]
