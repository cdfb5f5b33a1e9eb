"""Invitations as the account sees them: those that are open, and those that ran out or were declined."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Account, Invitation, Outcome, State
from .paging import Order, Page, Window, page
from .sql import rows

NEWEST_FIRST = Order("id", cursor="ref", descending=True)
FIRST_PAGE = Window()
# As many stand on the users page; beyond that they have pages of their own.
FEW = 20


class Which(StrEnum):
    """The two lists: what can still be accepted, and what expired or was declined."""

    PENDING = "pending"
    PAST = "past"


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

    def has_expired(self, now: datetime) -> bool:
        return self.outcome == Outcome.PENDING and self.expires_at <= now


class Counts(NamedTuple):
    pending: int
    past: int


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


OPEN = f"""
select count(*) from ostiary_invitation
 where account_id = %(account)s and outcome = '{Outcome.PENDING}' and expires_at > %(now)s
"""  # noqa: S608 (a constant of ours)


def counts(account_id: int, now: datetime) -> Counts:
    """How many stand on each list: one statement."""
    each = {which: _number(_of(account_id, which, now)) for which in Which}
    return Counts(*Account.objects.filter(pk=account_id).values_list(each["pending"], each["past"]).get())


def count_open(account_id: int, now: datetime) -> int:
    """How many can still be accepted."""
    return int(rows(OPEN, {"account": account_id, "now": now})[0][0])


def _number(found: "QuerySet[Any]") -> Any:
    return Coalesce(Subquery(found.order_by().values("account").annotate(n=Count("pk")).values("n")), 0)


def first(account_id: int, which: Which, now: datetime) -> list[InvitationRow]:
    """The newest few of a list: one statement."""
    found = _of(account_id, which, now).order_by("-id").values_list(*FIELDS)[:FEW]
    return [InvitationRow(*row) for row in found]


def listed(account_id: int, which: Which, now: datetime, window: Window = FIRST_PAGE) -> Page[InvitationRow]:
    """One page of a list, the newest first."""
    return page(_of(account_id, which, now), FIELDS, InvitationRow, NEWEST_FIRST, window)


def one(account_id: int, ref: str) -> InvitationRow | None:
    found = Invitation.objects.filter(account=account_id, ref=ref).annotate(address=F("member__address"))
    row = found.values_list(*FIELDS).first()
    return InvitationRow(*row) if row else None


def _of(account_id: int, which: Which, now: datetime) -> "QuerySet[Any]":
    found = Invitation.objects.filter(account=account_id).annotate(address=F("member__address"))
    if which == Which.PENDING:
        return found.filter(outcome=Outcome.PENDING, expires_at__gt=now)
    return _past(found, now)


def _past(found: "QuerySet[Any]", now: datetime) -> "QuerySet[Any]":
    """Nobody was invited anew in their place, and nobody has joined or left by another way since."""
    over = Q(outcome=Outcome.PENDING, expires_at__lte=now) | Q(outcome=Outcome.DECLINED)
    waiting = Q(member__states__until__isnull=True, member__states__state=State.INVITED)
    newer = Invitation.objects.filter(member=OuterRef("member"), pk__gt=OuterRef("pk"))
    return found.filter(over, waiting).exclude(Exists(newer))
