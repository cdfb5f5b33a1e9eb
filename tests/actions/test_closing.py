"""Closing an account: everything ends at one instant, each thing by name, and nothing opens it any more."""

import pytest
from django.db import IntegrityError

from ostiary.access.refusals import Conflict, Forbidden, NotFound
from ostiary.actions import (
    acceptance,
    automation_tokens,
    closing,
    contacts,
    credentials,
    groups,
    invitations,
    members,
    protected,
    service_groups,
    tokens,
)
from ostiary.actions.acceptance import Link
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.credentials import Credentials, NotProved
from ostiary.actions.kernel import SudoNeeded
from ostiary.actions.wanted import Wanted
from ostiary.keyring import ring
from ostiary.models import (
    Closure,
    Contact,
    Event,
    GroupMember,
    GroupName,
    Invitation,
    Job,
    MemberRole,
    MemberState,
    Ownership,
    Person,
    ServiceGroupName,
    Standing,
    Token,
)
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.queries import landing, own_accounts
from ostiary.queries.former import former_access
from tests.cast import PASSWORD, acting, join, make_service, make_workspace, signed_in

USER = Wanted(frozenset({"user"}))


@pytest.fixture
def full(acme, olga, sam, uma, client):
    """Acme with one of everything that ends, but no services and workspaces."""
    superuser = acting(sam)
    tokens.create(acting(uma), name="script", scopes=["global"])
    automation_tokens.create(superuser, name="robot", role="engineer", scopes=["global"])
    contacts.add(superuser, "billing", member_ref=uma.ref)
    contacts.add(superuser, "emergency", name="Ed East", address="ed@example.org")
    group = groups.make(superuser, "Readers")
    groups.add_members(superuser, group, [uma.ref])
    service_groups.make(superuser, "Web")
    invitations.invite(superuser, "nora@example.org", USER)
    declined = invitations.invite(superuser, "dan@example.org", USER)["invitation"]
    acceptance.decline_by_link(Actor(Door.PANEL), link_of(declined))
    signed_in(client, uma)
    Job.objects.all().delete()
    return acme


def link_of(ref):
    return Link(ref, link_secret(ring(), LinkKind.INVITATION, ref, 1))


def test_everything_ends_at_one_instant(full, olga):
    closing.close(acting(olga))

    at = Closure.objects.current().get(account=full).since
    assert set(MemberState.objects.current().filter(account=full).values_list("state", flat=True)) == {
        "ended"
    }
    assert not Token.objects.filter(account=full, ended_at=None).exists()
    assert not Standing.objects.filter(account=full, ended_at=None).exists()
    assert not Invitation.objects.filter(account=full, outcome="pending").exists()
    for kind in (Contact, GroupName, ServiceGroupName):
        assert not kind.objects.current().filter(account=full).exists(), kind
    assert not MemberRole.objects.current().filter(member__account=full).exists()
    assert not GroupMember.objects.current().filter(member__account=full).exists()
    ends = MemberState.objects.current().filter(account=full).values_list("since", flat=True)
    assert {*ends, *Token.objects.filter(account=full).values_list("ended_at", flat=True)} == {at}


def test_each_thing_is_named_in_the_trail(full, olga, sam, uma):
    before = Event.objects.filter(account=full).latest("number").number

    closing.close(acting(olga))

    told = Event.objects.filter(account=full, number__gt=before).order_by("number")
    assert told[0].name == "account.closed"
    counted = {}
    for event in told:
        counted[event.name] = counted.get(event.name, 0) + 1
    assert counted == {
        "account.closed": 1,
        "group.deleted": 1,
        "service_group.deleted": 1,
        "token.ended": 2,
        "invitation.deleted": 1,
        "member.ended": 5,
        "contact.removed": 2,
    }
    ended = {event.target_ref for event in told if event.name == "member.ended"}
    assert {olga.ref, sam.ref, uma.ref} < ended
    assert {event.actor_ref for event in told} == {olga.ref}


def test_the_owner_and_all_superusers_are_told_and_nobody_else(full, olga, sam, uma):
    closing.close(acting(sam))

    told = {job.payload["member"] for job in Job.objects.filter(kind="mail")}
    assert told == {olga.pk, sam.pk}
    assert {job.payload["letter"] for job in Job.objects.all()} == {"account_closed"}


def test_nothing_is_done_while_services_or_workspaces_are_left(full, olga):
    for make, end in (
        (make_service, protected.delete_service),
        (make_workspace, protected.delete_workspace),
    ):
        left = make(full, "left")
        with pytest.raises(Conflict, match="account_not_empty"):
            closing.close(acting(olga))
        assert not Closure.objects.exists()
        end(acting(olga), left.ref)

    closing.close(acting(olga))
    assert Closure.objects.exists()


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_superusers_alone_close_it(acme, services, request, who):
    with pytest.raises(Forbidden):
        closing.close(acting(request.getfixturevalue(who)))


def test_presence_is_asked_for(olga):
    with pytest.raises(SudoNeeded):
        closing.close(acting(olga, sudo=False))


def test_the_neighbour_and_who_is_in_both_keep_the_other_account(full, globex, olga, greg):
    both = join(globex, "Olga Ohm", "user")
    person = Person.objects.get(pk=olga.person_id)
    Person.objects.filter(pk=person.pk).update(default_account=full, last_account=full)

    closing.close(acting(olga))

    assert [one.ref for one in own_accounts.of(person.pk)] == [globex.ref]
    assert landing.of(person.pk).ref == globex.ref
    assert MemberState.objects.current().get(member=both).state == "active"
    assert MemberState.objects.current().get(member=greg).state == "active"


def test_whoever_was_in_acts_no_more_by_anything_they_still_hold(full, olga, sam, uma):
    actor = acting(sam)
    closing.close(acting(olga))

    for deed in (
        lambda: invitations.invite(actor, "late@example.org", USER),
        lambda: closing.close(actor),
        lambda: members.leave(actor, full.ref),
        lambda: tokens.create(actor, name="late", scopes=["global"]),
    ):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotProved, match="account_not_chosen"):
        credentials.prove(Actor(Door.API), Credentials(PASSWORD, address=uma.address))


def test_an_invitation_that_waited_is_withdrawn_and_its_link_says_so(full, olga):
    link = link_of(Invitation.objects.get(outcome="pending").ref)
    closing.close(acting(olga))

    with pytest.raises(Conflict, match="invitation_deleted"):
        acceptance.accept_as_new(Actor(Door.PANEL), link, name="Nora", password_hash="x")


def test_all_of_it_or_nothing(full, olga):
    """A database that takes everything but the last row keeps none of it."""
    Closure.objects.create(account=full, since=full.created_at)
    before = Event.objects.count()

    with pytest.raises(IntegrityError):
        closing.close(acting(olga))

    assert MemberState.objects.current().filter(account=full, state="active").count() == 3
    assert Token.objects.filter(account=full, ended_at=None).count() == 2
    assert (Event.objects.count(), Job.objects.count()) == (before, 0)


# Opening it again


def test_the_operator_opens_it_to_its_owner_alone(full, olga, sam, uma):
    closing.close(acting(sam))

    assert closing.reopen(operator(full.pk)) == "olga@example.com"

    assert dict(MemberState.objects.current().filter(account=full).values_list("member", "state"))[
        olga.pk
    ] == ("active")
    assert MemberState.objects.current().filter(account=full, state="active").count() == 1
    assert MemberRole.objects.current().get(member__account=full).role == "superuser"
    assert Ownership.objects.current().get(account=full).member == olga
    assert not Closure.objects.current().exists()
    assert not Token.objects.filter(account=full, ended_at=None).exists()
    assert Event.objects.filter(account=full).latest("number").name == "account.reopened"


def test_whom_the_owner_invites_anew_is_offered_what_they_had(full, olga, uma):
    closing.close(acting(olga))
    closing.reopen(operator(full.pk))

    former = former_access(full.pk, uma.address)

    assert [role.role.code for role in former.given.roles] == ["user"]
    olga.refresh_from_db()
    assert invitations.invite(acting(olga), uma.address, USER)["member"] == uma.ref


def test_it_can_be_closed_and_opened_more_than_once(full, olga):
    for _ in range(2):
        closing.close(acting(olga))
        closing.reopen(operator(full.pk))

    assert full.closures.count() == 2
    with pytest.raises(Conflict, match="account_not_closed"):
        closing.reopen(operator(full.pk))


def test_nobody_but_the_operator_opens_it(full, olga):
    closing.close(acting(olga))
    with pytest.raises(NotFound):
        closing.reopen(acting(olga))


def test_it_stays_closed_where_its_owner_could_not_sign_in(full, olga):
    closing.close(acting(olga))
    Person.objects.filter(pk=olga.person_id).update(password="")

    with pytest.raises(Conflict, match="owner_cannot_sign_in"):
        closing.reopen(operator(full.pk))
    assert Closure.objects.current().exists()
