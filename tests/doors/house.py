"""Two houses that are furnished alike: an account with one of everything, and the neighbour's.

A sweep asks for every page of one house with the ids of the other. So a house keeps, by one word each, what
addresses and forms are made of, and whose browser holds which cookies.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client

from ostiary.actions import contacts, drafts, groups, invitations, members, passes, service_groups, tokens
from ostiary.actions.drafts import Sheet
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import (
    Account,
    Delivery,
    Invitation,
    Member,
    MemberState,
    Pass,
    PassCode,
    Passkey,
    PasswordReset,
    Person,
    TotpDevice,
    TrustedBrowser,
)
from ostiary.models.factors import TRUST
from ostiary.models.passes import CODE_LIFE
from ostiary.proofs import totp
from ostiary.proofs.cookies import browser_digest, new_browser_secret
from ostiary.proofs.ids import LENGTH, random_base62
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.proofs.passes import pass_code
from tests.authenticator import Authenticator
from tests.cast import acting, join, make_person, make_service, make_workspace, open_account
from tests.doors.parts import PARTS
from tests.keys import give_key

USER = Wanted(roles=frozenset({"user"}))


@dataclass
class House:
    name: str
    account: Account
    members: dict[str, Member] = field(default_factory=dict)
    # Public ids, addresses and secrets, by the word that routes name them with.
    refs: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    # What programs send in their headers (`callers.py`).
    sends: dict[str, dict[str, str]] = field(default_factory=dict)
    # The user's own.
    key: Authenticator = field(default_factory=Authenticator)

    def browser(self, who: str, *, enforce_csrf_checks: bool = False) -> Client:
        """A fresh browser with this one's cookies alone. What breaks inside is an answer with 500."""
        client = Client(enforce_csrf_checks, raise_request_exception=False)
        for name, value in self.cookies[who].items():
            client.cookies[name] = value
        return client

    def address(self, local: str) -> str:
        return f"{local}@{self.name.lower()}.example"


def furnish(name: str) -> House:
    """An account with somebody of every part and one of everything that has an id."""
    house = House(name, open_account(name, owner=f"{name}-owner"))
    services = [make_service(house.account, f"{name} {word}") for word in ("www", "images", "api")]
    workspaces = [make_workspace(house.account, f"{name} {word}") for word in ("shop", "till")]
    house.members["owner"] = Member.objects.select_related("person").get(account=house.account)
    for part, given in list(PARTS.items())[1:]:
        house.members[part] = join(
            house.account,
            _named(house, part),
            *given.roles,
            services={services[0]: given.level} if given.level else None,
            workspaces=[workspaces[0]] if given.one_workspace else None,
        )
    for word in ("spare", "locked", "former", "in by a pass"):
        house.members[word] = join(house.account, _named(house, word), "user")
    house.refs = {"account": house.account.ref}
    house.refs |= _by_word(("service", "hidden_service"), services)
    house.refs |= _by_word(("workspace", "hidden_workspace"), workspaces)
    house.refs |= _by_word(house.members, house.members.values())
    _put_credentials(house)
    _put_drafts_and_a_contact(house)
    _put_invitations(house)
    _put_groups(house)
    _put_what_is_the_users_own(house)
    _put_passes(house)
    MemberState.objects.filter(member=house.members["locked"]).update(locked=True)
    members.delete(acting(house.members["superuser"]), house.members["former"].ref, revoke_tokens=True)
    return house


def _named(house: House, part: str) -> str:
    return f"{house.name}-{part.replace(' ', '-')}"


def _by_word(words: Iterable[str], rows: Iterable[Member]) -> dict[str, str]:
    return {word.replace(" ", "_"): row.ref for word, row in zip(words, rows, strict=False)}


def _put_credentials(house: House) -> None:
    for word, holder in (("token", "superuser"), ("own_token", "user"), ("former_token", "former")):
        made = tokens.create(acting(house.members[holder]), name=f"{house.name} {word}", scopes=["global"])
        house.refs |= {word: made["token"], f"{word}_secret": made["secret"]}
    reset = PasswordReset.objects.create(
        person=house.members["spare"].person, requested_at=now(), expires_at=now() + timedelta(hours=1)
    )
    house.refs |= {
        "reset": reset.ref,
        "reset_secret": link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number),
    }


def _put_drafts_and_a_contact(house: House) -> None:
    superuser, spare = acting(house.members["superuser"]), house.members["spare"]
    house.refs |= {
        "contact": contacts.add(superuser, "billing", name="Carla Coin", address=house.address("carla")),
        "draft": drafts.keep(superuser, Sheet(member=spare.ref, version=spare.version)),
        "invitation_draft": drafts.add_role(superuser, Sheet(), "user"),
        "spare_address": spare.address,
        "former_address": house.members["former"].address,
    }


def _put_invitations(house: House) -> None:
    """One to somebody new, one to somebody known elsewhere, and one that was declined."""
    known = make_person(_named(house, "invited"), now())
    for word, address in (
        ("invitation", house.address("new")),
        ("known_invitation", known.address),
        ("declined", house.address("declined")),
    ):
        house.refs[word] = invite(house, address)
    Invitation.objects.filter(ref=house.refs["declined"]).update(outcome="declined", closed_at=now())
    sent = Invitation.objects.select_related("member").get(ref=house.refs["invitation"])
    house.refs |= {
        "invitee": sent.member.ref,
        "invitation_secret": link_to(sent).rpartition("/")[2],
    }


def invite(house: House, address: str) -> str:
    """An invitation whose letter is on its way to the mailbox. Returns its id."""
    ref = invitations.invite(acting(house.members["superuser"]), address, USER)["invitation"]
    Invitation.objects.filter(ref=ref).update(delivery=Delivery.SENT)
    return ref


def link_to(invitation: Invitation) -> str:
    """The way that the letter leads, as far as it is a path."""
    secret = link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number)
    return f"/invitation/{invitation.ref}/{secret}"


def _put_groups(house: House) -> None:
    """A group that gives somebody what they have already, and a service group that nothing reaches."""
    superuser, refs = acting(house.members["superuser"]), house.refs
    group, reached, other = (
        groups.make(superuser, f"{house.name} readers"),
        service_groups.make(superuser, f"{house.name} web"),
        service_groups.make(superuser, f"{house.name} rest"),
    )
    service_groups.add_services(superuser, reached, [refs["service"]])
    groups.add_roles(superuser, group, ["user"])
    groups.add_service_groups(superuser, group, [reached])
    groups.add_members(superuser, group, [refs["spare"]])
    house.refs |= {"group": group, "service_group": reached, "other_service_group": other}


def _put_what_is_the_users_own(house: House) -> None:
    """A passkey, an authenticator app that is in use, one that is being set up, a browser that is trusted."""
    person = house.members["user"].person
    house.key = give_key(person)
    house.refs["passkey"] = Passkey.objects.get(person=person).ref
    house.refs["browser"] = _trusted(person)
    house.refs |= {"device": _device(person, confirmed=True), "enrolling": _device(person, confirmed=False)}


def _put_passes(house: House) -> None:
    """Two that were given, for one of which a code is out; apps that count in one account alone."""
    let_in, came_in, enrolled = (house.members[word] for word in ("user", "in by a pass", "user by app"))
    for member in (let_in, came_in):
        passes.give(acting(house.members["superuser"]), member.ref)
    letter = PassCode.objects.create(person=let_in.person, asked_at=now(), expires_at=now() + CODE_LIFE)
    house.refs |= {
        "pass_code_secret": pass_code(ring(), letter.ref, Pass.objects.get(member=let_in).ref),
        "own_account_app": _device(let_in.person, confirmed=True, member=let_in),
        "account_app": _device(enrolled.person, confirmed=True, member=enrolled),
        "enrolling_here": _device(came_in.person, confirmed=False, member=came_in),
    }
    for member in (came_in, enrolled):
        _device(member.person, confirmed=True)


def _device(person: Person | None, *, confirmed: bool, member: Member | None = None) -> str:
    device = TotpDevice(person=person, member=member, name="Phone", created_at=now())
    device.confirmed_at = now() if confirmed else None
    device.sealed_secret = ring().seal("totp", totp.new_secret(), device.ref)
    device.save()
    return device.ref


def _trusted(person: Person | None) -> str:
    browser = TrustedBrowser(person=person, digest=browser_digest(new_browser_secret()), created_at=now())
    browser.expires_at, browser.last_used_at = now() + TRUST, now()
    browser.save()
    return browser.ref


def nowhere(house: House) -> dict[str, str]:
    """For everything the house has, something of the same form that never was."""
    return {
        word: "nobody@nowhere.example" if "@" in text else random_base62(max(LENGTH, len(text)))
        for word, text in house.refs.items()
    }
