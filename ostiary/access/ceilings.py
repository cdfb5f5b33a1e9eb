"""What a token makes of its member's access: less, and never more.

A request with a token may do what the token's scopes carry AND what its services allow AND what the member
may do at that moment. Some things are a person's alone; a token does them only in a request that itself
proves that the person is there, as password and code do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .levels import Level
from .table import Capability

if TYPE_CHECKING:
    from .access import Access

Scope = Literal["global", "global:read", "purge_all", "purge_select"]

# The highest level on a service that each scope leaves.
SCOPES: dict[Scope, Level] = {
    "global": Level.FULL,
    "global:read": Level.READ_ONLY,
    "purge_all": Level.PURGE_ALL,
    "purge_select": Level.PURGE_SELECT,
}


def carries(scope: Scope, capability: Capability) -> bool:
    """Whether a scope lets a token use a capability at all."""
    if scope == "global":
        return True
    if scope == "global:read":
        return capability.reads
    return capability.code == f"service.{scope}"


@dataclass(frozen=True)
class Ceiling:
    """The bounds of one token: its scopes, and its services where it is for specific ones.

    `services` is `None` for a token that is for all of them; an empty set is for none. `automation` marks a
    token that acts for the account and has no person behind it. `present` says that the token's
    person is there: this request proved it besides the token, or a request of the last minutes did (sudo).
    """

    scopes: frozenset[Scope]
    services: frozenset[str] | None = None
    automation: bool = False
    present: bool = False

    def carries(self, capability: Capability) -> bool:
        """Whether any of the token's scopes lets it use a capability."""
        return any(carries(scope, capability) for scope in self.scopes)

    def has_person_for(self, capability: Capability) -> bool:
        """Whether a capability needs no person who is present, or the token's person is."""
        return not capability.person_only or (self.present and not self.automation)

    def includes(self, service: str) -> bool:
        """Whether the token is for a service."""
        return self.services is None or service in self.services

    def level(self, service: str) -> Level:
        """The highest level the token can use on a service."""
        return self._top() if self.includes(service) else Level.HIDDEN

    def base(self) -> Level:
        """The highest level the token can use on every service, those made later included."""
        return self._top() if self.services is None else Level.HIDDEN

    def _top(self) -> Level:
        return max((SCOPES[scope] for scope in self.scopes), default=Level.HIDDEN)

    @property
    def reads(self) -> bool:
        """Whether any of the token's scopes is for looking at things; those for purging are not."""
        return not self.scopes.isdisjoint(("global", "global:read"))

    def within(self, other: Ceiling) -> bool:
        """Whether this ceiling nowhere rises above another: a token makes no wider token than itself."""
        services = other.services is None or (self.services is not None and self.services <= other.services)
        return services and ("global" in other.scopes or self.scopes <= other.scopes)


def narrow(access: Access, ceiling: Ceiling) -> Access:
    """The access a token has: its member's, under the token's ceiling."""
    return replace(access, ceilings=(*access.ceilings, ceiling))
