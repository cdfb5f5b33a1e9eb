"""Sessions of an account: its own limits by the clock, and superusers who end those of a member."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ostiary.access.refusals import Conflict
from ostiary.actions import standings
from ostiary.clock import now
from ostiary.models import AccountSettings, Event, Job, Session, Standing
from tests.cast import PASSWORD, acting, join
from tests.signin.door import demand, give_factor, log_in, log_in_with_code


def at_home(client: Client, account) -> bool:
    return client.get(f"/a/{account.ref}/").status_code == 200


def enter(client: Client, account, **fields: str):
    return client.post(f"/a/{account.ref}/enter", fields)


@pytest.fixture
def clock():
    """`clock(minutes=5)`: so much time goes by, and the moment that the actions themselves take."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield lambda **time: traveller.shift(timedelta(**time) + timedelta(milliseconds=1))


# Limits


def test_an_account_closes_so_long_after_it_was_opened_however_busy(client, clock, acme, olga):
    demand(olga, longest_minutes=60)
    log_in(client, olga.address)

    for _ in range(5):
        clock(minutes=11)
        assert at_home(client, acme)
    clock(minutes=5)

    assert not at_home(client, acme)
    assert client.get("/you/security").status_code == 200


def test_an_account_closes_when_it_is_left_alone(client, clock, acme, globex, olga):
    """Work in another account does not keep it open."""
    there = join(globex, "Olga Ohm", "user")
    demand(olga, idle_minutes=10)
    log_in(client, olga.address)
    enter(client, acme)
    enter(client, there.account)

    for _ in range(4):
        clock(minutes=5)
        assert at_home(client, acme)
    for _ in range(2):
        clock(minutes=5)
        assert at_home(client, globex)

    assert not at_home(client, acme)
    assert at_home(client, globex)


def test_it_opens_again_to_a_password_and_to_nothing_less(client, clock, acme, olga):
    demand(olga, idle_minutes=10)
    log_in(client, olga.address)
    clock(minutes=10)
    door = f"/a/{acme.ref}/enter"

    assert 'name="password"' in client.get(door).content.decode()
    assert enter(client, acme).status_code == 422
    assert enter(client, acme, password="not it").status_code == 422
    assert not at_home(client, acme)
    assert enter(client, acme, password=PASSWORD).status_code == 302
    assert at_home(client, acme)
    clock(minutes=9)
    assert at_home(client, acme)


def test_switching_does_not_open_it_either(client, clock, acme, olga):
    demand(olga, idle_minutes=10)
    log_in(client, olga.address)
    clock(minutes=10)

    assert "Asks for your password" in client.get("/switch").content.decode()
    give_factor(olga.person)
    Standing.objects.update(methods=["password"])
    assert not at_home(client, acme)


def test_a_factor_that_is_added_revives_no_standing(client, clock, acme, olga):
    demand(olga, longest_minutes=15)
    device = give_factor(olga.person)
    log_in_with_code(client, olga, device)
    clock(minutes=14)
    Session.objects.update(sudo_at=now())
    clock(minutes=2)

    client.post(f"/you/security/authenticators/{device.ref}/remove")

    assert not at_home(client, acme)
    assert enter(client, acme).status_code == 422


def test_a_superuser_limits_and_it_counts_from_now_on(client, browser, clock, at, acme, sam, olga):
    log_in(client, olga.address)
    clock(minutes=20)
    assert at_home(client, acme)

    answer = browser(sam).post(at(acme, "session-limits-save"), {"longest": "server", "idle": "15"})

    assert answer.url == at(acme, "account-security")
    assert at_home(client, acme), "who is inside is taken to be there now"
    clock(minutes=15)
    assert not at_home(client, acme)
    event = Event.objects.get(account=acme, name="sessions.limited")
    assert event.body["after"] == {"idle_minutes": 15}


def test_a_shorter_life_ends_what_is_older_at_once(client, browser, clock, at, acme, sam, olga):
    log_in(client, olga.address)
    clock(minutes=20)

    browser(sam).post(at(acme, "session-limits-save"), {"longest": "15", "idle": "server"})

    assert not at_home(client, acme)


@pytest.mark.parametrize("field", ["longest", "idle"])
@pytest.mark.parametrize("value", ["0", "-5", "4", "721", "x", "1e9", "\x00"])
def test_no_other_limit_can_be_chosen(browser, at, acme, sam, field, value):
    chosen = {"longest": "server", "idle": "server", field: value}
    answer = browser(sam).post(at(acme, "session-limits-save"), chosen)

    assert answer.status_code == 422
    assert AccountSettings.objects.filter(account=acme).count() == 1


def test_limits_ask_who_one_is(browser, at, acme, sam):
    asked = browser(sam, sudo=False).post(at(acme, "session-limits-save"), {"idle": "5"})

    assert b"presence_password" in asked.content
    assert AccountSettings.objects.filter(account=acme).count() == 1


# Ending a member's


@pytest.fixture
def erins(browser, erin):
    """Two browsers of Erin's."""
    phone, desk = browser(erin), browser(erin)
    Session.objects.filter(person=erin.person).update(ip="203.0.113.7", user_agent="Firefox Linux")
    return phone, desk


def standings_of(member):
    return list(Standing.objects.filter(member=member, ended_at=None).order_by("pk"))


def test_a_superuser_sees_where_a_member_is_logged_in_here(browser, at, acme, globex, sam, erin, erins):
    twofold = join(globex, "Erin Elm", "user")
    browser(twofold)
    Session.objects.filter(standings__member=twofold).update(ip="198.51.100.9")

    said = browser(sam).get(at(acme, "user-sessions", erin.ref)).content.decode()

    assert said.count("Firefox on Linux") == 4
    assert "203.0.113.7" in said
    assert "198.51.100.9" not in said
    for session in Session.objects.filter(person=erin.person):
        assert session.ref not in said


def test_one_is_ended_and_the_others_go_on(browser, at, acme, globex, sam, erin, erins):
    phone, desk = erins
    first, _second = standings_of(erin)
    join(globex, "Erin Elm", "user")
    enter(phone, globex)

    browser(sam).post(at(acme, "user-session-end", erin.ref, first.ref), {"once": "k"})

    assert not at_home(phone, acme)
    assert at_home(phone, globex)
    assert at_home(desk, acme)
    assert phone.get("/you/security").status_code == 200
    event = Event.objects.get(account=acme, name="standing.ended")
    assert (event.target_ref, event.body["after"]) == (erin.ref, {"count": 1})
    assert Job.objects.get(payload__letter="standings_ended").payload["member"] == erin.pk


def test_whoever_is_ended_proves_anew_that_they_are_there(browser, clock, at, acme, sam, erin):
    phone = browser(erin)
    clock(seconds=1)
    browser(sam).post(at(acme, "user-sessions-end", erin.ref), {"once": "k"})

    assert enter(phone, acme).status_code == 422
    assert not at_home(phone, acme)
    enter(phone, acme, password=PASSWORD)
    assert at_home(phone, acme)


def test_all_are_ended_and_a_second_click_ends_no_more(browser, at, acme, sam, erin, erins):
    client = browser(sam)

    for once in ("k", "k", "l"):
        assert client.post(at(acme, "user-sessions-end", erin.ref), {"once": once}).status_code == 302

    assert not any(at_home(one, acme) for one in erins)
    assert at_home(client, acme)
    assert Event.objects.filter(account=acme, name="standing.ended").count() == 1
    assert Job.objects.filter(payload__letter="standings_ended").count() == 1
    assert "Not logged in here" in client.get(at(acme, "user-sessions", erin.ref)).content.decode()


def test_f1_what_is_ended_already_or_anothers_is_none(browser, at, acme, globex, sam, erin, erins, greg, uma):
    client, (first, _) = browser(sam), standings_of(erin)
    browser(greg)
    browser(uma)

    assert client.post(at(acme, "user-session-end", erin.ref, standings_of(uma)[0].ref)).status_code == 404
    assert client.post(at(acme, "user-session-end", erin.ref, standings_of(greg)[0].ref)).status_code == 404
    assert client.post(at(acme, "user-sessions-end", greg.ref)).status_code == 404
    assert client.get(at(acme, "user-sessions", greg.ref)).status_code == 404
    address = at(acme, "user-session-end", erin.ref, first.ref)
    assert [client.post(address, {"once": once}).status_code for once in "ab"] == [302, 404]
    assert not standings_of(greg)[0].asked_again_at


@pytest.mark.parametrize("who", ["bill", "uma"])
def test_only_superusers_see_and_end_them(browser, at, acme, erin, erins, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "user-sessions", erin.ref)).status_code == 403
    assert client.post(at(acme, "user-sessions-end", erin.ref)).status_code == 403
    assert client.post(at(acme, "session-limits-save"), {"idle": "5"}).status_code == 403
    assert all(at_home(one, acme) for one in erins)


def test_the_action_itself_asks_for_presence_anew(clock, acme, olga, browser):
    demand(olga, idle_minutes=10)
    browser(olga)
    session = Session.objects.get(person=olga.person)
    actor = replace(acting(olga), session_id=session.pk, account_id=None, member_id=None)
    clock(minutes=10)

    with pytest.raises(Conflict, match="account_asks_password"):
        standings.enter(actor, acme.ref)

    Session.objects.update(sudo_at=now())
    standings.enter(actor, acme.ref)
    assert Standing.objects.get(member=olga, ended_at=None).opened_at >= now()
