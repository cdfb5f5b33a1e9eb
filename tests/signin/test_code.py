"""The second step of signing in: a code, for who holds a second factor."""

import re
from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client

from ostiary.actions import members, passwords, throttles
from ostiary.actions.actors import Actor, Door
from ostiary.actions.authenticators import MOST_FAILURES
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import PasswordReset, Session, Standing, TotpDevice
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.web import next_page
from tests.cast import PASSWORD, acting, join
from tests.signin.door import (
    TICKET,
    code_of,
    give_factor,
    home,
    log_in,
    log_in_with_code,
    trail_of,
    wrong_code_of,
)


def test_h5_the_right_password_alone_opens_nothing_for_who_holds_a_factor(client, olga):
    give_factor(olga.person)

    answer = log_in(client, "olga@example.com")

    assert answer.url == "/sign-in/code"
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert not Session.objects.exists()
    assert client.get("/switch").status_code == 302


def test_h6_the_code_completes_the_sign_in(client, olga):
    device = give_factor(olga.person)

    answer = log_in_with_code(client, olga, device)

    assert answer.url == home(olga)
    assert Standing.objects.get().methods == ["password", "totp"]
    assert client.cookies[TICKET].value == ""


def test_the_code_page_shows_whose_sign_in_it_is_without_the_address(client, olga):
    give_factor(olga.person)
    log_in(client, "olga@example.com")

    page = client.get("/sign-in/code").content.decode()

    assert "o…@e….com" in page
    assert "olga@example.com" not in page


def test_a_wrong_code_opens_nothing(client, olga):
    device = give_factor(olga.person)
    log_in(client, "olga@example.com")

    answer = client.post("/sign-in/code", {"code": wrong_code_of(device)})

    assert answer.status_code == 422
    assert not Session.objects.exists()
    assert trail_of(olga.person)[-1] == "sign_in.failed"


def test_the_link_asked_for_survives_the_code(client, olga):
    device = give_factor(olga.person)
    wanted = f"/a/{olga.account.ref}/roles"

    to_code = log_in(client, "olga@example.com", next=next_page.wrap(wanted))
    sealed = re.search(r'name="next" value="([^"]+)"', client.get(to_code.url).content.decode())[1]
    answer = client.post("/sign-in/code", {"code": code_of(device), "next": sealed})

    assert answer.url == wanted


def test_h9_a_code_is_good_once_across_the_whole_drift_window(olga):
    device = give_factor(olga.person)
    start = now().replace(second=1, microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        code = code_of(device)
        first = Client()
        log_in(first, "olga@example.com")
        assert first.post("/sign-in/code", {"code": code}).status_code == 302

        for seconds in (5, 40):
            clock.move_to(start + timedelta(seconds=seconds))
            again = Client()
            log_in(again, "olga@example.com")
            assert again.post("/sign-in/code", {"code": code}).status_code == 422


def test_h8_a_sign_in_half_way_does_not_survive_a_new_password(client, olga):
    device = give_factor(olga.person)
    log_in(client, "olga@example.com")
    changing = Client()
    log_in_with_code(changing, olga, device)

    new = "marble lantern drifts beneath tuesday"
    changing.post("/you/security/password", {"current": PASSWORD, "new": new, "confirm": new})

    with time_machine.travel(now() + timedelta(seconds=60)):
        assert client.post("/sign-in/code", {"code": code_of(device)}).url == "/sign-in"
    assert Session.objects.filter(ended_at=None).count() == 1


def test_a_sign_in_half_way_runs_out(client, olga):
    device = give_factor(olga.person)
    log_in(client, "olga@example.com")

    with time_machine.travel(now() + timedelta(minutes=10)):
        assert client.post("/sign-in/code", {"code": code_of(device)}).url == "/sign-in"
    assert not Session.objects.exists()


def test_b17_a_ticket_is_no_session_and_a_session_is_no_ticket(client, olga):
    give_factor(olga.person)
    log_in(client, "olga@example.com")
    ticket = client.cookies[TICKET].value

    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = ticket
    assert other.get("/you/security").status_code == 302

    sam = join(olga.account, "Sam Sand", "superuser")
    signed = Client()
    log_in(signed, sam.address)
    other.cookies[TICKET] = signed.cookies[settings.SESSION_COOKIE_NAME].value
    assert other.get("/sign-in/code").url == "/sign-in"


def test_h8_a_member_who_is_locked_between_the_steps_comes_to_a_shut_door(client, olga, sam):
    device = give_factor(sam.person)
    log_in(client, sam.address)
    members.lock(acting(olga), sam.ref, locked=True)

    answer = client.post("/sign-in/code", {"code": code_of(device)})

    assert answer.url == home(sam)
    assert client.get(home(sam)).url.startswith(f"/a/{sam.account.ref}/enter")
    assert not Standing.objects.filter(member=sam).exists()


def test_h8_codes_that_ran_out_between_the_steps_are_not_looked_at(client, olga):
    device = give_factor(olga.person)
    log_in(client, olga.address)
    for _ in range(throttles.CODES.most):
        throttles.code(olga.person_id)

    assert client.post("/sign-in/code", {"code": code_of(device)}).status_code == 429
    assert not Session.objects.exists()


def test_h8_an_app_that_is_disabled_between_the_steps_opens_nothing(client, olga):
    device = give_factor(olga.person)
    log_in(client, olga.address)
    TotpDevice.objects.update(failures=MOST_FAILURES)

    assert client.post("/sign-in/code", {"code": code_of(device)}).status_code == 422
    assert not Session.objects.exists()


def test_h8_a_sign_in_half_way_does_not_survive_a_reset(client, olga):
    device = give_factor(olga.person)
    log_in(client, olga.address)
    passwords.request_reset(Actor(Door.PANEL, ip="192.0.2.7"), olga.address)
    reset = PasswordReset.objects.get()
    secret = link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number)
    Client().post(f"/reset/{reset.ref}/{secret}", {"new": "marble lantern drifts beneath tuesday"})

    assert client.post("/sign-in/code", {"code": code_of(device)}).url == "/sign-in"
    assert not Session.objects.exists()


def test_6_4_3_a_changed_password_keeps_the_factor(client, olga):
    device = give_factor(olga.person)
    log_in_with_code(client, olga, device)
    new = "marble lantern drifts beneath tuesday"

    client.post("/you/security/password", {"current": PASSWORD, "new": new, "confirm": new})

    assert log_in(Client(), olga.address, new).url == "/sign-in/code"
