"""Histories: rows that hold from one instant until another, and are ended rather than deleted.

A row holds in [since, until). At most one row per key is current (`until` is null); a partial unique
index keeps it so. A *planned* end stands in `ends_at` and is honoured by the clock, whether or not a
job has run. Any past moment is a query.
"""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q


class HistoryQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def at(self, moment: datetime) -> Self:
        """Those that held then."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)

    def end(self, moment: datetime) -> int:
        """End the current rows of this set. They stay where they are, as the past."""
        return self.current().update(until=moment)


class History(models.Model):
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        abstract = True


def one_current(*fields: str, name: str) -> models.UniqueConstraint:
    """At most one current row per key."""
    return models.UniqueConstraint(fields=fields, condition=Q(until__isnull=True), name=name)


def ends_after_it_began(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name=name)
