"""Signing in at the door: where one lands, what it costs, what it tells and what it does not."""

import re

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ostiary.clock import now
from ostiary.models import Event, Person, Session, SignIn, Standing
from ostiary.proofs import hashing
from ostiary.proofs.cookies import session_digest
from ostiary.web import next_page
from tests.cast import PASSWORD, join
from tests.signin.door import WRONG, demand, home, log_in, trail_of


def test_logging_in_opens_the_only_account_in_the_same_post(client, olga):
    answer = log_in(client, "olga@example.com")

    assert (answer.status_code, answer.url) == (302, home(olga))
    standing = Standing.objects.get()
    assert (standing.member, standing.methods) == (olga, ["password"])
    assert trail_of(olga.person)[-1] == "session.started"
    assert trail_of(account=olga.account_id)[-1] == "standing.opened"


def test_the_address_is_found_however_it_is_written(client, olga):
    assert log_in(client, " OLGA@Example.COM ").url == home(olga)


def test_one_lands_on_the_link_asked_for(client, olga, globex):
    join(globex, "Olga Ohm", "user")
    wanted = f"/a/{globex.ref}/services?search=www"

    answer = log_in(client, "olga@example.com", next=next_page.wrap(wanted))

    assert answer.url == wanted
    assert Standing.objects.get().account == globex


def test_one_lands_in_the_default_account_before_the_last_used(client, olga, globex):
    there = join(globex, "Olga Ohm", "user")
    Person.objects.update(last_account=olga.account)
    Person.objects.filter(pk=olga.person_id).update(default_account=globex)

    assert log_in(client, "olga@example.com").url == home(there)


def test_one_lands_in_the_last_used_account_without_a_default(client, olga, globex):
    there = join(globex, "Olga Ohm", "user")
    Person.objects.filter(pk=olga.person_id).update(last_account=globex)

    assert log_in(client, "olga@example.com").url == home(there)


def test_who_has_several_accounts_and_no_preference_chooses(client, olga, globex):
    join(globex, "Olga Ohm", "user")

    assert log_in(client, "olga@example.com").url == "/switch"
    assert not Standing.objects.exists()


def test_who_is_in_no_account_is_told_how_one_gets_in(client, uma):
    uma.states.update(state="ended")

    answer = log_in(client, "uma@example.com")

    assert answer.url == "/switch"
    assert "You are in no account" in client.get("/switch").content.decode()


def test_an_account_left_since_is_no_default_any_more(client, olga, globex):
    join(globex, "Olga Ohm", "user").states.update(state="ended")
    Person.objects.filter(pk=olga.person_id).update(default_account=globex, last_account=globex)

    assert log_in(client, "olga@example.com").url == home(olga)


def test_h11_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, olga):
    wrong = log_in(client, "olga@example.com", WRONG)
    unknown = log_in(client, "nobody@example.com", WRONG)
    no_address = log_in(client, "no address", WRONG)

    assert wrong.status_code == unknown.status_code == no_address.status_code == 422
    assert told(wrong) == told(unknown) == told(no_address)
    assert not Session.objects.exists()


def told(answer) -> str:
    """What the page says, without what was typed and what is new each time."""
    return re.sub(r'(name="\w+" )?value="[^"]*"', "", answer.content.decode())


def test_h11_too_many_wrong_passwords_are_refused_alike_for_known_and_unknown(client, olga):
    with time_machine.travel(now(), tick=False):
        for _ in range(10):
            log_in(client, "olga@example.com", WRONG)
            log_in(client, "nobody@example.com", WRONG)

        known, unknown = (
            log_in(client, "olga@example.com", WRONG),
            log_in(client, "nobody@example.com", WRONG),
        )

        assert known.status_code == unknown.status_code == 429
        assert told(known) == told(unknown)
        assert log_in(client, "olga@example.com").status_code == 429


def test_a_failed_sign_in_stands_on_the_persons_trail(client, olga):
    log_in(client, "olga@example.com", WRONG)

    assert trail_of(olga.person)[-1] == "sign_in.failed"
    assert WRONG not in str(list(Event.objects.values_list("body", "personal")))


def test_b18_a_session_planted_before_the_sign_in_is_nobodys_afterwards(client, olga):
    client.cookies[settings.SESSION_COOKIE_NAME] = "planted"
    client.cookies[settings.CSRF_COOKIE_NAME] = planted = "p" * CSRF_SECRET_LENGTH

    log_in(client, "olga@example.com")

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "planted"
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != planted
    assert not Session.objects.filter(digest=session_digest("planted")).exists()


def test_b18_logging_in_over_a_session_ends_that_session(client, olga):
    log_in(client, "olga@example.com")
    former = Session.objects.get()

    log_in(client, "olga@example.com")

    former.refresh_from_db()
    assert former.ended_at
    assert Session.objects.filter(ended_at=None).count() == 1


def test_logging_out_ends_the_session_on_the_server(client, olga):
    log_in(client, "olga@example.com")
    secret = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/sign-out")

    assert Session.objects.get().ended_at
    client.cookies[settings.SESSION_COOKIE_NAME] = secret
    assert client.get("/you/security").status_code == 302


def test_logging_out_takes_a_post(client, olga):
    log_in(client, "olga@example.com")

    assert client.get("/sign-out").status_code == 405
    assert Session.objects.get().ended_at is None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, olga):
    log_in(client, "olga@example.com")

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"


def test_a_sign_in_costs_one_hash_and_two_commits(client, olga, monkeypatch, commits):
    hashes = count_hashes(monkeypatch)

    with commits() as made:
        log_in(client, "olga@example.com")

    assert len(hashes) == 1
    assert len(made) == 2


def test_h11_an_unknown_address_costs_what_a_known_one_costs(client, olga, monkeypatch, commits):
    log_in(client, "first@example.com", WRONG)  # begins the server's trail
    hashes, costs = count_hashes(monkeypatch), []

    for address in ("olga@example.com", "nobody@example.com", "no address"):
        hashes.clear()
        with commits() as made, CaptureQueriesContext(connection) as statements:
            log_in(client, address, WRONG)
        costs.append((len(hashes), len(made), [one["sql"].split()[0] for one in statements]))

    assert costs[0][:2] == (1, 2)
    assert costs == costs[:1] * 3


def count_hashes(monkeypatch) -> list[str]:
    """Notes every password that libsodium is given; it is still hashed."""
    real, seen = hashing.crypto_pwhash_str_verify, []
    monkeypatch.setattr(hashing, "crypto_pwhash_str_verify", lambda *a: (seen.append("verify"), real(*a))[1])
    real_hash = hashing.crypto_pwhash_alg
    monkeypatch.setattr(hashing, "crypto_pwhash_alg", lambda *a: (seen.append("hash"), real_hash(*a))[1])
    return seen


def test_a_hash_with_old_parameters_is_made_anew(client, olga):
    old = Argon2PasswordHasher()
    old.memory_cost, old.time_cost, old.parallelism = 8192, 1, 1
    Person.objects.filter(pk=olga.person_id).update(password=old.encode(PASSWORD, "anoldsaltwith16b"))

    assert log_in(client, "olga@example.com").status_code == 302

    olga.person.refresh_from_db()
    assert f"m={hashing.MEMORY_KIB}" in olga.person.password
    assert log_in(Client(), "olga@example.com").status_code == 302


def test_h13_an_account_that_demands_a_factor_stays_shut_until_one_is_set_up(client, olga):
    demand(olga, requires_second_factor=True)

    answer = log_in(client, "olga@example.com")

    assert answer.url == home(olga)
    assert not Standing.objects.exists()
    assert client.get(home(olga)).url.startswith(f"/a/{olga.account.ref}/enter")


def test_the_root_leads_to_the_account_or_to_the_door(client, olga):
    assert client.get("/").url == "/sign-in"

    log_in(client, "olga@example.com")

    assert client.get("/").url == home(olga)


def test_who_is_logged_in_does_not_see_the_form_again(client, olga):
    log_in(client, "olga@example.com")

    assert client.get("/sign-in").url == home(olga)


@pytest.mark.parametrize("field", ["address", "password"])
def test_an_empty_form_is_told_what_is_missing(client, db, field):
    typed = {"address": "olga@example.com", "password": PASSWORD} | {field: ""}

    assert client.post("/sign-in", typed).status_code == 422
    assert not SignIn.objects.exists()
