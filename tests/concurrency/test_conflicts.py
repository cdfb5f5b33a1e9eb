"""Changes that cannot both be: thirty times at the same instant, and each time one success, one refusal.

Threads with connections of their own, on a real database of either kind.
"""

from collections.abc import Callable
from typing import Any

import pytest

from ostiary.actions import acceptance, caps, closing, groups, invitations, member_access, members, ownership
from ostiary.actions.acceptance import Link
from ostiary.actions.actors import Actor, Door
from ostiary.actions.wanted import Wanted
from ostiary.keyring import ring
from ostiary.models import (
    Account,
    Event,
    GroupName,
    Invitation,
    Member,
    MemberRole,
    MemberState,
    Ownership,
    Person,
)
from ostiary.proofs.chain import GENESIS, event_digest
from ostiary.proofs.links import LinkKind, link_secret
from tests.cast import acting, join, open_account, password_hash
from tests.threads import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)

TRIALS = 30
STRANGER = Actor(Door.PANEL)


def states(account: Account) -> dict[int, str]:
    return dict(MemberState.objects.current().filter(account=account).values_list("member", "state"))


def chain_holds(account: Account) -> bool:
    digest = GENESIS
    for number, event in enumerate(Event.objects.filter(account=account).order_by("number"), 1):
        digest = event_digest(digest, event.body)
        if (event.number, bytes(event.digest)) != (number, digest):
            return False
    return True


def owner(account: Account) -> Member:
    return Member.objects.select_related("person").get(
        pk=Ownership.objects.current().get(account=account).member_id
    )


def test_two_superusers_removing_each_other():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        one, two = (
            join(account, f"One{trial} Oak", "superuser"),
            join(account, f"Two{trial} Tan", "superuser"),
        )

        answers = at_once(
            lambda: members.delete(acting(one), two.ref), lambda: members.delete(acting(two), one.ref)
        )

        assert refusals(answers) == ["not_found"]
        assert sorted(states(account)[member.pk] for member in (one, two)) == ["active", "ended"]
        assert chain_holds(account)


def test_c12_an_invitation_accepted_while_the_account_is_closed():
    """Whichever comes first, nobody is in afterwards."""
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        olga = owner(account)
        address = f"nora{trial}@example.org"
        ref = invitations.invite(acting(olga), address, Wanted(frozenset({"user"})))["invitation"]
        link = Link(ref, link_secret(ring(), LinkKind.INVITATION, ref, 1))

        answers = at_once(
            lambda: closing.close(acting(olga)),
            lambda: acceptance.accept_as_new(STRANGER, link, name="Nora", password_hash=password_hash()),
        )

        assert refusals(answers) in ([], ["invitation_deleted"])
        assert set(states(account).values()) == {"ended"}
        assert chain_holds(account)


def test_two_superusers_closing_at_once():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        sam = join(account, f"Sam{trial} Sand", "superuser")

        answers = at_once(lambda: closing.close(acting(owner(account))), lambda: closing.close(acting(sam)))

        assert refusals(answers) == ["not_found"]
        assert account.closures.count() == 1
        assert chain_holds(account)


def test_two_demotions_leave_a_superuser():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        one, two = (
            join(account, f"One{trial} Oak", "superuser"),
            join(account, f"Two{trial} Tan", "superuser"),
        )
        plain = Wanted(frozenset({"user"}))

        answers = at_once(
            lambda: member_access.change(acting(one), two.ref, plain, version=two.version),
            lambda: member_access.change(acting(two), one.ref, plain, version=one.version),
        )

        assert refusals(answers) == ["no_role_gives_it"]
        superusers = MemberRole.objects.current().filter(member__account=account, role="superuser")
        assert superusers.count() == 2


def test_one_version_is_changed_once():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        boss, uma = owner(account), join(account, f"Uma{trial} Umber", "user")
        wishes = [Wanted(frozenset({"billing"})), Wanted(frozenset({"engineer"}))]

        answers = at_once(
            *(
                lambda wish=wish: member_access.change(acting(boss), uma.ref, wish, version=uma.version)
                for wish in wishes
            )
        )

        assert refusals(answers) == ["changed_meanwhile"]
        assert MemberRole.objects.current().filter(member=uma).count() == 1


def link_of(invitation: str) -> Link:
    row = Invitation.objects.get(ref=invitation)
    return Link(row.ref, link_secret(ring(), LinkKind.INVITATION, row.ref, row.number))


def become(link: Link, name: str) -> Callable[[], Any]:
    return lambda: acceptance.accept_as_new(STRANGER, link, name=name, password_hash=password_hash())


def test_c7_two_acceptances_of_one_invitation():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        sent = invitations.invite(
            acting(owner(account)), f"n{trial}@example.org", Wanted(frozenset({"user"}))
        )
        link = link_of(sent["invitation"])

        answers = at_once(become(link, "Nina"), become(link, "Mallory"))

        assert refusals(answers) == ["invitation_accepted"]
        assert Person.objects.filter(address=f"n{trial}@example.org").count() == 1


def test_two_accounts_invitations_to_one_new_address():
    for trial in range(TRIALS):
        links = []
        for name in ("Acme", "Globex"):
            account = open_account(f"{name} {trial}", owner=f"{name}{trial} Ohm")
            wanted = Wanted(frozenset({"user"}))
            sent = invitations.invite(acting(owner(account)), f"n{trial}@example.org", wanted)
            links.append(link_of(sent["invitation"]))

        answers = at_once(*(become(link, "Nina") for link in links))

        assert refusals(answers) == ["sign_in_to_accept"]
        nina = Person.objects.get(address=f"n{trial}@example.org")
        assert Member.objects.filter(person=nina).count() == 1


def test_transfer_against_delete():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        boss, sam = owner(account), join(account, f"Sam{trial} Sand", "superuser")
        uma = join(account, f"Uma{trial} Umber", "user")

        answers = at_once(
            lambda: ownership.transfer(acting(boss), uma.ref), lambda: members.delete(acting(sam), uma.ref)
        )

        assert refusals(answers) in (["not_found"], ["owner_must_hand_over"])
        assert states(account)[owner(account).pk] == "active"


def test_c6_accepting_against_deleting_the_invitation():
    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        boss = owner(account)
        sent = invitations.invite(acting(boss), f"n{trial}@example.org", Wanted(frozenset({"user"})))

        answers = at_once(
            become(link_of(sent["invitation"]), "Nina"),
            lambda: invitations.delete(acting(boss), sent["invitation"]),
        )

        assert refusals(answers) in (["invitation_deleted"], ["invitation_closed"])
        member = Member.objects.get(ref=sent["member"])
        assert states(account)[member.pk] == (
            "ended" if refusals(answers)[0] == "invitation_deleted" else "active"
        )


def test_a_double_click_at_the_same_instant():
    from dataclasses import replace

    for trial in range(TRIALS):
        account = open_account(f"Acme {trial}", owner=f"Olga{trial} Ohm")
        actor = replace(acting(owner(account)), once="one form")
        invite = lambda: invitations.invite(actor, f"n{trial}@example.org", Wanted(frozenset({"user"})))

        first, second = at_once(invite, invite)

        assert first == second
        assert Invitation.objects.filter(account=account).count() == 1


def test_two_groups_made_at_once_where_there_is_room_for_one(monkeypatch):
    account = open_account("Acme", owner="Olga Ohm")
    olga = owner(account)
    for trial in range(TRIALS):
        monkeypatch.setattr(caps, "GROUPS", trial + 1)

        answers = at_once(
            lambda: groups.make(acting(olga), f"One {trial}"),
            lambda: groups.make(acting(olga), f"Two {trial}"),
        )

        assert refusals(answers) == ["too_many_groups"]
        assert GroupName.objects.current().filter(account=account).count() == trial + 1
    assert chain_holds(account)
