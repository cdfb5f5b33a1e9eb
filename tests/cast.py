"""The cast: two accounts, the people in them, and how a test lets them act.

Acme has an owner, Olga, a superuser, Sam, an engineer, Erin, who has full access to one of three services,
Bill for billing and Uma, a plain user. Globex is the neighbour: Greg owns it and has no business at Acme.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from ostiary.actions import accounts, protected
from ostiary.actions.actors import Actor, Door, operator
from ostiary.clock import now
from ostiary.models import (
    Account,
    Limit,
    Member,
    MemberRole,
    MemberState,
    Person,
    Service,
    ServiceGrant,
    Session,
    Standing,
    Workspace,
    WorkspaceGrant,
)
from ostiary.models.sessions import LONGEST, SUDO
from ostiary.proofs import hashing
from ostiary.proofs.cookies import new_session_secret, session_digest
from ostiary.proofs.names import name_key

PASSWORD = "seven quiet herons ford the river"


@pytest.fixture
def acme(db: None) -> Account:
    return open_account("Acme", owner="Olga Ohm")


@pytest.fixture
def globex(db: None) -> Account:
    return open_account("Globex", owner="Greg Gale")


@pytest.fixture
def olga(acme: Account) -> Member:
    return Member.objects.select_related("person").get(account=acme, address="olga@example.com")


@pytest.fixture
def greg(globex: Account) -> Member:
    return Member.objects.select_related("person").get(account=globex, address="greg@example.com")


@pytest.fixture
def services(acme: Account) -> list[Service]:
    return [make_service(acme, name) for name in ("www", "images", "api")]


@pytest.fixture
def workspaces(acme: Account) -> list[Workspace]:
    return [make_workspace(acme, name) for name in ("Storefront", "Checkout")]


@pytest.fixture
def sam(acme: Account) -> Member:
    return join(acme, "Sam Sand", "superuser")


@pytest.fixture
def erin(acme: Account, services: list[Service]) -> Member:
    return join(acme, "Erin Elm", "engineer", services={services[0]: "full"})


@pytest.fixture
def bill(acme: Account) -> Member:
    return join(acme, "Bill Birch", "billing")


@pytest.fixture
def uma(acme: Account) -> Member:
    return join(acme, "Uma Umber", "user")


def open_account(name: str, *, owner: str) -> Account:
    """An account whose owner's address is their first name at example.com."""
    ids = accounts.create(
        operator(), name=name, owner_name=owner, owner_address=address(owner), password_hash=password_hash()
    )
    Person.objects.filter(address=address(owner)).update(mailbox_proved_at=now())
    return Account.objects.get(ref=ids["account"])


def make_service(account: Account, name: str) -> Service:
    return Service.objects.get(ref=protected.make_service(operator(account.pk), name))


def make_workspace(account: Account, name: str) -> Workspace:
    return Workspace.objects.get(ref=protected.make_workspace(operator(account.pk), name))


def join(
    account: Account,
    name: str,
    *roles: str,
    services: Mapping[Service, str] | None = None,
    workspaces: Iterable[Workspace] | None = None,
) -> Member:
    """Somebody active in an account, limited where `services` or `workspaces` are given."""
    at = now()
    person = Person.objects.filter(address=address(name)).first() or make_person(name, at)
    member = Member.objects.create(
        account=account, person=person, address=person.address, address_key=person.address_key, created_at=at
    )
    MemberState.objects.create(
        member=member, account=account, state="active", name=name, sort_key=name_key(name), since=at
    )
    for role in roles:
        MemberRole.objects.create(member=member, role=role, since=at)
    if services is not None or workspaces is not None:
        limits = {"services": services is not None, "workspaces": workspaces is not None}
        Limit.objects.create(member=member, since=at, **limits)
    for service, level in (services or {}).items():
        ServiceGrant.objects.create(member=member, service=service, level=level, since=at)
    for workspace in workspaces or ():
        WorkspaceGrant.objects.create(member=member, workspace=workspace, since=at)
    return member


def make_person(name: str, at: datetime) -> Person:
    return Person.objects.create(
        address=address(name),
        address_key=address(name),
        name=name,
        password=password_hash(),
        created_at=at,
        mailbox_proved_at=at,
    )


def address(name: str) -> str:
    return f"{name.split()[0].lower()}@example.com"


def password_hash() -> str:
    return _password_hash(hashing.MEMORY_KIB)


@cache
def _password_hash(cost: int) -> str:
    return make_password(PASSWORD)


def acting(member: Member, *, sudo: bool = True) -> Actor:
    """A member at the panel, who has just proved to be there unless `sudo` is off."""
    return Actor(
        Door.PANEL,
        account_id=member.account_id,
        member_id=member.pk,
        person_id=member.person_id,
        sudo_until=now() + SUDO if sudo else None,
    )


def signed_in(client: Client, member: Member, *, sudo: bool = True) -> Client:
    """The client with the cookie of a real session that stands in the member's account, by password."""
    secret, at = new_session_secret(), now()
    session = Session.objects.create(
        person_id=member.person_id,
        digest=session_digest(secret),
        created_at=at,
        last_seen_at=at,
        expires_at=at + LONGEST,
        methods=["password"],
        sudo_at=at if sudo else None,
    )
    Standing.objects.create(
        session=session, account_id=member.account_id, member=member, methods=["password"], opened_at=at
    )
    client.cookies[settings.SESSION_COOKIE_NAME] = secret
    return client
