"""Whom a letter goes to, and how they read: in their language, by their clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation

from ..models import Member, Person, State


@dataclass(frozen=True)
class Reader:
    address: str
    language: str = settings.LANGUAGE_CODE
    time_zone: str = "UTC"

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Words, dates and times inside are the reader's."""
        with translation.override(self.language), timezone.override(_zone(self.time_zone)):
            yield


def person(reader: Person) -> Reader:
    return Reader(reader.address, reader.language, reader.time_zone)


def member(reader: Member) -> Reader:
    """An invited member may be a person known from elsewhere; only the letter to them shows it."""
    known = reader.person or Person.objects.filter(address_key=reader.address_key).first()
    return Reader(reader.address, known.language, known.time_zone) if known else Reader(reader.address)


def told(member: int, *, only: State | None = None) -> Member | None:
    """The member a letter is for: somebody who has joined and, where that is said, is `only` this now."""
    found = Member.objects.select_related("account", "person").filter(pk=member, person__isnull=False)
    if only:
        found = found.filter(states__until__isnull=True, states__state=only)
    return found.first()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
