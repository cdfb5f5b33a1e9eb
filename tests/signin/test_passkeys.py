"""Logging in by a passkey alone, which is password and second factor at once."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client

from ostiary.actions import throttles
from ostiary.clock import now
from ostiary.models import Job, Passkey, Session, Standing
from ostiary.web import next_page
from tests.authenticator import UP
from tests.cast import join
from tests.keys import AT_HOME, give_key, options, use
from tests.signin.door import demand, give_factor, log_in, trail_of

SESSION = configured.SESSION_COOKIE_NAME


def test_h6_a_passkey_alone_opens_the_account(client, olga, key):
    answer = use(client, key)

    assert answer.url == f"/a/{olga.account.ref}/"
    assert client.get(answer.url).status_code == 200
    assert Standing.objects.get().methods == Session.objects.get().methods == ["passkey"]


def test_it_is_password_and_second_factor_at_once(client, olga, key):
    give_factor(olga.person)
    demand(olga, requires_second_factor=True)

    answer = use(client, key)

    assert client.get(answer.url).status_code == 200
    assert client.get("/you/security").status_code == 200


def test_the_link_asked_for_survives_it(client, olga, key):
    wanted = f"/a/{olga.account.ref}/roles"

    answer = client.post("/sign-in", {"passkey": key.use(options(client)), "next": next_page.wrap(wanted)})

    assert answer.url == wanted


def test_an_account_that_asks_for_its_own_provider_stays_shut(client, sam):
    demand(sam, sso="required")

    answer = use(client, give_key(sam.person))

    assert client.get(answer.url).url.startswith(f"/a/{sam.account.ref}/enter")
    assert not Standing.objects.exists()


def test_what_it_was_used_for_is_kept(client, key):
    use(client, key)

    kept = Passkey.objects.get()
    assert kept.counter == 1
    assert kept.last_used_at


FORGED = {
    "for another origin": {"origin": "https://evil.example"},
    "for another site": {"site": "evil.example"},
    "of a new key": {"type": "webauthn.create"},
    "with nobody there": {"flags": 0},
    "with a touch alone": {"flags": UP},
    "without a signature": {"signature": b"\x00"},
    "with another's signature": {"signature": bytes(70)},
    "for nobody": {"response": {"userHandle": None}},
    "for somebody else": {"handle": b"x" * 32},
    "under another id": {"id": b"x" * 32},
}


@pytest.mark.parametrize("what", FORGED)
def test_h4_an_answer_that_is_forged_opens_nothing(client, olga, key, what):
    answer = use(client, key, **FORGED[what])

    assert answer.status_code == 422
    assert SESSION not in answer.cookies
    assert not Session.objects.exists()
    assert Passkey.objects.get().counter == 0


@pytest.mark.parametrize("sent", ["", "{}", "[", "null", "9" * 5000, "x" * 20_000, '{"rawId": 99999999999}'])
def test_h4_what_is_no_answer_opens_nothing(client, key, sent):
    options(client)

    answer = client.post("/sign-in", {"passkey": sent})

    assert answer.status_code == 422
    assert not Session.objects.exists()


def test_a_key_that_was_removed_opens_nothing(client, key):
    Passkey.objects.update(ended_at=now())

    assert use(client, key).status_code == 422


def test_a_counter_that_does_not_rise_disables_the_key_and_its_person_is_told(client, olga, globex, key):
    guest = join(globex, olga.person.name, "user")
    Passkey.objects.update(counter=7)

    assert use(client, key).status_code == 422

    assert not Session.objects.exists()
    assert Passkey.objects.get().disabled_at
    assert trail_of(olga.person)[-2:] == ["factor.disabled", "sign_in.failed"]
    for member in (olga, guest):
        assert trail_of(account=member.account_id)[-1] == "factor.disabled"
    assert [job.payload["letter"] for job in Job.objects.all()] == ["passkey_copied"]
    key.counter = 1000
    assert use(client, key).status_code == 422
    assert log_in(client, olga.address).url == "/sign-in/code"


def test_a_counter_is_believed_only_with_the_signature(client, key):
    """Whoever knows a key's id cannot have it disabled."""
    Passkey.objects.update(counter=7)

    use(client, key, signature=bytes(70))

    assert Passkey.objects.get().disabled_at is None


def test_a21_who_proved_a_passkey_elsewhere_still_meets_each_accounts_demand(client, olga, globex, key):
    there = join(globex, "Olga Ohm", "user")
    demand(there, requires_second_factor=True)
    use(client, key)

    assert client.post(f"/a/{globex.ref}/enter").url == f"/a/{globex.ref}/"
    assert Standing.objects.get(account=globex).methods == ["passkey"]


def test_options_are_json_and_nobody_keeps_them(client, db):
    answer = client.post("/sign-in/passkey")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.content)["rpId"] == "localhost"


def test_the_page_to_log_in_offers_passkeys_where_they_work(client, db):
    at_home = client.get("/sign-in", **AT_HOME).content.decode()
    elsewhere = client.get("/sign-in", headers={"host": "127.0.0.1:8000"}).content.decode()

    assert 'autocomplete="username webauthn"' in at_home
    assert "<passkey-waits hidden>" in at_home
    assert "data-options" not in elsewhere


def test_the_policy_lets_our_pages_alone_ask_for_keys(client, db):
    policy = client.get("/sign-in").headers["Permissions-Policy"]

    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy


def test_h11_the_options_are_the_same_for_everybody(client, olga, key):
    known, unknown, nobody = (
        client.post("/sign-in/passkey", {"address": address})
        for address in (olga.address, "nobody@example.com", "")
    )

    shown = [
        {name: value for name, value in one.json().items() if name != "challenge"}
        for one in (known, unknown, nobody)
    ]
    assert shown[0] == shown[1] == shown[2]
    assert set(shown[0]) == {"timeout", "rpId", "userVerification"}


def test_h11_an_unknown_key_is_told_and_costs_what_a_wrong_one_does(client, key, commits):
    def tried(**lies: object) -> tuple[int, int, str]:
        answer = key.use(options(client), **lies)
        with commits() as made:
            told = client.post("/sign-in", {"passkey": answer}, **AT_HOME)
        alert = re.search(r'role="alert">([^<]+)<', told.content.decode())
        return told.status_code, len(made), alert[1]

    wrong, unknown = tried(signature=bytes(70)), tried(id=b"x" * 32)

    assert wrong == unknown


def test_so_many_passkeys_from_one_network_and_no_more(client, key):
    for _ in range(throttles.PASSKEYS_FROM_NETWORK.most):
        client.post("/sign-in", {"passkey": "{}"})

    assert client.post("/sign-in", {"passkey": "{}"}).status_code == 429


def test_a_right_passkey_takes_its_try_back(client, olga, key):
    for _ in range(throttles.PASSKEYS_FROM_NETWORK.most - 1):
        client.post("/sign-in", {"passkey": "{}"})

    for _ in range(3):
        assert use(Client(), key).status_code == 302


def test_so_many_challenges_for_one_network_and_no_more(client, db, monkeypatch):
    monkeypatch.setattr(
        throttles, "CHALLENGES_TO_NETWORK", throttles.Limit("challenges", 2, timedelta(minutes=15))
    )

    assert [client.post("/sign-in/passkey").status_code for _ in range(3)] == [200, 200, 429]
