"""Random stories of two accounts and the people in them, told by the actions and checked against the oracle.

After every step: each account has one owner who is an active superuser, nobody has access without a current
row, nobody who is gone has a live credential, and every change left an event in an unbroken chain.
"""

import itertools
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ostiary.access.refusals import Refusal
from ostiary.actions import acceptance, invitations, member_access, members, ownership, tokens
from ostiary.actions.acceptance import Link
from ostiary.actions.actors import Actor, Door
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Account, Event, Invitation, Member, MemberState, Ownership, Person, Standing, Token
from ostiary.proofs.chain import GENESIS, event_digest
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.queries.access import access_of
from tests.cast import acting, open_account, password_hash
from tests.stories.oracle import Somebody, World
from tests.undone import undone

pytestmark = pytest.mark.django_db

NAMES = ("ana", "ben", "cleo", "dan", "eve")
ROLES = [("user",), ("engineer",), ("billing",), ("superuser",), ("superuser", "security_user")]
names, which, sets = st.sampled_from(NAMES), st.integers(0, 1), st.sampled_from(ROLES).map(frozenset)
runs = itertools.count()


class Story(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.run = next(runs)
        self.told = undone()
        self.told.__enter__()
        self.clock = time_machine.travel(now(), tick=False)
        self.traveller = self.clock.start()
        self.accounts = [open_account(name, owner=f"{name}{self.run} Owner") for name in ("Acme", "Globex")]
        self.worlds = []
        for account in self.accounts:
            owner = Ownership.objects.current().get(account=account).member.address
            self.worlds.append(
                World(owner, {owner: Somebody("active", frozenset({"superuser"}), "accepted")})
            )
        self.events = 0

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            self.clock.stop()
            self.told.__exit__(None, None, None)

    # Who and what

    def address(self, name: str) -> str:
        return f"{name}{self.run}@example.org"

    def member(self, at: int, address: str) -> Member | None:
        found = Member.objects.filter(account=self.accounts[at], address=address)
        return found.select_related("person").first()

    def actor(self, at: int, name: str) -> str:
        """Half the time the owner, so that stories get somewhere."""
        address = self.address(name)
        return address if self.member(at, address) else self.worlds[at].owner

    def tell(self, expected: str, deed: Any) -> Any:
        """Do it, and compare the answer with the oracle's."""
        self.traveller.shift(1)
        before = Event.objects.count()
        try:
            answer = deed()
        except Refusal as refusal:
            assert refusal.code == expected
            assert Event.objects.count() == before
            return None
        assert not expected, f"should have been refused: {expected}"
        return answer

    # What may happen

    @rule(at=which, by=names, name=names, roles=sets)
    def invite(self, at: int, by: str, name: str, roles: frozenset[str]) -> None:
        world, actor, whom = self.worlds[at], self.actor(at, by), self.address(name)
        expected = world.why_not_invite(actor, whom, now() + timedelta(seconds=1))
        wanted = Wanted(roles)
        if self.tell(expected, lambda: invitations.invite(acting(self.member(at, actor)), whom, wanted)):
            world.invited(actor, whom, roles, now())

    @rule(at=which, by=names, name=names)
    def resend(self, at: int, by: str, name: str) -> None:
        world, actor, whom = self.worlds[at], self.actor(at, by), self.address(name)
        if invitation := self.latest(at, whom):
            expected = world.why_not_touch_invitation(actor, whom)
            deed = lambda: invitations.resend(acting(self.member(at, actor)), invitation.ref) or True
            if self.tell(expected, deed):
                world.resent(actor, whom, now())

    @rule(at=which, by=names, name=names)
    def take_back(self, at: int, by: str, name: str) -> None:
        world, actor, whom = self.worlds[at], self.actor(at, by), self.address(name)
        if invitation := self.latest(at, whom):
            expected = world.why_not_touch_invitation(actor, whom)
            deed = lambda: invitations.delete(acting(self.member(at, actor)), invitation.ref) or True
            if self.tell(expected, deed):
                world.withdrawn(whom)

    @rule(at=which, name=names, says_yes=st.booleans())
    def answer(self, at: int, name: str, says_yes: bool) -> None:
        world, whom = self.worlds[at], self.address(name)
        if not (invitation := self.latest(at, whom)):
            return
        person = Person.objects.filter(address=whom).first()
        expected = world.why_not_accept(whom, now() + timedelta(seconds=1))
        if not says_yes:
            expected = "" if expected == "invitation_void" else expected
        if self.tell(expected, lambda: self.reply(invitation, person, says_yes)):
            if says_yes:
                world.accepted(whom)
            else:
                world.people[whom].invitation = "declined"

    def reply(self, invitation: Invitation, person: Person | None, says_yes: bool) -> bool:
        link = Link(
            invitation.ref, link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number)
        )
        if person:
            me = Actor(Door.PANEL, person_id=person.pk)
            (acceptance.accept if says_yes else acceptance.decline)(me, invitation.ref)
        elif says_yes:
            acceptance.accept_as_new(Actor(Door.PANEL), link, name="Somebody", password_hash=password_hash())
        else:
            acceptance.decline_by_link(Actor(Door.PANEL), link)
        return True

    @rule(days=st.integers(1, 5))
    def time_passes(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))

    @rule(at=which, by=names, name=names, roles=sets)
    def change(self, at: int, by: str, name: str, roles: frozenset[str]) -> None:
        """Of an active member and of a pending invitation alike."""
        world, actor, whom = self.worlds[at], self.actor(at, by), self.actor(at, name)
        member = self.member(at, whom)
        wanted = Wanted(roles, bypass_sso=False)
        expected = world.why_not_change(actor, whom, roles)
        deed = lambda: member_access.change(
            acting(self.member(at, actor)), member.ref, wanted, version=member.version
        )
        if self.tell(expected, deed) is not None:
            world.people[whom].roles = roles

    @rule(at=which, by=names, name=names, revoke=st.booleans())
    def remove(self, at: int, by: str, name: str, revoke: bool) -> None:
        world, actor, whom = self.worlds[at], self.actor(at, by), self.actor(at, name)
        expected = world.why_not_delete(actor, whom, revoke=revoke)
        member = self.member(at, whom)
        deed = lambda: (
            members.delete(acting(self.member(at, actor)), member.ref, revoke_tokens=revoke) or True
        )
        if self.tell(expected, deed):
            world.ended(whom)

    @rule(at=which, name=names)
    def leave(self, at: int, name: str) -> None:
        world, whom = self.worlds[at], self.actor(at, name)
        member = self.member(at, whom)
        if member.person_id is None:
            return
        expected = world.why_not_go(whom) if world.people[whom].state == "active" else "not_found"
        me = Actor(Door.PANEL, person_id=member.person_id)
        if self.tell(expected, lambda: members.leave(me, member.account.ref) or True):
            world.ended(whom)

    @rule(at=which, by=names, name=names)
    def transfer(self, at: int, by: str, name: str) -> None:
        world, actor, whom = self.worlds[at], self.actor(at, by), self.actor(at, name)
        expected = world.why_not_transfer(actor, whom)
        member = self.member(at, whom)
        if self.tell(
            expected, lambda: ownership.transfer(acting(self.member(at, actor)), member.ref) or True
        ):
            world.transferred(whom)

    @rule(at=which, name=names)
    def make_token(self, at: int, name: str) -> None:
        world, whom = self.worlds[at], self.actor(at, name)
        expected = "" if world.people[whom].state == "active" else "not_found"
        member = self.member(at, whom)
        made = self.tell(expected, lambda: tokens.create(acting(member), name="ci", scopes=["global"]))
        if made:
            world.people[whom].tokens.add(made["token"])

    def latest(self, at: int, whom: str) -> Invitation | None:
        if whom not in self.worlds[at].people:
            return None
        found = Invitation.objects.filter(account=self.accounts[at], member__address=whom)
        return found.select_related("member").order_by("-pk").first()

    # What must always hold

    @invariant()
    def everybody_has_exactly_what_the_oracle_says(self) -> None:
        for account, world in zip(self.accounts, self.worlds, strict=True):
            for member in Member.objects.filter(account=account):
                somebody = world.people[member.address]
                having = access_of(member.pk, now())
                assert having.state == somebody.state
                assert having.is_in_force == (somebody.state == "active")
                in_force = {role.code for role in having.roles()}
                assert in_force == (somebody.roles if somebody.state == "active" else set())

    @invariant()
    def each_account_has_one_owner_who_is_an_active_superuser(self) -> None:
        for account, world in zip(self.accounts, self.worlds, strict=True):
            owner = Ownership.objects.current().get(account=account).member
            assert owner.address == world.owner
            assert world.is_superuser(owner.address)

    @invariant()
    def nobody_who_is_gone_has_a_live_credential(self) -> None:
        gone = MemberState.objects.current().filter(account__in=self.accounts).exclude(state="active")
        members_gone = gone.values("member")
        assert not Token.objects.filter(member__in=members_gone, ended_at__isnull=True).exists()
        assert not Standing.objects.filter(member__in=members_gone, ended_at__isnull=True).exists()
        open_ones = Invitation.objects.filter(
            account__in=self.accounts, outcome="pending", inviter__in=members_gone
        )
        assert not open_ones.exists()

    @invariant()
    def the_trail_is_whole(self) -> None:
        for account in self.accounts:
            digest = GENESIS
            for number, event in enumerate(Event.objects.filter(account=account).order_by("number"), 1):
                digest = event_digest(digest, event.body)
                assert (event.number, bytes(event.digest)) == (number, digest)
            head = Account.objects.get(pk=account.pk)
            assert bytes(head.event_digest) == digest


def tell_stories(stories: int, steps: int) -> None:
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_short_stories():
    tell_stories(10, 30)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_ten_thousand_steps(part):
    tell_stories(30, 100)
