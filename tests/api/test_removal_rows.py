"""Whoever is removed or locked is out, by every credential and every way to a new one, at once.

Rows E1, E3 and E4 of the adversarial list.
"""

from base64 import b64encode

import pytest
from django.test import Client

from ostiary.actions import (
    acceptance,
    automation_tokens,
    credentials,
    groups,
    member_access,
    members,
    protected,
    service_groups,
    signing_in,
    tokens,
)
from ostiary.actions.actors import Actor, Door
from ostiary.actions.wanted import Wanted
from ostiary.models import GroupMember, Invitation, Limit, Member, MemberRole, ServiceGrant, Token
from tests.api.conftest import form, secret_of
from tests.cast import PASSWORD, acting, join
from tests.signin.invited import invite, page_of, state

PAIR = "username=sam%40example.com&password=" + PASSWORD.replace(" ", "+")
BASIC = "Basic " + b64encode(f"sam@example.com:{PASSWORD}".encode()).decode()
NEW = "old_password=" + PASSWORD.replace(" ", "+") + "&new_password=marble+lantern+drifts+on+tuesday"
WAYS = (("/tokens", PAIR, {}), ("/sudo", PAIR, {}), ("/current_user/password", NEW, {"Authorization": BASIC}))


def end(by: Member, member: Member) -> None:
    members.delete(acting(by), member.ref, revoke_tokens=True)


def lock(by: Member, member: Member) -> None:
    members.lock(acting(by), member.ref, locked=True)


def live(member: Member) -> int:
    return Token.objects.filter(member=member, ended_at__isnull=True).count()


@pytest.mark.parametrize("leave", [end, lock])
def test_e1_e9_whoever_is_out_gets_in_by_no_other_grant(olga, sam, leave):
    """With the right password, alone and beside the token of before, in new requests and repeated ones."""
    old, key = secret_of(sam), {"Idempotency-Key": "again"}
    first = form(Client(headers=key), "POST", "/tokens", PAIR)
    assert first.status_code == 200
    password = sam.person.password
    leave(olga, sam)
    before = live(sam)
    for path, body, headers in WAYS:
        for more in ({}, {"Fastly-Key": old}, {"Authorization": f"Bearer {old}"}, key):
            answer = form(Client(headers=headers | more), "POST", path, body)
            assert answer.status_code in (400, 401, 403), (path, more)
            assert "access_token" not in answer.content.decode()
    for secret in (old, first.json()["access_token"]):
        assert Client(headers={"Fastly-Key": secret}).get("/tokens/self").status_code in (401, 403)
    sam.person.refresh_from_db()
    assert (live(sam), sam.person.password) == (before, password)
    assert not Token.objects.filter(sudo_until__isnull=False).exists()


def test_e1_whoever_is_removed_while_the_password_is_hashed_gets_nothing(olga, sam):
    right = signing_in.check_password(Actor(Door.API), sam.address, PASSWORD)
    present = Actor(Door.API, account_id=sam.account_id, member_id=sam.pk, person_id=sam.person_id)
    end(olga, sam)
    assert credentials._proved(present, right, "") == credentials.WRONG


def test_e1_whoever_is_invited_and_has_not_accepted_gets_nothing(olga, globex, greg):
    invite(olga, "greg@example.com")
    pair = PAIR.replace("sam", "greg")
    assert form(Client(), "POST", "/tokens", pair).json()["customer_id"] == globex.ref
    token = secret_of(greg)
    assert Client(headers={"Fastly-Key": token}).get(f"/customer/{olga.account.ref}").status_code == 404
    assert not Token.objects.filter(account=olga.account).exists()


def test_e3_a_token_stays_dead_when_its_user_comes_back(olga, sam):
    secret = secret_of(sam)
    end(olga, sam)
    again = invite(olga, "sam@example.com", "superuser")
    acceptance.accept(acting(sam), again.ref)
    assert state(again.member) == "active"
    assert again.member.ref == sam.ref
    assert Client(headers={"Fastly-Key": secret}).get("/tokens/self").status_code == 401


def test_e3_a_token_dies_in_one_account_and_lives_in_the_other(olga, globex, greg, sam, api):
    here, there = api(sam), api(join(globex, "Sam Sand", "user"))
    end(olga, sam)
    assert here.get("/current_user").status_code == 401
    assert there.get("/current_user").status_code == 200


def test_e4_what_a_member_was_given_ends_for_their_tokens_at_once(acme, olga, erin, services, api):
    """By hand and by a group: a token holds nothing of its own."""
    client, path = api(erin), f"/service/{services[0].ref}"
    assert form(client, "PUT", path, "comment=x").status_code == 200
    member_access.change(
        acting(olga),
        erin.ref,
        Wanted(frozenset({"engineer"}), limit_services=True, services={}),
        version=Member.objects.get(pk=erin.pk).version,
    )
    assert client.get(path).status_code == form(client, "PUT", path, "comment=y").status_code == 404

    group, reached = groups.make(acting(olga), "Editors"), service_groups.make(acting(olga), "Web")
    service_groups.add_services(acting(olga), reached, [services[0].ref])
    groups.add_roles(acting(olga), group, ["engineer"])
    groups.add_service_groups(acting(olga), group, [reached])
    groups.add_members(acting(olga), group, [erin.ref])
    assert form(client, "PUT", path, "comment=z").status_code == 200
    groups.remove_members(acting(olga), group, [erin.ref])
    assert client.get(path).status_code == 404


def test_e4_nothing_that_was_given_comes_back_with_who_was_removed(olga, erin, services, api):
    group = groups.make(acting(olga), "Editors")
    groups.add_roles(acting(olga), group, ["engineer"])
    groups.add_members(acting(olga), group, [erin.ref])
    end(olga, erin)
    for kind in (MemberRole, ServiceGrant, Limit, GroupMember):
        assert not kind.objects.filter(member=erin, until=None).exists()
    again = invite(olga, erin.address, "user")
    acceptance.accept(acting(erin), again.ref)
    client, path = api(erin), f"/service/{services[0].ref}"
    assert client.get(path).status_code == 200
    assert form(client, "PUT", path, "comment=x").status_code == 403


def test_e4_a_service_that_is_gone_is_gone_for_every_token(olga, services):
    maker = acting(olga)
    made = (
        tokens.create(maker, name="x", scopes=["global"], services=[services[0].ref]),
        automation_tokens.create(
            maker, name="y", role="engineer", scopes=["global"], services=[services[0].ref]
        ),
    )
    protected.delete_service(maker, services[0].ref)
    for one in made:
        client = Client(headers={"Fastly-Key": one["secret"]})
        assert client.get("/service").json() == []
        assert client.get(f"/service/{services[0].ref}").status_code == 404


def test_e4_a_token_of_the_accounts_own_outlives_its_maker_with_nothing_of_theirs(acme, olga, sam):
    """It acts for the account, by its one role; whoever is superuser now sees it and ends it, at once."""
    made = automation_tokens.create(acting(sam), name="ci", role="user", scopes=["global"])
    client = Client(headers={"Fastly-Key": made["secret"]})
    end(olga, sam)
    assert client.get("/tokens/self").json().get("user_id") is None
    assert client.get(f"/customer/{acme.ref}/users").status_code == 403
    boss = Client(headers={"Fastly-Key": secret_of(olga)})
    assert [one["id"] for one in boss.get("/automation-tokens").json()["data"]] == [made["token"]]
    assert boss.delete(f"/automation-tokens/{made['token']}").status_code == 200
    assert client.get("/tokens/self").status_code == 401


@pytest.mark.parametrize("leave", [end, lock])
def test_e4_what_somebody_promised_ends_with_them(olga, sam, api, leave):
    """An invitation sent by a token of theirs is not to be accepted any more."""
    sent = "login=nina%40example.org&name=Nina&role=superuser"
    assert form(api(sam), "POST", "/user", sent).status_code == 200
    invitation = Invitation.objects.get()
    code = "".join(page_of(invitation).split("/")[-2:])
    leave(olga, sam)
    body = {"name": "Nina", "password": PASSWORD}
    answer = Client().put(f"/invitation/accept/{code}", body, "application/json")
    assert answer.status_code == 409
    assert state(invitation.member) != "active"
