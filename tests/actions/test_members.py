"""Removing members, leaving, and who stays."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.access.refusals import Conflict, Forbidden, NotFound
from ostiary.actions import contacts, members, ownership, tokens
from ostiary.actions.actors import Actor, Door
from ostiary.clock import now
from ostiary.models import Event, Member, MemberState, Outcome, Ownership, Standing, Token
from ostiary.queries.access import access_of
from tests.cast import acting, join, signed_in
from tests.signin.door import give_factor
from tests.signin.invited import invite


def token_of(member: Member) -> Token:
    made = tokens.create(acting(member), name="ci", scopes=["global"])
    return Token.objects.get(ref=made["token"])


def trail() -> list[str]:
    return list(Event.objects.filter(account__isnull=False).order_by("pk").values_list("name", flat=True))


def person(member: Member) -> Actor:
    return Actor(Door.PANEL, person_id=member.person_id)


def test_all_that_a_deleted_member_held_stops_at_once(olga, uma, client):
    signed_in(client, uma)
    token = token_of(uma)

    members.delete(acting(olga), uma.ref, revoke_tokens=True)

    token.refresh_from_db()
    assert token.ended_at
    assert not Standing.objects.filter(member=uma, ended_at__isnull=True).exists()
    assert not access_of(uma.pk, now()).is_in_force
    assert trail()[-2:] == ["token.ended", "member.deleted"]


def test_live_tokens_hold_a_removal_up_until_they_may_go_too(olga, uma):
    token_of(uma)

    with pytest.raises(Conflict, match="tokens_still_live") as refusal:
        members.delete(acting(olga), uma.ref)
    assert refusal.value.params["count"] == 1


def test_expired_tokens_hold_nothing_up(olga, uma):
    tokens.create(acting(uma), name="old", scopes=["global"], expires_at=now() + timedelta(hours=1))

    with time_machine.travel(now() + timedelta(hours=2)):
        members.delete(acting(olga), uma.ref)


def test_e10_removal_from_one_account_ends_nothing_in_another(olga, globex, uma):
    elsewhere = join(globex, "Uma Umber", "superuser")
    kept, device = token_of(elsewhere), give_factor(uma.person)
    promised = invite(elsewhere)

    members.delete(acting(olga), uma.ref)

    for row in (kept, device, promised):
        row.refresh_from_db()
    assert (kept.ended_at, device.ended_at, promised.outcome) == (None, None, Outcome.PENDING)
    assert access_of(elsewhere.pk, now()).is_in_force


def test_the_owner_stays(olga, sam):
    with pytest.raises(Conflict, match="owner_must_hand_over"):
        members.delete(acting(sam), olga.ref)
    with pytest.raises(Conflict, match="owner_must_hand_over"):
        members.leave(person(olga), olga.account.ref)


def test_the_primary_contact_stays_until_another_is_named(olga, sam):
    contacts.add(acting(olga), "primary", member_ref=sam.ref, phone="+44 20 7946 0000")

    with pytest.raises(Conflict, match="primary_contact_must_be_replaced"):
        members.delete(acting(olga), sam.ref)
    contacts.add(
        acting(olga), "primary", name="Front desk", address="desk@acme.example", phone="+44 20 7946 0000"
    )
    members.delete(acting(olga), sam.ref)


def test_nobody_deletes_themselves(olga, sam):
    with pytest.raises(Conflict, match="leave_instead"):
        members.delete(acting(sam), sam.ref)


def test_leaving_ends_ones_own_tokens(uma):
    token = token_of(uma)

    members.leave(person(uma), uma.account.ref)

    token.refresh_from_db()
    assert token.ended_at
    assert trail()[-2:] == ["token.ended", "member.left"]


def test_f5_only_superusers_remove(erin, bill, uma):
    for member in (erin, bill):
        with pytest.raises(Forbidden):
            members.delete(acting(member), uma.ref)


def test_f4_a_neighbours_member_does_not_exist(greg, uma):
    for act in (members.delete, members.rename, members.lock):
        with pytest.raises(NotFound):
            act(
                acting(greg),
                uma.ref,
                **({"name": "x"} if act is members.rename else {}),
                **({"locked": True} if act is members.lock else {}),
            )
    with pytest.raises(NotFound):
        members.leave(person(greg), uma.account.ref)


def test_a_locked_member_can_use_nothing(olga, sam, uma):
    members.lock(acting(olga), sam.ref, locked=True)

    assert not access_of(sam.pk, now()).is_in_force
    with pytest.raises(NotFound):
        members.delete(acting(sam), uma.ref)
    members.lock(acting(olga), sam.ref, locked=False)
    members.delete(acting(sam), uma.ref)


def test_ownership_goes_to_an_active_member_who_becomes_superuser(olga, uma):
    ownership.transfer(acting(olga), uma.ref)

    assert Ownership.objects.current().get(account=olga.account).member == uma
    assert [role.code for role in access_of(uma.pk, now()).roles()] == ["superuser"]
    members.delete(acting(uma), olga.ref)


def test_a_superuser_cannot_name_themselves_owner(olga, sam):
    with pytest.raises(Forbidden, match="cannot_name_yourself"):
        ownership.transfer(acting(sam), sam.ref)


def test_a_transfer_asks_for_presence(olga, uma):
    with pytest.raises(Forbidden, match="sudo_needed"):
        ownership.transfer(acting(olga, sudo=False), uma.ref)


def test_an_owner_must_be_able_to_sign_in(olga, uma):
    from ostiary.models import AccountSettings, Person

    AccountSettings.objects.filter(account=olga.account).update(sso="required")
    with pytest.raises(Conflict, match="owner_cannot_sign_in"):
        ownership.transfer(acting(olga), uma.ref)
    AccountSettings.objects.filter(account=olga.account).update(sso="off")
    Person.objects.filter(pk=uma.person_id).update(password="")
    with pytest.raises(Conflict, match="owner_cannot_sign_in"):
        ownership.transfer(acting(olga), uma.ref)


def test_a_rename_changes_the_member_and_not_the_person(olga, uma):
    members.rename(acting(olga), uma.ref, "Uma U.")

    uma.person.refresh_from_db()
    assert uma.person.name == "Uma Umber"
    assert MemberState.objects.current().get(member=uma).name == "Uma U."
