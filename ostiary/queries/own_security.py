"""What a person proves themselves with, and where they are signed in."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from ..models import MemberState, Passkey, RecoveryCodes, Session, Standing, Token, TotpDevice, TrustedBrowser
from ..models.sessions import IDLE
from . import held_factors, own_accounts
from .holding import live_token
from .sql import rows

DISABLED = """
select person_id from (
  select person_id, case when failures < %(most)s then 1 else 0 end as usable from ostiary_totpdevice
   where person_id in ({people}) and member_id is null and confirmed_at is not null and ended_at is null
  union all
  select person_id, case when disabled_at is null then 1 else 0 end from ostiary_passkey
   where person_id in ({people}) and ended_at is null
) factor group by person_id having max(usable) = 0
"""


class OwnSession(NamedTuple):
    ref: str
    created_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str
    methods: list[str]
    # The names of the accounts that are open in it.
    accounts: list[str]


class OwnBrowser(NamedTuple):
    ref: str
    digest: bytes
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ip: str
    user_agent: str


class OwnFactor(NamedTuple):
    ref: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    failures: int


class OwnPasskey(NamedTuple):
    ref: str
    name: str
    backup_eligible: bool
    created_at: datetime
    last_used_at: datetime | None
    disabled_at: datetime | None


class OwnTokens(NamedTuple):
    """Those of one account."""

    account_ref: str
    account: str
    live: int
    last_used_at: datetime | None


def sessions_of(person_id: int, now: datetime) -> list[OwnSession]:
    """The sessions that still hold, the latest used first."""
    living = Session.objects.filter(
        person=person_id, ended_at__isnull=True, expires_at__gt=now, last_seen_at__gt=now - IDLE
    )
    fields = ("ref", "created_at", "last_seen_at", "ip", "user_agent", "methods")
    found = list(living.order_by("-last_seen_at").values_list("pk", *fields))
    opened = _opened([pk for pk, *_ in found])
    return [
        OwnSession(ref, created, seen, ip, agent, methods, opened[pk])
        for pk, ref, created, seen, ip, agent, methods in found
    ]


def _opened(sessions: list[int]) -> dict[int, list[str]]:
    standings = Standing.objects.filter(
        session__in=sessions, ended_at__isnull=True, account__settings__until__isnull=True
    )
    names: dict[int, list[str]] = defaultdict(list)
    found = standings.order_by("account__settings__name_key").values_list(
        "session", "account__settings__name"
    )
    for session, name in found:
        names[session].append(name)
    return names


def recovery_codes_left(person_id: int) -> int | None:
    """How many are still good; None where none were ever made, or went with the last factor."""
    codes = RecoveryCodes.objects.filter(person=person_id, ended_at__isnull=True)
    unused = Count("each", filter=Q(each__used_at__isnull=True))
    return codes.annotate(left=unused).values_list("left", flat=True).first()


def trusted_browsers_of(person_id: int, now: datetime) -> list[OwnBrowser]:
    """Those that need not show the second factor now, the latest used first."""
    fields = ("ref", "digest", "created_at", "last_used_at", "expires_at", "ip", "user_agent")
    found = trusted(person_id, now).order_by("-last_used_at").values_list(*fields)
    return [OwnBrowser(ref, bytes(digest), *rest) for ref, digest, *rest in found]


def trusted(person_id: int, now: datetime) -> "QuerySet[TrustedBrowser]":
    """The trust goes with any change of a membership: somebody was removed, locked, or let in elsewhere."""
    changed = MemberState.objects.filter(member__person=person_id, since__gt=OuterRef("created_at"))
    return TrustedBrowser.objects.filter(
        ~Exists(changed), person=person_id, ended_at__isnull=True, expires_at__gt=now
    )


def factors_of(person_id: int) -> list[OwnFactor]:
    """The authenticators that stand between a password and a session, disabled ones included."""
    fields = ("ref", "name", "created_at", "last_used_at", "failures")
    return [OwnFactor(*one) for one in _held(person_id).order_by("pk").values_list(*fields)]


def passkeys_of(person_id: int) -> list[OwnPasskey]:
    """Passkeys and security keys, disabled ones included."""
    keys = Passkey.objects.filter(person=person_id, ended_at__isnull=True).order_by("pk")
    return [OwnPasskey(*one) for one in keys.values_list(*OwnPasskey._fields)]


def account_apps_of(person_id: int) -> list[tuple[OwnFactor, str]]:
    """The authenticators that count in one account alone, each with the account's name."""
    found = TotpDevice.objects.filter(
        person=person_id, member__isnull=False, confirmed_at__isnull=False, ended_at__isnull=True
    )
    names = {one.id: one.name for one in own_accounts.of(person_id)}
    fields = ("member__account", "ref", "name", "created_at", "last_used_at", "failures")
    return [(OwnFactor(*one), names.get(account, "")) for account, *one in found.values_list(*fields)]


def tokens_of(person_id: int, now: datetime) -> list[OwnTokens]:
    """The live API tokens that act for the person, counted by account."""
    living = Token.objects.filter(live_token(now), member__person=person_id)
    counted = living.values_list("account").annotate(Count("pk"), Max("last_used_at"))
    found = {account: numbers for account, *numbers in counted}
    return [
        OwnTokens(one.ref, one.name, *found[one.id]) for one in own_accounts.of(person_id) if one.id in found
    ]


def holds_factor(person_id: int) -> bool:
    """Whether somebody holds a second factor of their own, disabled ones included."""
    return bool(rows(f"select 1 where {held_factors.holds_factor('%(person)s')}", {"person": person_id}))


def has_app(person_id: int) -> bool:
    """Whether a code of an authenticator app can be their second factor."""
    return _held(person_id).exists()


def with_disabled_factors(people: Iterable[int], most_failures: int) -> set[int]:
    """Those of the people who hold factors and can use none: too many wrong codes, or copied keys."""
    ids = ", ".join(str(int(person)) for person in people)
    found = rows(DISABLED.format(people=ids), {"most": most_failures}) if ids else []
    return {person for (person,) in found}


def _held(person_id: int) -> "QuerySet[TotpDevice]":
    return TotpDevice.objects.filter(
        person=person_id, member=None, confirmed_at__isnull=False, ended_at__isnull=True
    )
