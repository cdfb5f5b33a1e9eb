"""What should be the case, kept in a few dictionaries: the oracle that a random story is compared with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

WEEK = timedelta(days=7)


@dataclass
class Somebody:
    """One address in one account."""

    state: str = "invited"  # invited, active, ended
    roles: frozenset[str] = frozenset()
    invitation: str = ""  # pending, declined, deleted, accepted
    expires: datetime | None = None
    inviter: str = ""
    tokens: set[str] = field(default_factory=set)


@dataclass
class World:
    """One account: who is in it, by address, and who owns it."""

    owner: str
    people: dict[str, Somebody]

    def is_superuser(self, address: str) -> bool:
        somebody = self.people.get(address)
        return bool(somebody and somebody.state == "active" and "superuser" in somebody.roles)

    def superusers(self) -> set[str]:
        return {address for address in self.people if self.is_superuser(address)}

    def is_open(self, address: str, now: datetime) -> bool:
        somebody = self.people.get(address)
        return bool(
            somebody
            and somebody.state == "invited"
            and somebody.invitation == "pending"
            and somebody.expires
            and somebody.expires > now
        )

    # Each answers with the code of the refusal that should come, or with nothing.

    def why_not_act(self, actor: str) -> str:
        somebody = self.people.get(actor)
        if somebody is None or somebody.state != "active":
            return "not_found"
        return "" if "superuser" in somebody.roles else "no_role_gives_it"

    def why_not_invite(self, actor: str, whom: str, now: datetime) -> str:
        if refused := self.why_not_act(actor):
            return refused
        somebody = self.people.get(whom)
        if somebody and somebody.state == "active":
            return "already_member"
        return "already_invited" if self.is_open(whom, now) else ""

    def why_not_touch_invitation(self, actor: str, whom: str) -> str:
        if refused := self.why_not_act(actor):
            return refused
        return "" if self.people[whom].invitation in ("pending", "declined") else "invitation_closed"

    def why_not_accept(self, whom: str, now: datetime) -> str:
        somebody = self.people[whom]
        if somebody.invitation != "pending":
            return f"invitation_{somebody.invitation}"
        if somebody.expires is None or somebody.expires <= now:
            return "invitation_expired"
        return "" if self.is_superuser(somebody.inviter) else "invitation_void"

    def why_not_change(self, actor: str, whom: str, roles: frozenset[str]) -> str:
        if refused := self.why_not_act(actor):
            return refused
        somebody = self.people[whom]
        if somebody.state == "ended":
            return "not_found"
        if "superuser" not in roles and whom == self.owner:
            return "owner_is_superuser"
        return ""

    def why_not_go(self, whom: str) -> str:
        return "owner_must_hand_over" if whom == self.owner else ""

    def why_not_delete(self, actor: str, whom: str, *, revoke: bool) -> str:
        if refused := self.why_not_act(actor):
            return refused
        if self.people[whom].state != "active":
            return "not_found"
        if actor == whom:
            return "leave_instead"
        if refused := self.why_not_go(whom):
            return refused
        return "tokens_still_live" if self.people[whom].tokens and not revoke else ""

    def why_not_transfer(self, actor: str, whom: str) -> str:
        if refused := self.why_not_act(actor):
            return refused
        if self.people[whom].state != "active":
            return "not_found"
        if whom == self.owner:
            return "already_owner"
        return "cannot_name_yourself" if whom == actor else ""

    # And what should be the case afterwards.

    def invited(self, actor: str, whom: str, roles: frozenset[str], now: datetime) -> None:
        self.people[whom] = Somebody("invited", roles, "pending", now + WEEK, actor)

    def resent(self, actor: str, whom: str, now: datetime) -> None:
        somebody = self.people[whom]
        somebody.invitation, somebody.expires, somebody.inviter = "pending", now + WEEK, actor

    def withdrawn(self, whom: str) -> None:
        somebody = self.people[whom]
        somebody.invitation, somebody.state, somebody.roles = "deleted", "ended", frozenset()

    def accepted(self, whom: str) -> None:
        self.people[whom].invitation, self.people[whom].state = "accepted", "active"

    def ended(self, whom: str) -> None:
        somebody = self.people[whom]
        somebody.state, somebody.roles, somebody.tokens = "ended", frozenset(), set()
        for other, invited in self.people.items():
            if invited.inviter == whom and invited.state == "invited" and invited.invitation == "pending":
                self.withdrawn(other)

    def transferred(self, whom: str) -> None:
        self.owner = whom
        somebody = self.people[whom]
        kept = {role for role in somebody.roles if role.startswith("security_")}
        somebody.roles = frozenset({"superuser"} | kept)
