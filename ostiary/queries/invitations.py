"""Invitations as the account sees them: those that are open, and those that ran out or were declined."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..models import Invitation, Outcome, State
from .choices import Totals
from .paging import Order, Page, Window, page
from .reach import Reach, reach_of

NEWEST_FIRST = Order("id", cursor="ref", descending=True)
FIRST_PAGE = Window()
SIZE = 20

FIELDS = (
    "ref",
    "address",
    "member_id",
    "member__ref",
    "outcome",
    "sent_at",
    "expires_at",
    "closed_at",
    "delivery",
    "delivery_problem",
    "inviter__address",
)


class InvitationRow(NamedTuple):
    ref: str
    address: str
    member_id: int
    member_ref: str
    outcome: str
    sent_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    delivery: str
    problem: str
    inviter_address: str | None
    reach: Reach | None = None


Found = Page[InvitationRow]


def pending(account_id: int, totals: Totals, now: datetime, window: Window = FIRST_PAGE) -> Found:
    """Those that can still be accepted, with what they promise."""
    found = _of(account_id).filter(outcome=Outcome.PENDING, expires_at__gt=now)
    return _with_reach(page(found, FIELDS, InvitationRow, NEWEST_FIRST, window, SIZE), totals, now)


def lapsed(account_id: int, totals: Totals, now: datetime, window: Window = FIRST_PAGE) -> Found:
    """Those that expired or were declined, while nobody was invited anew in their place."""
    over = Q(outcome=Outcome.PENDING, expires_at__lte=now) | Q(outcome=Outcome.DECLINED)
    newer = Invitation.objects.filter(member=OuterRef("member"), pk__gt=OuterRef("pk"))
    waiting = Q(member__states__until__isnull=True, member__states__state=State.INVITED)
    found = _of(account_id).filter(over, waiting).exclude(Exists(newer))
    return _with_reach(page(found, FIELDS, InvitationRow, NEWEST_FIRST, window, SIZE), totals, now)


def one(account_id: int, ref: str) -> InvitationRow | None:
    row = _of(account_id).filter(ref=ref).values_list(*FIELDS).first()
    return InvitationRow(*row) if row else None


def open_for_member(member_id: int, now: datetime) -> InvitationRow | None:
    """The invitation that an invited member can still accept."""
    found = Invitation.objects.filter(member=member_id, outcome=Outcome.PENDING, expires_at__gt=now)
    row = found.annotate(address=F("member__address")).values_list(*FIELDS).first()
    return InvitationRow(*row) if row else None


def _of(account_id: int) -> "QuerySet[Any]":
    return Invitation.objects.filter(account=account_id).annotate(address=F("member__address"))


def _with_reach(found: Found, totals: Totals, now: datetime) -> Found:
    reach = reach_of([row.member_id for row in found.rows], totals, now)
    return found._replace(rows=[row._replace(reach=reach[row.member_id]) for row in found.rows])
