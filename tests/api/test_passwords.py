"""Passwords by API: one's own by the old one, and letters with a way to a new one."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ostiary.actions import signing_in
from ostiary.actions.actors import Actor, Door
from ostiary.clock import now
from ostiary.mail.letters import compose
from ostiary.models import Event, Job, PasswordReset, Person, Session
from tests.api.conftest import form
from tests.cast import PASSWORD, join, make_person, signed_in
from tests.signin.door import WRONG, code_of, demand, give_factor
from tests.signin.test_sign_in import count_hashes

NEW = "marble lantern drifts on tuesday"


def change(old: str = PASSWORD, new: str = NEW, *, name: str = "olga@example.com", **headers: str):
    pair = b64encode(f"{name}:{old}".encode()).decode()
    body = f"old_password={quote(old)}&new_password={quote(new)}"
    return form(
        Client(headers={"Authorization": f"Basic {pair}", **headers}), "POST", "/current_user/password", body
    )


def may_sign_in(password: str) -> bool:
    actor = Actor(Door.PANEL, ip="192.0.2.7")
    return bool(signing_in.with_password(actor, "olga@example.com", password).session)


def test_the_old_password_sets_the_new_one_and_ends_sessions(olga):
    signed_in(Client(), olga)

    answer = change()

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert (answer.json()["id"], answer.json()["login"]) == (olga.ref, olga.address)
    assert not Session.objects.filter(ended_at__isnull=True).exists()
    assert may_sign_in(NEW)
    assert Event.objects.filter(name="password.changed", account=olga.account).count() == 1


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda: change(WRONG), 401),
        (lambda: change(name="nobody@example.com"), 401),
        (lambda: form(Client(), "POST", "/current_user/password", f"new_password={quote(NEW)}"), 401),
        (lambda: form(Client(), "POST", "/current_user/password", "old_password=x"), 401),
        (lambda: change(new="short"), 400),
        (lambda: change(new="olga@example.com"), 400),
        (lambda: change(new=""), 400),
    ],
)
def test_otherwise_it_stays_as_it_was(olga, answer, status):
    before = Person.objects.get(pk=olga.person_id).password
    assert answer().status_code == status
    assert Person.objects.get(pk=olga.person_id).password == before


def test_the_same_again_is_no_new_one_and_ends_no_session(olga):
    signed_in(Client(), olga)

    answer = change(new=PASSWORD)

    body = answer.json()
    assert (answer.status_code, body["code"], body["field"]) == (400, "password_unchanged", "new_password")
    assert Session.objects.filter(ended_at__isnull=True).exists()


def test_a_factor_is_asked_for(olga):
    device = give_factor(olga.person)
    answer = change()
    assert (answer.status_code, answer.json()["code"]) == (403, "code_wrong_or_missing")
    assert change(**{"Fastly-OTP": code_of(device)}).status_code == 200


def test_not_through_an_account_that_requires_sso(olga):
    demand(olga, sso="required")
    assert change().status_code == 403


def reset(client: Client, login: str, **headers: str):
    return client.post(f"/user/{login}/password/request_reset", content_type="application/json", **headers)


@pytest.mark.parametrize("login", ["sam@example.com", "sam%40example.com", "SAM%40example.com"])
def test_a_superuser_has_a_letter_sent_to_a_member(olga, sam, api, login):
    answer = reset(api(olga), login)
    assert (answer.status_code, answer.content) == (200, b'{"status":"ok"}')
    assert PasswordReset.objects.get().person_id == sam.person_id
    assert Job.objects.get().payload["reset"] == PasswordReset.objects.get().pk
    assert Event.objects.get(name="member.reset_requested").target_ref == sam.ref


@pytest.mark.parametrize("login", ["pia+x@example.com", "pia%2Bx%40example.com"])
def test_a_plus_in_a_login_is_a_plus(acme, olga, api, login):
    pia = join(acme, "Pia Pine", "user")
    for kind, pk in ((type(pia), pia.pk), (Person, pia.person_id)):
        kind.objects.filter(pk=pk).update(address="pia+x@example.com", address_key="pia+x@example.com")
    assert reset(api(olga), login).status_code == 200
    assert PasswordReset.objects.get().person_id == pia.person_id


def test_everybody_has_one_sent_to_themselves_and_nobody_else(olga, erin, bill, uma, greg, api):
    for member in (erin, bill, uma):
        client = api(member)
        assert reset(client, member.address).status_code == 200
        for other in (olga.address, greg.address, "nobody@example.com"):
            assert reset(client, other).status_code == 403
    assert PasswordReset.objects.count() == 3


def test_whoever_is_not_in_the_account_is_unknown(olga, greg, api):
    make_person("Nora North", olga.created_at)
    for login in (greg.address, "nora@example.com", "nobody@example.com", "x"):
        assert reset(api(olga), login).status_code == 404
    assert not PasswordReset.objects.exists()


def test_a_token_that_reads_asks_for_no_letter(uma, api):
    assert reset(api(uma, scopes=("global:read",)), uma.address).status_code == 403


def test_6_4_3_a_changed_password_keeps_the_factor(olga):
    device = give_factor(olga.person)

    assert change(**{"Fastly-OTP": code_of(device)}).status_code == 200

    device.refresh_from_db()
    assert device.ended_at is None
    assert not may_sign_in(NEW)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_FORWARDED": "host=evil.example"},
        {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_HOST": "evil.example"},
    ],
)
def test_h1_the_letters_link_is_built_from_the_configured_address_alone(olga, sam, api, settings, headers):
    answer = reset(api(olga), sam.address, **headers)

    letter = compose(**Job.objects.get().payload, at=now())
    assert answer.status_code == 200
    assert f"{settings.CONFIG.url}/reset/" in letter.text
    assert "evil.example" not in letter.text + letter.html


@pytest.mark.parametrize(
    "login",
    [
        "sam@example.com,evil@example.org",
        "sam@example.com%0ABcc%3A%20evil@example.org",
        "sam@example.com%20evil@example.org",
        "[sam@example.com,evil@example.org]",
        "\u0455am@example.com",
        "\u017fam@example.com",
    ],
)
def test_h3_a_letter_goes_to_one_member_or_to_nobody(olga, sam, api, login):
    assert reset(api(olga), login).status_code == 404
    assert not Job.objects.exists()


def test_h11_an_unknown_address_costs_what_a_known_one_costs(olga, monkeypatch):
    change(WRONG, name="first@example.com")  # begins the server's trail
    costs, hashes = [], count_hashes(monkeypatch)
    for name in ("olga@example.com", "nobody@example.com"):
        hashes.clear()
        with CaptureQueriesContext(connection) as statements:
            assert change(WRONG, name=name).status_code == 401
        costs.append((len(hashes), [one["sql"].split()[0] for one in statements]))

    assert costs[0][0] == 1
    assert costs[0] == costs[1]
