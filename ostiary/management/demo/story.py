"""How the demo's world came about: every step by the action that a person would have taken, at its time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ... import clock
from ...actions import (
    acceptance,
    accounts,
    authenticators,
    automation_tokens,
    contacts,
    groups,
    invitations,
    members,
    postal_addresses,
    protected,
    service_groups,
    sessions,
    signing_in,
    tokens,
)
from ...actions.acceptance import Link
from ...actions.actors import Actor, Door, operator
from ...actions.wanted import Wanted
from ...keyring import ring
from ...models import Account, Invitation, Member, Person, Session, TotpDevice
from ...proofs import totp
from ...proofs.cookies import session_digest
from ...proofs.links import LinkKind, link_secret
from .world import Company, Group, Guest, Key, ServiceGroup

# A step, and how many days ago it happened.
Step = tuple[float, Callable[[], object]]

A_MOMENT = 0.02
DECIDED_AFTER = 0.3


def tell(companies: tuple[Company, ...], password_hash: str, today: datetime) -> None:
    """Take every step of every company, in the order of time, since people appear in several."""
    steps = [step for company in companies for step in Tale(company, password_hash).steps()]
    for days, step in sorted(steps, key=lambda one: -one[0]):
        with clock.at(today - timedelta(days=days)):
            step()
    for company in companies:
        _note_presence(company, today)


@dataclass
class Tale:
    """One company's story, and the public ids that its steps hand on to later ones."""

    company: Company
    password_hash: str
    account: Account | None = None
    services: dict[str, str] = field(default_factory=dict)
    workspaces: dict[str, str] = field(default_factory=dict)
    service_groups: dict[str, str] = field(default_factory=dict)
    invited: dict[str, str] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        company = self.company
        yield company.days, self.found
        for number, service in enumerate(company.services):
            yield company.days - 1 - number * A_MOMENT, partial(self.make_service, service)
        for number, workspace in enumerate(company.workspaces):
            yield company.days - 2 - number * A_MOMENT, partial(self.make_workspace, workspace)
        for guest in company.guests:
            yield guest.days, partial(self.invite, guest)
            yield from self.answer(guest)
        for number, contact in enumerate(company.contacts):
            yield 30 - number * A_MOMENT, partial(self.name_contact, *contact)
        if company.billed_at:
            yield 31, self.describe
        for key in company.keys:
            yield key.days, partial(self.make_token, key)
        for number, service_group in enumerate(company.service_groups):
            yield company.days - 3 - number * A_MOMENT, partial(self.make_service_group, service_group)
        for group in company.groups:
            yield group.days, partial(self.make_group, group)

    def found(self) -> None:
        company = self.company
        made = accounts.create(
            operator(),
            name=company.name,
            owner_name=company.owner,
            owner_address=company.address_of(company.owner),
            password_hash=self.password_hash,
        )
        self.account = Account.objects.get(ref=made["account"])

    def make_service(self, name: str) -> None:
        self.services[name] = protected.make_service(self.acting(self.company.owner), name)

    def make_workspace(self, name: str) -> None:
        self.workspaces[name] = protected.make_workspace(self.acting(self.company.owner), name)

    def invite(self, guest: Guest) -> None:
        wanted = Wanted(
            roles=frozenset(guest.roles),
            limit_services=guest.services is not None,
            services={self.services[name]: level for name, level in (guest.services or {}).items()},
            limit_workspaces=guest.workspaces is not None,
            workspaces=frozenset(self.workspaces[name] for name in guest.workspaces or ()),
        )
        address = self.company.address_of(guest.name)
        made = invitations.invite(self.acting(self.company.owner), address, wanted)
        self.invited[guest.name] = made["invitation"]

    def answer(self, guest: Guest) -> Iterator[Step]:
        """What comes of an invitation; where nothing does, it waits or has expired by the clock."""
        if guest.outcome in ("accepted", "removed"):
            yield guest.days - DECIDED_AFTER, partial(self.accept, guest)
        if guest.outcome == "removed":
            yield guest.seen - 1, partial(self.remove, guest)
        if guest.outcome == "declined":
            yield guest.days - DECIDED_AFTER, partial(self.decline, guest)

    def accept(self, guest: Guest) -> None:
        """By the mailed link, or signed in, where the person is known from another account."""
        known = Person.objects.filter(address_key=self.company.address_of(guest.name)).first()
        if known and known.mailbox_proved_at:
            acceptance.accept(Actor(Door.PANEL, person_id=known.pk), self.invited[guest.name])
        else:
            acceptance.accept_as_new(
                Actor(Door.PANEL), self._link(guest), name=guest.name, password_hash=self.password_hash
            )

    def decline(self, guest: Guest) -> None:
        acceptance.decline_by_link(Actor(Door.PANEL), self._link(guest))

    def _link(self, guest: Guest) -> Link:
        invitation = Invitation.objects.get(ref=self.invited[guest.name])
        secret = link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number)
        return Link(invitation.ref, secret)

    def remove(self, guest: Guest) -> None:
        member = self.member(guest.name)
        members.delete(self.acting(self.company.owner), member.ref, revoke_tokens=True)

    def name_contact(self, kind: str, name: str, phone: str) -> None:
        member = self.member(name)
        contacts.add(self.acting(self.company.owner), kind, member_ref=member.ref, phone=phone)

    def describe(self) -> None:
        company, owner = self.company, self.acting(self.company.owner)
        accounts.update(owner, phone=company.phone, postal_address=company.postal_address)
        postal_addresses.keep(owner, "billing", company.billed_at or {})

    def make_token(self, key: Key) -> None:
        what: dict[str, Any] = {
            "name": key.name,
            "scopes": list(key.scopes),
            "services": [self.services[name] for name in key.services],
            "expires_at": clock.now() + timedelta(days=key.life) if key.life else None,
        }
        if key.role:
            automation_tokens.create(self.acting(key.holder), role=key.role, **what)
        else:
            tokens.create(self.acting(key.holder), **what)

    def make_service_group(self, wanted: ServiceGroup) -> None:
        owner = self.acting(self.company.owner)
        self.service_groups[wanted.name] = made = service_groups.make(owner, wanted.name, wanted.about)
        service_groups.add_services(owner, made, [self.services[name] for name in wanted.services])

    def make_group(self, wanted: Group) -> None:
        owner = self.acting(self.company.owner)
        made = groups.make(owner, wanted.name, wanted.about)
        groups.add_roles(owner, made, wanted.roles)
        groups.add_service_groups(owner, made, [self.service_groups[name] for name in wanted.service_groups])
        groups.add_members(owner, made, [self.member(name).ref for name in wanted.users])

    def member(self, name: str) -> Member:
        return Member.objects.get(account=self.account, address_key=self.company.address_of(name))

    def acting(self, name: str) -> Actor:
        """Somebody at the panel who has just confirmed that it is them."""
        member = self.member(name)
        return Actor(
            Door.PANEL,
            account_id=member.account_id,
            member_id=member.pk,
            person_id=member.person_id,
            sudo_until=clock.now() + timedelta(minutes=5),
        )


def _note_presence(company: Company, today: datetime) -> None:
    account = Account.objects.get(settings__until__isnull=True, settings__name=company.name)
    found = dict(Member.objects.filter(account=account).values_list("address_key", "pk"))
    for guest in company.guests:
        if guest.outcome == "accepted":
            sessions.touch_member(found[company.address_of(guest.name)], today - timedelta(days=guest.seen))


def enrol(address: str, password: str) -> None:
    """Somebody signs in, adds an authenticator app as their second factor, and signs out."""
    signed = signing_in.with_password(Actor(Door.PANEL), address, password)
    session = Session.objects.get(digest=session_digest(signed.session))
    actor = Actor(
        Door.PANEL,
        person_id=session.person_id,
        session_id=session.pk,
        sudo_until=clock.now() + timedelta(minutes=5),
    )
    device = TotpDevice.objects.get(ref=authenticators.start(actor, "Phone"))
    code = totp.code_at(authenticators.secret_of(device), totp.counter_at(clock.now()))
    authenticators.confirm(actor, device.ref, code)
    sessions.end(actor, session.ref)
