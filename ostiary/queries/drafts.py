"""An author's open drafts, as pages read them."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from ..models import Draft


class DraftRow(NamedTuple):
    """`choices` is what actions/drafts.py keeps."""

    ref: str
    version: int
    created_at: datetime
    choices: dict[str, Any]


def of_invitation(account_id: int, author_id: int, ref: str, now: datetime) -> DraftRow | None:
    return _first(_open(account_id, author_id, now).filter(subject=None, ref=ref))


def of_member(account_id: int, author_id: int, member_id: int, now: datetime) -> DraftRow | None:
    """The choices about a member that the author has not carried out yet."""
    return _first(_open(account_id, author_id, now).filter(subject=member_id))


def _open(account_id: int, author_id: int, now: datetime) -> "QuerySet[Draft]":
    return Draft.objects.filter(
        account=account_id, author=author_id, done_at__isnull=True, expires_at__gt=now
    )


def _first(found: "QuerySet[Draft]") -> DraftRow | None:
    row = found.order_by("-pk").values_list("ref", "version", "created_at", "choices").first()
    return DraftRow(*row) if row else None
