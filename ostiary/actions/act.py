"""One action while it happens: the locks it holds, its one instant, and what it records.

Locks are taken in one order, a person before accounts and accounts by id, and before anything is read
that the action relies on. The instant is read after the last lock and lies after the last instant of
everything locked, so histories and trails of one account have a strict order.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from ..access import automation
from ..access.access import Access
from ..access.ceilings import narrow
from ..access.decisions import Resource, require
from ..access.refusals import Forbidden, NotFound
from ..clock import now as wall_clock
from ..models import Account, Member, Person, Server, Service, Token, Workspace
from ..models.rows import find
from ..models.trails import Trailed
from ..proofs.tokens import TokenKind
from ..queries.access import access_of
from . import trail
from .actors import Actor

Own = TypeVar("Own", Member, Service, Workspace)

TICK = timedelta(microseconds=1)


class LocksMissing(Exception):
    """What an action found to do needs more locks than it took; it is begun anew with them (`kernel`)."""

    def __init__(self, person: int, accounts: Collection[int]) -> None:
        super().__init__()
        self.person = person
        self.accounts = accounts


class Act:
    def __init__(self, actor: Actor, missed: LocksMissing | None = None) -> None:
        self.actor = actor
        # What an earlier attempt at the same action had not locked.
        self.missed = missed
        self.changed_nothing = False
        # The public id of the token that the actor acts by.
        self.token_ref = ""
        self._locked: dict[tuple[type[Trailed], int], Trailed] = {}
        self._now: datetime | None = None
        self._access: Access | None = None
        self._entries: list[trail.Entry] = []
        self._members: dict[int, str] = {}

    # Locks

    def lock(self, *, person: int | None = None, accounts: Iterable[int] = ()) -> None:
        """Queue behind everyone who changes these. Must come before the first look at `now`."""
        if self._now is not None:
            raise RuntimeError("an action takes its locks before it reads its instant")
        if person is not None:
            self._lock(Person, person)
        for account in sorted(accounts):
            self._lock(Account, account)

    def lock_server(self) -> Server:
        """The server's own trail, at the cost of any other; its row is made at the first event."""
        try:
            self._lock(Server, 1)
        except NotFound:
            Server.objects.get_or_create(pk=1)
            self._lock(Server, 1)
        return self._locked[Server, 1]  # type: ignore[return-value]

    def must_have_locked(self, *, person: int, accounts: Collection[int]) -> None:
        """For what is found late and seldom: with these locks every time, others would wait for nothing."""
        if any((Account, account) not in self._locked for account in accounts):
            raise LocksMissing(person, accounts)

    def _lock(self, kind: type[Trailed], pk: int) -> None:
        if (kind, pk) in self._locked:
            return
        row = find(kind, lock=True, pk=pk)
        if row is None:
            raise NotFound()
        self._locked[kind, pk] = row

    @property
    def now(self) -> datetime:
        if self._now is None:
            past = [row.last_instant + TICK for row in self._locked.values() if row.last_instant]
            self._now = max([wall_clock(), *past])
        return self._now

    # What is locked

    @property
    def account(self) -> Account:
        """The account that the actor acts in."""
        return self.locked_account(self.actor.in_account)

    def locked_account(self, pk: int) -> Account:
        row = self._locked.get((Account, pk))
        if not isinstance(row, Account):
            raise NotFound()
        return row

    @property
    def person(self) -> Person:
        """The person who acts on what is their own."""
        return self.locked_person(self.actor.as_person)

    def locked_person(self, pk: int) -> Person:
        row = self._locked.get((Person, pk))
        if not isinstance(row, Person):
            raise NotFound()
        return row

    def person_of(self, address_key: str) -> Person | None:
        """Who has this address, if they were there to be locked."""
        people = (row for row in self._locked.values() if isinstance(row, Person))
        return next((person for person in people if person.address_key == address_key), None)

    @property
    def access(self) -> Access:
        """What the acting member, or the account's own token, may do: read under the lock, and narrowed."""
        if self._access is None:
            access = self._held()
            self._access = narrow(access, self.actor.ceiling) if self.actor.ceiling else access
        return self._access

    def _held(self) -> Access:
        actor = self.actor
        if actor.member_id or not actor.token_id:
            return access_of(actor.as_member, self.now)
        token = find(Token, pk=actor.token_id, account=actor.in_account, kind=TokenKind.AUTOMATION)
        if token is None:
            raise NotFound()
        workspaces = token.workspaces if token.limits_workspaces else None
        return automation.access(token.role, tls=token.tls_access, workspaces=workspaces)

    def require(self, capability: str, resource: Resource = None) -> None:
        """Refuse what the actor may not do. The operator and the server's own jobs answer to no table."""
        if not self.actor.trusted:
            require(self.access, capability, resource)

    def must_be_the_operators(self) -> None:
        """Refuse it to everybody who acts for themselves, whatever they may do in their account."""
        if not self.actor.trusted:
            raise Forbidden(code="forbidden")

    def stand_in(self, account: int, member: int) -> None:
        """A person turns to one of their accounts: from here on they act as their member there."""
        self.locked_account(account)
        self.actor = replace(self.actor, account_id=account, member_id=member)

    def is_known_as(self, member: Member) -> None:
        """The acting person is this member in that account; its trail then need not look it up."""
        self._members[member.account_id] = member.ref

    def adopt(self, row: Trailed) -> None:
        """A row that this action just made: nobody else can see it yet, so it is as good as locked."""
        self._locked[type(row), row.pk] = row

    # Another account's rows do not exist

    def member(self, ref: str) -> Member:
        return self._own(Member, ref)

    def service(self, ref: str) -> Service:
        return self._own(Service, ref)

    def workspace(self, ref: str) -> Workspace:
        return self._own(Workspace, ref)

    def _own(self, kind: type[Own], ref: str) -> Own:
        row = find(kind, account=self.account, ref=ref)
        if row is None:
            raise NotFound(what=kind.__name__.lower(), ref=ref)
        return row

    # What happened

    def record(
        self,
        name: str,
        target: Any = None,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        on: Trailed | None = None,
    ) -> None:
        """Note one thing done, on the account's trail unless `on` says whose else.

        Wrap names and addresses in `Personal`; nothing secret may be passed.
        """
        self._entries.append(trail.Entry(name, target, before or {}, after or {}, on or self.account))

    def nothing_changed(self) -> None:
        """The state already was what was asked for: the only excuse for recording nothing."""
        self.changed_nothing = True

    def finish(self) -> None:
        if not self._entries and not self.changed_nothing:
            raise RuntimeError("an action must record what it did")
        trail.write(self.actor, self.now, self._entries, self._members, self.token_ref)
