"""Passes that count now: in time, and given by somebody who still could give them."""

from datetime import datetime

from django.db.models import QuerySet

from ..access.decisions import decide
from ..models import Pass
from ..models.people import NOBODY
from .access import access_of

GIVES = "members.allow_new_factor"


def live(now: datetime) -> "QuerySet[Pass]":
    """Those that nobody has ended and that have not run out."""
    return Pass.objects.filter(ended_at__isnull=True, ends_at__gt=now)


def of_member(member_id: int, now: datetime) -> Pass | None:
    return live(now).filter(member=member_id).first()


def usable_by(person_id: int, now: datetime) -> list[Pass]:
    """Those of one person. Whoever gave one must still be able to, or it opens nothing.

    Where there is no pass, the same question is asked about nobody, so that the answer takes as long.
    """
    found = list(live(now).filter(member__person=person_id).select_related("member").order_by("pk"))
    givers = {one.giver_id for one in found} or {NOBODY}
    able = {giver for giver in givers if decide(access_of(giver, now), GIVES)}
    return [one for one in found if one.giver_id in able]


def entered(member_id: int, session_id: int, now: datetime) -> Pass | None:
    """The pass whose code was typed in this very session."""
    return live(now).filter(member=member_id, session=session_id).first()
