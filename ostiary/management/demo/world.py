"""The demo's world in plain words: who is invited where, as what, and how long ago. All of it is invented."""

from dataclasses import dataclass
from typing import Literal
from unicodedata import combining, normalize

Outcome = Literal["accepted", "pending", "expired", "declined", "removed"]

# Everybody's, and one that the server itself would take.
PASSWORD = "the ferry sails at half past nine"  # noqa: S105


@dataclass(frozen=True)
class Guest:
    """Somebody invited `days` ago and last `seen` so many days ago; what is not limited is everywhere.

    Levels are `service: level`, for people who are limited to specific services.
    """

    name: str
    roles: tuple[str, ...]
    days: float
    seen: float = 1
    services: dict[str, str] | None = None
    workspaces: tuple[str, ...] | None = None
    outcome: Outcome = "accepted"
    address: str = ""


@dataclass(frozen=True)
class Key:
    """An API token, made `days` ago and good for `life` days; 0 is for good.

    With a role it is the account's own, and `holder` has made it.
    """

    holder: str
    name: str
    days: float
    life: int = 90
    scopes: tuple[str, ...] = ("global",)
    services: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True)
class ServiceGroup:
    """Services that belong together."""

    name: str
    about: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Users who have the same roles, since `days` ago, on the services of its service groups."""

    name: str
    about: str
    days: float
    roles: tuple[str, ...]
    service_groups: tuple[str, ...]
    users: tuple[str, ...]


@dataclass(frozen=True)
class Company:
    """An account, made by the operator `days` ago for its owner."""

    name: str
    domain: str
    owner: str
    days: float
    services: tuple[str, ...]
    workspaces: tuple[str, ...]
    guests: tuple[Guest, ...]
    contacts: tuple[tuple[str, str, str], ...] = ()
    phone: str = ""
    postal_address: str = ""
    # Where it is billed, in the lines of a postal address.
    billed_at: dict[str, str] | None = None
    keys: tuple[Key, ...] = ()
    service_groups: tuple[ServiceGroup, ...] = ()
    groups: tuple[Group, ...] = ()
    owner_address: str = ""

    def address_of(self, name: str) -> str:
        """Where somebody gets their mail: people from elsewhere bring their own address."""
        if name == self.owner and self.owner_address:
            return self.owner_address
        own = {guest.name: guest.address for guest in self.guests}.get(name)
        return own or f"{plain(name)}@{self.domain}"


def plain(name: str) -> str:
    """`Zoë Quist` as addresses have it: `zoe.quist`."""
    letters = (letter for letter in normalize("NFD", name.lower()) if not combining(letter))
    return "".join(letters).replace(" ", ".")
