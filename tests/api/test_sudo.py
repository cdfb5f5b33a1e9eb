"""Sudo by API: what a password proves, for which token, and for how long."""

import json
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ostiary.clock import now
from ostiary.models import Person, Token
from ostiary.proofs.hashing import MEMORY_KIB
from tests.api.conftest import form, secret_of
from tests.cast import PASSWORD
from tests.signin.door import demand, give_factor
from tests.signin.test_sign_in import count_hashes

BODY = "password=" + PASSWORD.replace(" ", "+")


def sudo(client: Client, body: str = BODY, **options):
    return form(client, "POST", "/sudo", body, **options)


def test_five_minutes_for_the_token_that_asked(olga, api, in_one_hour):
    client, other = api(olga), api(olga)

    answer = sudo(client, BODY + "&name=key-1&scope=global&services%5B%5D=x&expires_at=soon")

    until = answer.json()["expiry_time"]
    assert (answer.status_code, until[-6:]) == (200, "+00:00")
    assert timedelta(minutes=4, seconds=59) <= datetime.fromisoformat(until) - now() <= timedelta(minutes=5)
    assert client.get("/tokens/self").json()["sudo_expires_at"] == until.replace("+00:00", "Z")
    assert "sudo_expires_at" not in other.get("/tokens/self").json()


def test_it_ends_sooner_where_that_is_asked_for_and_never_later(olga, api):
    soon, late = (now().replace(microsecond=0) + timedelta(minutes=some) for some in (2, 60))
    asked = [{"password": PASSWORD, "expiry_time": time.isoformat()} for time in (soon, late)]

    sooner, later = (api(olga).post("/sudo", body, "application/json").json() for body in asked)

    assert datetime.fromisoformat(sooner["expiry_time"]) == soon
    assert datetime.fromisoformat(later["expiry_time"]) <= now() + timedelta(minutes=5)


@pytest.mark.parametrize("time", ["soon", "2020-01-01T00:00:00Z"])
def test_an_end_that_is_none_or_over_proves_nothing(olga, api, time):
    answer = sudo(api(olga), f"{BODY}&expiry_time={time}")
    assert (answer.status_code, answer.json()["field"]) == (422, "expiry_time")
    assert not Token.objects.filter(sudo_until__isnull=False).exists()


def test_json_with_the_login(olga, api):
    body = json.dumps({"username": "olga@example.com", "password": PASSWORD})
    headers = {"Accept": "application/vnd.api+json, application/problem+json"}
    answer = api(olga).generic("POST", "/sudo", body, "application/json", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_credentials_alone_prove_it_for_the_users_tokens_of_the_default_account(olga, sam):
    secret_of(olga), secret_of(olga), secret_of(sam)
    assert sudo(Client(), "username=olga%40example.com&" + BODY).status_code == 200
    assert Token.objects.filter(sudo_until__isnull=False, member=olga).count() == 2
    assert not Token.objects.filter(sudo_until__isnull=False, member=sam).exists()


def test_a_wrong_password_another_user_and_a_missing_code_are_forbidden(olga, sam, api):
    assert sudo(api(olga), BODY + "x").status_code == 403
    assert sudo(api(olga), "username=sam%40example.com&" + BODY).status_code == 403
    give_factor(olga.person)
    assert sudo(api(olga)).status_code == 403
    assert not Token.objects.filter(sudo_until__isnull=False).exists()


def test_where_only_the_provider_opens_a_password_proves_nothing(olga, sam, api):
    demand(olga, sso="required")
    assert sudo(api(sam)).status_code == 403
    assert sudo(Client(), "username=olga%40example.com&" + BODY).status_code == 403


@pytest.mark.parametrize("body", ["", "username=olga%40example.com"])
def test_without_a_password_it_is_a_bad_request(olga, api, body):
    assert sudo(api(olga), body).status_code == 400


def test_a_hash_with_old_parameters_is_made_anew(olga):
    old = Argon2PasswordHasher()
    old.memory_cost, old.time_cost, old.parallelism = 8192, 1, 1
    Person.objects.filter(pk=olga.person_id).update(password=old.encode(PASSWORD, "anoldsaltwith16b"))

    assert sudo(Client(), "username=olga%40example.com&" + BODY + "x").status_code == 403
    assert "m=8192," in Person.objects.get(pk=olga.person_id).password
    assert sudo(Client(), "username=olga%40example.com&" + BODY).status_code == 200

    assert f"m={MEMORY_KIB}," in Person.objects.get(pk=olga.person_id).password
    assert sudo(Client(), "username=olga%40example.com&" + BODY).status_code == 200


def test_h11_an_unknown_address_costs_what_a_known_one_costs(olga, monkeypatch):
    sudo(Client(), "username=first%40example.com&" + BODY)  # begins the server's trail
    costs, hashes = [], count_hashes(monkeypatch)
    for name in ("olga", "nobody"):
        hashes.clear()
        with CaptureQueriesContext(connection) as statements:
            assert sudo(Client(), f"username={name}%40example.com&{BODY}x").status_code == 403
        costs.append((len(hashes), [one["sql"].split()[0] for one in statements]))

    assert costs[0][0] == 1
    assert costs[0] == costs[1]
