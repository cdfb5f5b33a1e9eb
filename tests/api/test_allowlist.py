"""The allowlist by API: judged at every request, and set with the customer as the vendor's clients do."""

import re
from urllib.parse import urlencode

import pytest

from ostiary.api.served import OPERATIONS
from ostiary.models import AccountSettings, Event, Person, Session, Token
from tests.api.conftest import form
from tests.cast import PASSWORD
from tests.signin.door import demand

PART = re.compile(r"\{\w+\}")
INSIDE, OUTSIDE = "203.0.113.7", "198.51.100.9"
SPOOFED = {"HTTP_X_FORWARDED_FOR": INSIDE, "HTTP_FASTLY_CLIENT_IP": INSIDE, "HTTP_X_REAL_IP": INSIDE}


def kept(account):
    return AccountSettings.objects.current().get(account=account).allowlist


@pytest.mark.parametrize("one", [one for one in OPERATIONS if one.auth == "token"], ids=lambda one: one.name)
def test_h14_no_operation_answers_a_token_from_outside(olga, api, one):
    """Whatever the path is about: nothing of it is looked at."""
    client, path = api(olga), PART.sub(olga.ref, one.path)
    demand(olga, allowlist="203.0.113.0/24")
    before = AccountSettings.objects.count(), Token.objects.filter(ended_at=None).count()

    answer = form(client, one.method, path, "name=x", REMOTE_ADDR=OUTSIDE, **SPOOFED)

    assert (answer.status_code, answer.json()["code"]) == (403, "address_outside")
    assert OUTSIDE in answer.json()["detail"]
    assert (AccountSettings.objects.count(), Token.objects.filter(ended_at=None).count()) == before


def test_a_token_works_inside_and_its_last_use_is_noted_there_alone(olga, api):
    client = api(olga)
    demand(olga, allowlist="203.0.113.0/24")

    assert client.get("/tokens/self", REMOTE_ADDR=INSIDE).status_code == 200
    assert client.get("/tokens/self", REMOTE_ADDR="::ffff:203.0.113.7").status_code == 200
    assert client.get("/tokens/self", REMOTE_ADDR=OUTSIDE).status_code == 403


def test_without_a_live_token_nobody_learns_of_the_list(acme, olga, greg, api):
    demand(olga, allowlist="203.0.113.0/24")
    path = f"/customer/{acme.ref}"

    assert api().get(path, REMOTE_ADDR=OUTSIDE).status_code == 401
    assert api(greg).get(path, REMOTE_ADDR=OUTSIDE).status_code == 404
    ended = api(olga)
    Token.objects.update(ended_at="2026-01-01T00:00:00Z")
    assert ended.get(path, REMOTE_ADDR=OUTSIDE).status_code == 401


@pytest.mark.parametrize("path", ["/tokens", "/sudo"])
def test_credentials_alone_open_nothing_from_outside(olga, api, path):
    demand(olga, allowlist="203.0.113.0/24")
    right = urlencode({"username": olga.address, "password": PASSWORD, "name": "t"})
    wrong = urlencode({"username": olga.address, "password": "not it", "name": "t"})

    answer = form(api(), "POST", path, right, REMOTE_ADDR=OUTSIDE)

    assert (answer.status_code, answer.json()["code"]) == (403, "address_outside")
    assert b"address_outside" not in form(api(), "POST", path, wrong, REMOTE_ADDR=OUTSIDE).content
    assert form(api(), "POST", path, right, REMOTE_ADDR=INSIDE).status_code == 200
    assert Token.objects.count() == (1 if path == "/tokens" else 0)
    assert not Session.objects.exists()


def in_sudo(client):
    assert form(client, "POST", "/sudo", urlencode({"password": PASSWORD})).status_code == 200
    return client


def test_the_list_is_set_with_the_customer_and_needs_sudo(acme, olga, api):
    client, path = api(olga), f"/customer/{acme.ref}"
    body = "name=Acme+Weather&ip_whitelist=127.0.0.1%2C+10.*.0.1"

    refused = form(client, "PUT", path, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "sudo_needed")
    assert AccountSettings.objects.count() == 1

    shown = form(in_sudo(client), "PUT", path, body).json()
    assert (shown["ip_whitelist"], shown["name"]) == ("127.0.0.1,10.*.0.1", "Acme Weather")
    assert AccountSettings.objects.count() == 2
    off = form(client, "PUT", path, "ip_whitelist=0.0.0.0/0").json()
    assert off["ip_whitelist"] == "0.0.0.0/0"
    assert kept(acme) == ""


def test_a_second_factor_is_demanded_by_the_same_action(acme, olga, api):
    client, path = api(olga), f"/customer/{acme.ref}"

    assert form(client, "PUT", path, "force_2fa=True").json()["code"] == "sudo_needed"
    shown = form(in_sudo(client), "PUT", path, "force_2fa=True&ip_whitelist=127.0.0.1").json()

    assert (shown["force_2fa"], shown["ip_whitelist"]) == (True, "127.0.0.1")
    assert AccountSettings.objects.count() == 2
    events = Event.objects.filter(account=acme).values_list("name", flat=True)
    assert {"second_factor.required", "allowlist.changed"} <= set(events)
    assert client.get(path).status_code == 200, "existing tokens go on"
    refused = form(api(olga), "POST", "/sudo", urlencode({"password": PASSWORD}))
    assert (refused.status_code, refused.json()["code"]) == (403, "credentials_need_factor")
    assert form(client, "PUT", path, "force_2fa=False").json()["force_2fa"] is False


def test_no_demand_locks_the_owner_out_by_api(acme, olga, sam, api):
    client, path = in_sudo(api(sam)), f"/customer/{acme.ref}"
    Person.objects.filter(pk=olga.person_id).update(password="", mailbox_proved_at=None)

    for body in ("force_2fa=True", "ip_whitelist=127.0.0.1", "name=New&force_2fa=True"):
        answer = form(client, "PUT", path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "owner_would_be_locked_out")
    assert AccountSettings.objects.count() == 1


def test_who_sends_back_what_was_read_needs_no_sudo(acme, olga, api):
    body = "ip_whitelist=0.0.0.0%2F0&phone_number=5555555559"
    assert form(api(olga), "PUT", f"/customer/{acme.ref}", body).status_code == 200


@pytest.mark.parametrize("sent", ["203.0.113.0/24", "here", "127.0.0.1/8", "127.0.0.1,0.0.0.0/0"])
def test_a_list_that_cannot_be_meant_is_a_bad_request(acme, olga, api, sent):
    answer = form(in_sudo(api(olga)), "PUT", f"/customer/{acme.ref}", f"name=New&ip_whitelist={sent}")

    assert (answer.status_code, answer.json()["field"]) == (400, "ip_whitelist")
    assert AccountSettings.objects.count() == 1


def test_an_engineer_sees_and_does_not_change_it(acme, erin, api):
    demand(erin, allowlist="127.0.0.1")
    client = api(erin)

    assert client.get(f"/customer/{acme.ref}").json()["ip_whitelist"] == "127.0.0.1"
    assert form(client, "PUT", f"/customer/{acme.ref}", "ip_whitelist=0.0.0.0/0").status_code == 403
    assert kept(acme) == "127.0.0.1"
