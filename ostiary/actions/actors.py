"""Who acts, and through which door."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ..access.ceilings import Ceiling
from ..access.refusals import NotFound


class Door(StrEnum):
    PANEL = "panel"
    API = "api"
    SCIM = "scim"
    CLI = "cli"
    JOB = "job"


@dataclass(frozen=True)
class Actor:
    """Made by a door from what it verified, and checked again under the lock of every action.

    `trusted` stands for the operator at the command line and for the server's own jobs: they answer to
    no account's table, only to its invariants.
    """

    door: Door
    trusted: bool = False
    account_id: int | None = None
    member_id: int | None = None
    person_id: int | None = None
    session_id: int | None = None
    token_id: int | None = None
    ceiling: Ceiling | None = None
    sudo_until: datetime | None = None
    ip: str = ""
    user_agent: str = ""
    request_id: str = ""
    # A form's one-time key (or an API's Idempotency-Key): the same key gets the first answer again.
    once: str = ""

    # Who acts, where there must be somebody. Whoever is nobody there is told what a stranger is told.

    @property
    def in_account(self) -> int:
        return _somebody(self.account_id)

    @property
    def as_member(self) -> int:
        return _somebody(self.member_id)

    @property
    def as_person(self) -> int:
        return _somebody(self.person_id)

    @property
    def in_session(self) -> int:
        return _somebody(self.session_id)

    def as_stranger(self) -> "Actor":
        """Nobody yet, at the same door: whoever signs in or guesses, even where somebody is signed in."""
        return Actor(self.door, ip=self.ip, user_agent=self.user_agent, request_id=self.request_id)

    def within(self, account_id: int) -> "Actor":
        """The same trusted actor, turned to one account."""
        return replace(self, account_id=account_id)


def _somebody(key: int | None) -> int:
    if key is None:
        raise NotFound()
    return key


def operator(account_id: int | None = None) -> Actor:
    return Actor(Door.CLI, trusted=True, account_id=account_id)


def system(account_id: int | None = None) -> Actor:
    return Actor(Door.JOB, trusted=True, account_id=account_id)
