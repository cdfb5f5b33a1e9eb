"""What an account asks of a session before it opens, and what of that is still missing.

The answer is made anew at every request from what the account demands now: a standing that was enough
yesterday opens nothing once the account asks for more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    """What a person has to do before an account opens, in the order in which it is asked for."""

    UNLOCKING = "unlocking"  # by a superuser of the account; nothing one can prove
    PROVIDER = "provider"  # the account's own sign-in
    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    ENROLMENT = "enrolment"


class Method(StrEnum):
    """A proof that a standing rests on."""

    PASSWORD = "password"  # noqa: S105
    TOTP = "totp"


@dataclass(frozen=True, slots=True)
class Proved:
    """What the person's own sign-in proved in one session, and whether they hold a second factor at all."""

    password: bool
    factor: bool
    holds_factor: bool

    @property
    def methods(self) -> list[Method]:
        proved = ((Method.PASSWORD, self.password), (Method.TOTP, self.factor))
        return [method for method, there in proved if there]


@dataclass(frozen=True, slots=True)
class Demands:
    """What an account asks of one member."""

    sso: str
    second_factor: bool
    bypass: bool
    locked: bool

    @property
    def asks_provider(self) -> bool:
        """Whether only the account's own provider opens it, whatever else was proved."""
        return self.sso == "required" and not self.bypass


def missing(proved: Proved, demands: Demands) -> tuple[Missing, ...]:
    """What stands between this session and the account. Whoever holds a factor always uses it."""
    if demands.locked:
        return (Missing.UNLOCKING,)
    if demands.asks_provider:
        return (Missing.PROVIDER,)
    asked = []
    if not proved.password:
        asked.append(Missing.PASSWORD)
    if not proved.factor and proved.holds_factor:
        asked.append(Missing.CODE)
    elif not proved.factor and demands.second_factor:
        asked.append(Missing.ENROLMENT)
    return tuple(asked)


def still_opens(methods: Collection[str] | None, demands: Demands) -> bool:
    """Whether a standing that rests on these methods is enough for what the account demands now."""
    if methods is None or demands.locked or demands.asks_provider:
        return False
    return Method.PASSWORD in methods and (Method.TOTP in methods or not demands.second_factor)
