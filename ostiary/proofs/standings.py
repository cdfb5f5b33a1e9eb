"""What an account asks of a session before it opens, and what of that is still missing.

The answer is made anew at every request from what the account demands now: a standing that was enough
yesterday opens nothing once the account asks for more.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum


class Missing(StrEnum):
    """What a person has to do before an account opens, in the order in which it is asked for."""

    UNLOCKING = "unlocking"  # by a superuser of the account; nothing one can prove
    ADDRESS = "address"  # one that the account's allowlist has; nothing one can prove
    PROVIDER = "provider"  # the account's own sign-in
    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    ENROLMENT = "enrolment"


class Method(StrEnum):
    """A proof that a session, and with it a standing, rests on."""

    PASSWORD = "password"  # noqa: S105
    PASSKEY = "passkey"  # alone, and with its user verified: both factors at once
    TOTP = "totp"
    SECURITY_KEY = "security key"  # or a passkey, after a password
    RECOVERY = "recovery"
    TRUSTED = "trusted browser"  # a second factor was proved there some days ago
    ACCOUNT_APP = "app for this account"  # enrolled by a pass: never part of the person's own sign-in


FIRST = frozenset({Method.PASSWORD, Method.PASSKEY})
SECOND = frozenset(Method) - {Method.PASSWORD, Method.ACCOUNT_APP}


@dataclass(frozen=True, slots=True)
class Proved:
    """What the person's own sign-in proved in one session, and whether they hold a second factor at all."""

    methods: tuple[str, ...]
    holds_factor: bool

    @property
    def first(self) -> bool:
        return not FIRST.isdisjoint(self.methods)

    @property
    def second(self) -> bool:
        return not SECOND.isdisjoint(self.methods)

    def with_app(self) -> "Proved":
        """With a code of an app that counts in one account alone: what a standing there may rest on."""
        return replace(self, methods=tuple(joined(self.methods, Method.ACCOUNT_APP)))

    @property
    def is_own(self) -> bool:
        """Signed in by all of the person's own proofs."""
        return self.first and (self.second or not self.holds_factor)


@dataclass(frozen=True, slots=True)
class Demands:
    """What an account asks of one member."""

    sso: str
    second_factor: bool
    bypass: bool
    locked: bool
    # They come from an address that is not in the account's allowlist.
    outside: bool = False
    # Their standing here is over, and presence was proved last before that (proofs/lifetimes.py).
    anew: bool = False

    @property
    def asks_provider(self) -> bool:
        """Whether only the account's own provider opens it, whatever else was proved."""
        return self.sso == "required" and not self.bypass


def missing(proved: Proved, demands: Demands) -> tuple[Missing, ...]:
    """What stands between this session and the account. Whoever holds a factor always uses it."""
    if demands.locked:
        return (Missing.UNLOCKING,)
    if demands.outside:
        return (Missing.ADDRESS,)
    if demands.asks_provider:
        return (Missing.PROVIDER,)
    asked = []
    if not proved.first or demands.anew:
        asked.append(Missing.PASSWORD)
    if not proved.second and proved.holds_factor:
        asked.append(Missing.CODE)
    elif not proved.second and demands.second_factor:
        asked.append(Missing.ENROLMENT)
    return tuple(asked)


def still_opens(methods: Collection[str] | None, demands: Demands) -> bool:
    """Whether a standing that rests on these methods is enough for what the account demands now."""
    if methods is None or demands.locked or demands.outside or demands.asks_provider:
        return False
    if FIRST.isdisjoint(methods):
        return False
    return not demands.second_factor or not (SECOND | {Method.ACCOUNT_APP}).isdisjoint(methods)


def joined(methods: Collection[str], *more: Method) -> list[str]:
    """With what has just been proved as well, each once and in one order."""
    return [str(method) for method in Method if method in (*methods, *more)]


def without_factor(methods: Collection[str]) -> list[str]:
    """What is left when the person's last second factor is gone."""
    return [method for method in methods if method == Method.PASSWORD]
