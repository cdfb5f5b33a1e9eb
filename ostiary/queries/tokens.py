"""API tokens as lists show them: never a secret, only what one needs to recognise and judge each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from ..models import MemberState, Token
from ..proofs.names import name_key
from ..proofs.tokens import TokenKind
from .holding import live_token
from .paging import Order, Page, Window, page

NEWEST_FIRST = Order("id", cursor="ref", descending=True)
FIRST_PAGE = Window()
# A token that nobody has used for so long may not be missed.
LONG_UNUSED = timedelta(days=90)


class TokenRow(NamedTuple):
    """A token that was not revoked; it may have expired. Without a member it is the account's own."""

    ref: str
    name: str
    kind: str
    hint: str
    scopes: str
    services: list[str]
    limits_services: bool
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_ip: str
    member_ref: str | None
    member_name: str | None
    # What only the account's own have.
    role: str
    tls_access: bool
    workspaces: list[str]
    limits_workspaces: bool
    creator_ref: str | None

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


def own(member_id: int, *, window: Window = FIRST_PAGE) -> Page[TokenRow]:
    """A member's tokens, the newest first."""
    return _page(_kept().filter(member=member_id), window)


def of_account(
    account_id: int,
    *,
    now: datetime,
    member_ref: str = "",
    search: str = "",
    unused: bool = False,
    endless: bool = False,
    window: Window = FIRST_PAGE,
) -> Page[TokenRow]:
    """The account's tokens, the newest first.

    Of one member only; with `search` in the token's or the member's name; `unused` for long; `endless`, which
    is without an end.
    """
    found = _kept().filter(account=account_id)
    if member_ref:
        found = found.filter(member__ref=member_ref)
    if search:
        key = name_key(search)
        found = found.filter(
            Q(name__icontains=search)
            | Q(member__states__sort_key__contains=key)
            | Q(member__address_key__contains=key)
        )
    if unused:
        found = found.filter(long_unused(now))
    if endless:
        found = found.filter(expires_at__isnull=True)
    return _page(found, window)


def automation(account_id: int, *, window: Window = FIRST_PAGE) -> Page[TokenRow]:
    """The account's own tokens, the newest first."""
    return _page(_kept().filter(account=account_id, kind=TokenKind.AUTOMATION), window)


def makers(rows: Iterable[TokenRow]) -> dict[str, str]:
    """Who made them, by id. Whoever is gone has the name they had."""
    refs = {row.creator_ref for row in rows}
    current = MemberState.objects.current().filter(member__ref__in=refs)
    return dict(current.values_list("member__ref", "name"))


def one(account_id: int, ref: str) -> TokenRow | None:
    """A token of the account that was not revoked, whoever's it is; the caller checks who may see it."""
    row = _kept().filter(account=account_id, ref=ref).values_list(*FIELDS).first()
    return TokenRow(*row) if row else None


def count_live(account_id: int, member_ref: str, now: datetime) -> int:
    """How many of a member's tokens work: neither revoked nor expired."""
    return _kept().filter(live_token(now), account=account_id, member__ref=member_ref).count()


def long_unused(now: datetime) -> Q:
    """Neither used nor made for long."""
    before = now - LONG_UNUSED
    return Q(last_used_at__lt=before) | Q(last_used_at__isnull=True, created_at__lt=before)


FIELDS = (
    "ref",
    "name",
    "kind",
    "hint",
    "scopes",
    "services",
    "limits_services",
    "created_at",
    "expires_at",
    "last_used_at",
    "last_used_ip",
    "member__ref",
    "member_name",
    "role",
    "tls_access",
    "workspaces",
    "limits_workspaces",
    "creator__ref",
)


def _kept() -> "QuerySet[Any]":
    """Tokens that were not revoked, each beside the one current state of its member, where it has one."""
    current = Q(member__isnull=True) | Q(member__states__until__isnull=True)
    return Token.objects.filter(current, ended_at__isnull=True).annotate(
        member_name=F("member__states__name")
    )


def _page(found: "QuerySet[Any]", window: Window) -> Page[TokenRow]:
    return page(found, FIELDS, TokenRow, NEWEST_FIRST, window)
