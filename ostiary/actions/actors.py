"""Who acts, and through which door."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ..access.ceilings import Ceiling


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

    def as_stranger(self) -> "Actor":
        """Nobody yet, at the same door: whoever signs in or guesses, even where somebody is signed in."""
        return Actor(self.door, ip=self.ip, user_agent=self.user_agent, request_id=self.request_id)

    def within(self, account_id: int) -> "Actor":
        """The same trusted actor, turned to one account."""
        return replace(self, account_id=account_id)


def operator(account_id: int | None = None) -> Actor:
    return Actor(Door.CLI, trusted=True, account_id=account_id)


def system(account_id: int | None = None) -> Actor:
    return Actor(Door.JOB, trusted=True, account_id=account_id)
