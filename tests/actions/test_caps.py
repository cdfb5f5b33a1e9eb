"""Caps: one more than may be is refused and leaves nothing behind, and what has gone makes room."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.access.refusals import Conflict
from ostiary.actions import (
    automation_tokens,
    caps,
    contacts,
    groups,
    invitations,
    protected,
    service_groups,
    signing_in,
    tokens,
)
from ostiary.actions.actors import Actor, Door
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, GroupMember
from ostiary.queries.own_security import trusted_browsers_of
from tests.actions.test_trusted_browsers import trusting
from tests.cast import PASSWORD, acting, join

# By the cap: its refusal, how one is made, and how it goes.
OF_AN_ACCOUNT = {
    "CONTACTS": (
        "too_many_contacts",
        lambda who, name: contacts.add(who, "billing", name=name, address="ed@example.org"),
        contacts.remove,
    ),
    "AUTOMATION_TOKENS": (
        "too_many_automation_tokens",
        lambda who, name: automation_tokens.create(who, name=name, role="user", scopes=["global"])["token"],
        tokens.end_automation,
    ),
    "GROUPS": ("too_many_groups", groups.make, groups.delete),
    "SERVICE_GROUPS": ("too_many_service_groups", service_groups.make, service_groups.delete),
    "SERVICES": ("too_many_services", protected.make_service, protected.delete_service),
    "WORKSPACES": ("too_many_workspaces", protected.make_workspace, protected.delete_workspace),
    "OPEN_INVITATIONS": (
        "too_many_open_invitations",
        lambda who, name: invitations.invite(who, f"{name}@example.org", Wanted(frozenset({"user"})))[
            "invitation"
        ],
        invitations.delete,
    ),
}


@pytest.mark.parametrize("cap", OF_AN_ACCOUNT)
def test_one_more_is_refused_until_one_has_gone(monkeypatch, olga, greg, cap):
    code, make, end = OF_AN_ACCOUNT[cap]
    monkeypatch.setattr(caps, cap, 2)
    first = make(acting(olga), "one")
    make(acting(olga), "two")
    make(acting(greg), "theirs")
    before = Event.objects.count()

    with pytest.raises(Conflict) as refused:
        make(acting(olga), "three")
    told = Event.objects.count() - before
    end(acting(olga), first)

    assert (refused.value.code, refused.value.params, told) == (code, {"most": 2}, 0)
    assert make(acting(olga), "three")


def test_a_token_that_has_ended_by_the_clock_makes_room(monkeypatch, olga):
    monkeypatch.setattr(caps, "AUTOMATION_TOKENS", 1)
    asked = {"role": "user", "scopes": ["global"]}
    hour = timedelta(hours=1)
    automation_tokens.create(acting(olga), name="short", expires_at=now() + hour, **asked)

    with time_machine.travel(now() + hour):
        made = automation_tokens.create(acting(olga), name="next", **asked)

    assert made["secret"]


def test_another_primary_contact_takes_the_place_of_the_one_before(monkeypatch, olga):
    monkeypatch.setattr(caps, "CONTACTS", 1)
    phone = "+44 20 7946 0000"
    contacts.add(acting(olga), "primary", name="Ed", address="ed@example.org", phone=phone)

    assert contacts.add(acting(olga), "primary", name="Ada", address="ada@example.org", phone=phone)


def test_nobody_is_put_into_more_groups_than_may_be(monkeypatch, acme, olga, bill, editors):
    monkeypatch.setattr(caps, "GROUPS_OF_A_MEMBER", 1)
    writers, sue = groups.make(acting(olga), "Writers"), join(acme, "Sue Sage", "billing")
    groups.add_members(acting(olga), editors, [bill.ref])

    with pytest.raises(Conflict, match="too_many_groups_of_one_user"):
        groups.add_members(acting(olga), writers, [sue.ref, bill.ref])

    assert not GroupMember.objects.filter(group__ref=writers).exists()
    groups.add_members(acting(olga), editors, [bill.ref, sue.ref])
    groups.remove_members(acting(olga), editors, [bill.ref])
    groups.add_members(acting(olga), writers, [bill.ref])


def test_whoever_was_in_more_before_keeps_nobody_else_out(monkeypatch, acme, olga, bill, editors):
    writers, sue = groups.make(acting(olga), "Writers"), join(acme, "Sue Sage", "billing")
    for group in (editors, writers):
        groups.add_members(acting(olga), group, [bill.ref])
    monkeypatch.setattr(caps, "GROUPS_OF_A_MEMBER", 1)

    groups.add_members(acting(olga), editors, [sue.ref, bill.ref])

    assert GroupMember.objects.current().filter(group__ref=editors).count() == 2


def test_a_group_reaches_no_more_service_groups_than_may_be(monkeypatch, olga, bill, services, editors, web):
    monkeypatch.setattr(caps, "SERVICE_GROUPS_OF_A_GROUP", 1)
    more = service_groups.make(acting(olga), "More")

    with pytest.raises(Conflict, match="too_many_service_groups_of_one_group"):
        groups.add_service_groups(acting(olga), editors, [web, more])

    groups.remove_service_groups(acting(olga), editors, [web])
    groups.add_service_groups(acting(olga), editors, [more])


def test_the_browser_used_longest_ago_makes_room_for_another(monkeypatch, olga):
    monkeypatch.setattr(caps, "TRUSTED_BROWSERS", 2)
    start, secrets = now(), []
    for days in range(3):
        with time_machine.travel(start + timedelta(days=days)):
            secrets.append(trusting(olga))
            if days == 1:
                assert sign_in(olga, secrets[0]).session

    with time_machine.travel(start + timedelta(days=3)):
        trusted = trusted_browsers_of(olga.person_id, now())
        opens = [bool(sign_in(olga, secret).session) for secret in secrets]

    assert len(trusted) == 2
    assert opens == [True, False, True]


def sign_in(member, secret):
    return signing_in.with_password(Actor(Door.PANEL), member.address, PASSWORD, trusted=secret)
