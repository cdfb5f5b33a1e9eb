"""Signing in as actions: limits that hold in parallel, and what an outsider can and cannot bring about."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from ostiary.access.refusals import Conflict, Invalid, Refusal, Throttled
from ostiary.actions import (
    authenticators,
    credentials,
    hashes,
    passwords,
    presence,
    sessions,
    signing_in,
    throttles,
)
from ostiary.actions.actors import Actor, Door
from ostiary.actions.credentials import Credentials
from ostiary.clock import now
from ostiary.models import Event, Job, Member, Person, Session, SignIn, Standing, Throttle, TotpDevice
from ostiary.models.sessions import SUDO
from tests import hashing_cost
from tests.actions.test_factors import at_the_panel
from tests.cast import PASSWORD, acting, join
from tests.signin.door import WRONG, code_of, demand, give_factor, trail_of, wrong_code_of
from tests.threads import at_once

HERE, ELSEWHERE = "192.0.2.7", "198.51.100.7"
NEW = "marble lantern drifts beneath tuesday"
MOMENTS = ("created_at", "last_seen_at", "expires_at")


def stranger(ip: str = HERE) -> Actor:
    return Actor(Door.PANEL, ip=ip, user_agent="Firefox", request_id="r1")


def try_password(
    password: str, *, ip: str = HERE, address: str = "olga@example.com"
) -> signing_in.Signed | Refusal:
    try:
        return signing_in.with_password(stranger(ip), address, password)
    except Refusal as refusal:
        return refusal


@pytest.mark.django_db(transaction=True)
def test_h7_fifty_wrong_codes_at_once_are_not_fifty_guesses(olga):
    device = give_factor(olga.person)
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket
    code = wrong_code_of(device)

    answers = at_once(*[lambda: signing_in.with_code(stranger(), ticket, code)] * 50)

    looked_at = [answer for answer in answers if isinstance(answer, Invalid)]
    assert len(looked_at) == throttles.CODES.most
    assert all(isinstance(answer, Invalid | Throttled) for answer in answers)
    device.refresh_from_db()
    assert device.failures == throttles.CODES.most
    with pytest.raises(Throttled):
        signing_in.with_code(stranger(), ticket, code_of(device))


@pytest.mark.django_db(transaction=True)
def test_h7_thirty_wrong_passwords_at_once_are_not_thirty_guesses(olga):
    answers = at_once(*[lambda: signing_in.with_password(stranger(), olga.address, WRONG)] * 30)

    assert len([answer for answer in answers if isinstance(answer, Invalid)]) == throttles.PASSWORDS_HERE.most


@pytest.mark.django_db(transaction=True)
def test_h9_of_two_who_send_the_same_code_at_once_one_gets_in(olga):
    device = give_factor(olga.person)
    tickets = [signing_in.with_password(stranger(), olga.address, PASSWORD).ticket for _ in range(2)]
    code = code_of(device)

    answers = at_once(*[lambda: signing_in.with_code(stranger(), tickets.pop(), code)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid", "Signed"]
    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_ticket_makes_one_session_however_often_it_is_sent(olga):
    device = give_factor(olga.person)
    TotpDevice.objects.update(last_counter=0)
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket
    other = give_factor(olga.person)
    codes = [code_of(device), code_of(other)]

    at_once(*[lambda: signing_in.with_code(stranger(), ticket, codes.pop())] * 2)

    assert Session.objects.count() == 1


def test_trying_on_does_not_prolong_the_wait(olga):
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(15):
            last = try_password(WRONG)
        clock.move_to(start + timedelta(minutes=14))
        assert isinstance(try_password(PASSWORD), Throttled)
        clock.move_to(start + timedelta(minutes=15, seconds=1))
        assert try_password(PASSWORD).session
    assert last.retry_after == 15 * 60


def test_nobody_is_kept_out_for_sport_from_another_network(olga):
    for _ in range(15):
        try_password(WRONG, ip=ELSEWHERE)

    assert isinstance(try_password(PASSWORD, ip=ELSEWHERE), Throttled)
    assert try_password(PASSWORD, ip=HERE).session


def test_attackers_in_many_networks_do_not_keep_a_person_out_of_a_network_of_theirs(olga):
    try_password(PASSWORD, ip=HERE)
    for network in range(60):
        try_password(WRONG, ip=f"198.51.{network}.7")

    assert isinstance(try_password(PASSWORD, ip="203.0.113.7"), Throttled)
    assert try_password(PASSWORD, ip=HERE).session


def test_one_network_cannot_try_all_addresses(olga):
    for number in range(throttles.PASSWORDS_FROM_NETWORK.most):
        throttles.sign_in(None, f"person{number}@example.com", HERE)

    assert isinstance(try_password(PASSWORD), Throttled)


def test_the_right_password_takes_its_own_try_back(olga):
    for _ in range(3 * throttles.PASSWORDS_HERE.most):
        assert try_password(PASSWORD).session


def test_the_right_password_does_not_clear_what_others_tried_from_the_network(olga, sam):
    for number in range(throttles.PASSWORDS_FROM_NETWORK.most - 1):
        throttles.sign_in(None, f"person{number}@example.com", HERE)
    assert try_password(PASSWORD, address=sam.address).session

    assert isinstance(try_password(WRONG, address=olga.address), Invalid)
    assert isinstance(try_password(WRONG, address=olga.address), Throttled)


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_one_party_usually_holds(ip, network):
    assert throttles.network_of(ip) == network


def test_the_table_of_tries_names_nobody(olga):
    try_password(WRONG)

    assert "olga" not in str(list(Throttle.objects.values_list("key", flat=True)))


def test_a_count_cannot_be_part_of_what_it_guards(olga, transactional_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        throttles.code(olga.person_id)


def test_a_hundred_wrong_codes_disable_the_app_and_let_nobody_in(olga):
    device = give_factor(olga.person)
    TotpDevice.objects.update(failures=authenticators.MOST_FAILURES - 1)
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket
    with pytest.raises(Invalid):
        signing_in.with_code(stranger(), ticket, wrong_code_of(device))

    with pytest.raises(Invalid):
        signing_in.with_code(stranger(), ticket, code_of(device))

    assert signing_in.with_password(stranger(), olga.address, PASSWORD).session == ""
    assert "factor.disabled" in trail_of(olga.person)
    assert not Session.objects.exists()


def type_at_sign_in(olga: Member, code: str) -> None:
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket
    signing_in.with_code(stranger(), ticket, code)


def type_in_a_session(olga: Member, code: str) -> None:
    present = Session.objects.create(person=olga.person, digest=b"x", **dict.fromkeys(MOMENTS, now()))
    presence.prove_by_code(Actor(Door.PANEL, person_id=olga.person_id, session_id=present.pk), code)


def type_with_credentials(olga: Member, code: str) -> None:
    Person.objects.filter(pk=olga.person_id).update(default_account=olga.account)
    credentials.prove(stranger(), Credentials(PASSWORD, olga.address, code))


@pytest.mark.parametrize("door", [type_at_sign_in, type_in_a_session, type_with_credentials])
def test_an_app_that_is_disabled_is_on_the_trail_of_every_account_wherever_it_was_tried(olga, globex, door):
    guest = join(globex, olga.person.name, "user")
    device = give_factor(olga.person)
    TotpDevice.objects.update(failures=authenticators.MOST_FAILURES - 1)

    with pytest.raises(Refusal):
        door(olga, wrong_code_of(device))

    trails = [trail_of(olga.person), trail_of(account=olga.account_id), trail_of(account=guest.account_id)]
    assert [trail.count("factor.disabled") for trail in trails] == [1, 1, 1]
    assert TotpDevice.objects.get().failures == authenticators.MOST_FAILURES
    assert [job.payload["letter"] for job in Job.objects.all()] == ["factor_disabled"]
    there = Event.objects.get(account=globex, name="factor.disabled")
    assert there.body["target"] == {"kind": "member", "ref": guest.ref}
    assert olga.account.ref not in str(there.body)


def test_a_right_code_begins_the_count_anew(olga):
    device = give_factor(olga.person)
    TotpDevice.objects.update(failures=60)
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket

    signing_in.with_code(stranger(), ticket, code_of(device))

    device.refresh_from_db()
    assert device.failures == 0


def test_h10_another_persons_code_is_worthless(olga, sam):
    give_factor(olga.person)
    of_sam = give_factor(sam.person)
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket

    with pytest.raises(Invalid):
        signing_in.with_code(stranger(), ticket, code_of(of_sam))


def test_h6_a_factor_set_up_meanwhile_is_asked_for(olga):
    signed = signing_in.with_password(stranger(), olga.address, PASSWORD)
    assert signed.is_open

    give_factor(olga.person)

    assert signing_in.with_password(stranger(), olga.address, PASSWORD).ticket


def test_e2_a_member_removed_half_way_finishes_without_the_account(olga, sam):
    device = give_factor(sam.person)
    ticket = signing_in.with_password(stranger(), sam.address, PASSWORD).ticket
    sam.states.update(state="ended")

    signed = signing_in.with_code(stranger(), ticket, code_of(device))

    assert signed.session
    assert signed.account == ""
    assert not Standing.objects.exists()


def test_a_locked_member_lands_before_a_shut_door(sam):
    sam.states.update(locked=True)

    signed = signing_in.with_password(stranger(), sam.address, PASSWORD)

    assert (signed.account, signed.is_open) == (sam.account.ref, False)


def test_an_account_that_requires_sso_opens_only_to_who_bypasses_it(olga, sam):
    demand(olga, sso="required")

    assert signing_in.with_password(stranger(), olga.address, PASSWORD).is_open
    assert not signing_in.with_password(stranger(), sam.address, PASSWORD).is_open


def test_a_person_without_a_password_is_a_stranger(olga):
    Person.objects.filter(pk=olga.person_id).update(password="")

    assert isinstance(try_password(PASSWORD), Invalid)
    assert isinstance(try_password(""), Invalid)


def test_h8_a_password_changed_while_it_was_hashed_opens_nothing(olga):
    right = signing_in.check_password(stranger(), olga.address, PASSWORD)
    present = at_the_panel(olga)
    passwords.change(present, PASSWORD, NEW)
    seen, before = Session.objects.count(), right.number

    with pytest.raises(Invalid):
        signing_in._password_was_right(replace(stranger(), person_id=olga.person_id), right, "", "")
    with pytest.raises(Invalid):
        credentials._proved(acting(olga), right, "")
    with pytest.raises(Invalid):
        presence._proved(present, before, "password")
    with pytest.raises(Invalid):
        passwords._change(present, before, hashes.made(PASSWORD))
    here = replace(present, sudo_until=now() + SUDO)
    with pytest.raises(Invalid):
        passwords._change_by_credentials(here, before, hashes.made(PASSWORD))
    assert Session.objects.count() == seen
    assert signing_in.with_password(stranger(), olga.address, NEW).session


def test_of_two_right_passwords_at_once_both_open_where_the_first_renews_the_hash(olga):
    Person.objects.filter(pk=olga.person_id).update(password=hashes.made(PASSWORD))
    with hashing_cost.full():
        rights = [signing_in.check_password(stranger(), olga.address, PASSWORD) for _ in range(2)]
    actor = replace(stranger(), person_id=olga.person_id)

    for right in rights:
        assert right.renewed
        assert signing_in._password_was_right(actor, right, "", "").session

    assert signing_in.with_password(stranger(), olga.address, PASSWORD).session


def test_h8_what_ends_all_sessions_ends_what_is_half_way(olga):
    device = give_factor(olga.person)
    ticket = signing_in.with_password(stranger(), olga.address, PASSWORD).ticket
    assert SignIn.objects.filter(done_at=None).exists()

    sessions.end_all(Actor(Door.PANEL, person_id=olga.person_id))

    with pytest.raises(Conflict):
        signing_in.with_code(stranger(), ticket, code_of(device))


def test_an_ended_session_proves_nothing_any_more(olga):
    signing_in.with_password(stranger(), olga.address, PASSWORD)
    session = Session.objects.get()
    actor = Actor(Door.PANEL, person_id=olga.person_id, session_id=session.pk)
    sessions.end(actor, session.ref)

    with pytest.raises(Refusal):
        presence.prove_by_password(actor, PASSWORD)


def test_the_events_of_a_sign_in_share_no_id_between_person_and_account(olga):
    signing_in.with_password(stranger(), olga.address, PASSWORD)

    in_account = Event.objects.filter(account=olga.account).latest("number")
    assert in_account.name == "standing.opened"
    assert olga.person.ref not in str(in_account.body)
    assert Session.objects.get().ref not in str(in_account.body)
    assert (in_account.actor_ref, in_account.target_ref) == (olga.ref, olga.ref)
    assert Member.objects.get(pk=olga.pk).last_active_at
