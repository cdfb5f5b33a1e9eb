"""What a company says of itself: profile and owner; and who can be named as owner or contact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from ..models import Account, MemberRole, MemberState, State
from ..proofs.addresses import BadAddress, address_key
from ..proofs.names import name_key

# A menu longer than this is searched, not read.
MOST = 20


class Company(NamedTuple):
    name: str
    phone: str
    postal_address: str
    created_at: datetime
    owner_ref: str
    owner_name: str
    owner_address: str


class Candidate(NamedTuple):
    """An active member who can be named as owner or contact."""

    id: int
    ref: str
    name: str
    address: str


def company(account_id: int) -> Company:
    current = {"settings__until__isnull": True, "ownerships__until__isnull": True}
    owner = {"ownerships__member__states__until__isnull": True}
    row = Account.objects.filter(pk=account_id, **current, **owner).values_list(
        "settings__name",
        "settings__phone",
        "settings__postal_address",
        "created_at",
        "ownerships__member__ref",
        "ownerships__member__states__name",
        "ownerships__member__address",
    )
    return Company(*row.get())


def candidates(
    account_id: int, *, search: str = "", besides: Iterable[str] = ()
) -> tuple[list[Candidate], int]:
    """The first active members that match a search, and how many do."""
    found = _active(account_id).exclude(member__ref__in=list(besides))
    if search:
        key = name_key(search)
        found = found.filter(Q(sort_key__contains=key) | Q(member__address_key__contains=key))
    rows = found.order_by("sort_key", "member").values_list(*FIELDS)[:MOST]
    return [Candidate(*row) for row in rows], found.count()


def candidate(account_id: int, ref: str) -> Candidate | None:
    row = _active(account_id).filter(member__ref=ref).values_list(*FIELDS).first()
    return Candidate(*row) if row else None


def candidate_at(account_id: int, address: str) -> Candidate | None:
    """The active member with this address, however it is written."""
    try:
        key = address_key(address)
    except BadAddress:
        return None
    row = _active(account_id).filter(member__address_key=key).values_list(*FIELDS).first()
    return Candidate(*row) if row else None


def count_superusers(account_id: int) -> int:
    """How many active members have the role by themselves, not by a group."""
    there = _active(account_id).values("member")
    held = MemberRole.objects.current().filter(role="superuser", member__in=there)
    return held.values("member").distinct().count()


FIELDS = ("member", "member__ref", "name", "member__address")


def _active(account_id: int) -> "QuerySet[Any]":
    return MemberState.objects.current().filter(account=account_id, state=State.ACTIVE)
