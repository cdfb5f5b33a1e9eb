"""Tokens by API: made with a password in the request, listed and revoked by whom they concern."""

import json
from base64 import b64encode
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ostiary.actions import last_used, members, throttles
from ostiary.clock import now
from ostiary.models import Event, Member, Person, Token
from tests.api.conftest import form, secret_of
from tests.cast import PASSWORD, acting, join
from tests.signin.door import WRONG, code_of, demand, give_factor, wrong_code_of

CREDENTIALS = "username=olga%40example.com&password=" + PASSWORD.replace(" ", "+")
BASIC = "Basic " + b64encode(f"olga@example.com:{PASSWORD}".encode()).decode()
BULK = "application/vnd.api+json; ext=bulk"


def post(client: Client, body: str, **options):
    return form(client, "POST", "/tokens", body, **options)


def said(answer) -> tuple[int, str, str]:
    body = answer.json()
    return answer.status_code, body["msg"], body["code"]


def test_a_password_makes_a_token_whose_secret_is_shown_once(acme, olga, services):
    asked = f"{CREDENTIALS}&name=key-1&scope=global&services%5B%5D={services[0].ref}"
    answer = post(Client(), asked + "&expires_at=2030-01-01T00%3A00%3A00%2B00%3A00")

    made = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert made == {
        "id": made["id"],
        "user_id": olga.ref,
        "customer_id": acme.ref,
        "name": "key-1",
        "scope": "global",
        "services": [services[0].ref],
        "service_id": services[0].ref,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "expires_at": "2030-01-01T00:00:00Z",
        "access_token": made["access_token"],
    }
    shown = Client(headers={"Fastly-Key": made["access_token"]}).get("/tokens/self").json()
    assert shown["id"] == made["id"]
    assert "access_token" not in shown
    assert Event.objects.get(name="token.created").actor_ref == olga.ref


@pytest.mark.parametrize(
    ("body", "kind", "headers"),
    [
        (json.dumps({"username": "olga@example.com", "password": PASSWORD}), "application/json", {}),
        ("", "application/x-www-form-urlencoded", {"Authorization": BASIC}),
        (CREDENTIALS + "&scope=", "application/x-www-form-urlencoded", {"Authorization": "Basic Og=="}),
    ],
)
def test_credentials_come_in_each_dialect(olga, body, kind, headers):
    answer = Client(headers=headers).generic("POST", "/tokens", body, kind)
    assert (answer.status_code, answer.json()["scope"]) == (200, "global")


@pytest.mark.parametrize("pair", ["", "Basic Og==", BASIC])
def test_with_a_token_its_own_user_is_meant_and_an_empty_pair_is_none(olga, api, pair):
    client = api(olga)
    body = "" if pair == BASIC else "password=" + PASSWORD.replace(" ", "+")
    answer = post(client, body, headers={"Authorization": pair} if pair else {})
    assert answer.status_code == 200
    assert int(answer["Fastly-RateLimit-Remaining"]) > 0


def test_h11_an_unknown_address_and_a_wrong_password_are_answered_alike(olga):
    bodies = []
    for name in ("olga", "nobody"):
        answer = post(Client(), f"username={name}%40example.com&password={WRONG.replace(' ', '+')}")
        assert said(answer) == (400, "invalid_grant", "invalid_grant")
        bodies.append({key: value for key, value in answer.json().items() if key != "request_id"})
    assert bodies[0] == bodies[1]
    assert Event.objects.filter(name="sign_in.failed").count() == 2


def test_nobody_but_its_own_user_makes_tokens_beside_a_token(olga, sam, api):
    answer = post(api(sam), CREDENTIALS)
    assert said(answer) == (400, "invalid_grant", "invalid_grant")
    assert Token.objects.count() == 1


@pytest.mark.parametrize("body", ["", "username=olga%40example.com", "password=x"])
def test_without_credentials_nothing_is_looked_at(olga, body):
    assert said(post(Client(), body)) == (400, "invalid_request", "invalid_request")
    assert not Event.objects.filter(name="sign_in.failed").exists()


@pytest.mark.parametrize("pair", [b"olga\x00@example.com:x", b"\xff:x", b"olga", b":"])
def test_a_pair_that_cannot_be_read_is_none(olga, pair):
    headers = {"Authorization": "Basic " + b64encode(pair).decode(), "Fastly-OTP": "\u00b2" * 6}
    assert said(post(Client(headers=headers), ""))[0] == 400


@pytest.mark.parametrize("code", ["\u00b2" * 6, "x", "-", "1" * 5_000])
def test_a_code_that_is_none_is_wrong(olga, code):
    give_factor(olga.person)
    assert said(post(Client(headers={"Fastly-OTP": code}), CREDENTIALS))[1] == "2fa.verify"


def test_a_dead_token_beside_right_credentials_is_refused(olga):
    assert post(Client(headers={"Fastly-Key": "ost_pat_x"}), CREDENTIALS).status_code == 401


def test_the_code_is_asked_for_and_told_wrong_only_after_the_password(olga):
    device = give_factor(olga.person)
    asked = ({}, {"Fastly-OTP": wrong_code_of(device)})
    for headers in asked:
        assert said(post(Client(headers=headers), CREDENTIALS)) == (400, "2fa.verify", "2fa.verify")
    wrong = post(Client(headers={"Fastly-OTP": code_of(device)}), CREDENTIALS + "x")
    assert said(wrong)[1] == "invalid_grant"
    device.refresh_from_db()
    assert device.failures == 1

    headers = {"Fastly-OTP": code_of(device)}
    assert post(Client(headers=headers), CREDENTIALS).status_code == 200
    assert said(post(Client(headers=headers), CREDENTIALS))[1] == "2fa.verify"


def test_codes_are_counted_before_they_are_looked_at(olga):
    device = give_factor(olga.person)
    client = Client(headers={"Fastly-OTP": wrong_code_of(device)})
    statuses = [post(client, CREDENTIALS).status_code for _ in range(throttles.CODES.most + 1)]
    assert statuses == [400] * throttles.CODES.most + [429]


def test_passwords_are_throttled_as_at_the_panel(olga):
    wrong = "username=olga%40example.com&password=x"
    statuses = [post(Client(), wrong).status_code for _ in range(throttles.PASSWORDS_HERE.most + 1)]
    assert statuses == [400] * throttles.PASSWORDS_HERE.most + [429]
    assert said(post(Client(), CREDENTIALS)) == (429, "Too many requests", "throttled")


def test_a_locked_user_is_told_after_the_password(olga, sam):
    members.lock(acting(olga), sam.ref, locked=True)
    sams = CREDENTIALS.replace("olga", "sam")
    assert said(post(Client(), sams + "x"))[1] == "invalid_grant"
    assert said(post(Client(), sams)) == (400, "account_locked", "account_locked")


def test_a20_credentials_alone_open_no_account_that_requires_sso(olga):
    demand(olga, sso="required")
    assert said(post(Client(), CREDENTIALS)) == (400, "invalid_request", "invalid_request")
    assert not Token.objects.exists()


def test_where_sso_is_required_a_token_and_a_password_are_enough_only_with_bypass(olga, sam, api):
    demand(olga, sso="required")
    password = "password=" + PASSWORD.replace(" ", "+")
    assert post(api(olga), password).status_code == 200
    assert said(post(api(sam), password))[1] == "invalid_request"


def test_h13_an_account_that_requires_a_factor_opens_to_nobody_without_one(olga):
    demand(olga, requires_second_factor=True)
    assert said(post(Client(), CREDENTIALS)) == (400, "invalid_request", "invalid_request")


def test_credentials_alone_act_in_the_default_account_or_the_only_one(acme, globex, olga, greg):
    join(globex, "Olga Ohm", "user")
    assert said(post(Client(), CREDENTIALS))[1] == "invalid_request"
    Person.objects.filter(pk=olga.person_id).update(default_account=globex)
    assert post(Client(), CREDENTIALS).json()["customer_id"] == globex.ref
    assert (
        post(Client(headers={"Fastly-Key": secret_of(olga)}), CREDENTIALS).json()["customer_id"] == acme.ref
    )


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ("scope=all", 400, "invalid_scope"),
        ("scope=global+purge", 400, "invalid_scope"),
        ("expires_at=soon", 422, "expiry_malformed"),
        ("expires_at=2020-01-01T00:00:00Z", 422, "expiry_past"),
        ("expires_at=0001-01-01T00:00:00%2B23:00", 422, "expiry_malformed"),
        ("services=" + "0" * 22, 400, "service_unknown"),
        ("name=" + "x" * 500, 400, "name_too_long"),
        ("name=%00", 400, "field_not_text"),
    ],
)
def test_what_else_is_wrong_is_told_only_after_the_right_password(olga, fields, status, code):
    assert said(post(Client(), f"{CREDENTIALS}x&{fields}"))[1] == "invalid_grant"
    answer = post(Client(), f"{CREDENTIALS}&{fields}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Token.objects.exists()


def test_g2_a_token_makes_none_wider_than_itself(olga, services):
    first = post(Client(), f"{CREDENTIALS}&services={services[0].ref}").json()["access_token"]
    client = Client(headers={"Fastly-Key": first})
    assert said(post(client, CREDENTIALS))[1] == "invalid_scope"
    assert post(client, f"{CREDENTIALS}&services={services[0].ref},{services[1].ref}").status_code == 400
    narrow = post(client, f"{CREDENTIALS}&scope=purge_all&services={services[0].ref}")
    assert narrow.status_code == 200


@pytest.mark.parametrize("scope", ["global:read", "purge_select", "purge_all"])
def test_g2_a_token_that_only_reads_or_purges_makes_none_and_revokes_itself_alone(olga, api, scope):
    api(olga)
    other, client = Token.objects.get().ref, api(olga, scopes=(scope,))
    both = {"data": [{"id": ref, "type": "token"} for ref in Token.objects.values_list("ref", flat=True)]}
    assert post(client, CREDENTIALS + "&scope=" + scope).status_code == 403
    assert client.delete(f"/tokens/{other}").status_code == 403
    assert client.delete("/tokens", both, BULK).status_code == 403
    assert client.delete("/tokens/self").status_code == 204
    assert client.delete("/tokens/self").status_code == 401
    assert Token.objects.get(ended_at=None).ref == other


def test_a_service_that_the_user_cannot_see_is_unknown(erin, services):
    asked = CREDENTIALS.replace("olga", "erin") + "&services="
    assert post(Client(), asked + services[1].ref).json()["code"] == "service_unknown"
    assert post(Client(), asked + services[0].ref).status_code == 200


def test_a_hundred_live_tokens_are_the_most(olga):
    for number in range(100):
        Token.objects.create(
            account=olga.account, member=olga, kind="pat", name="x", digest=b"%d" % number, created_at=now()
        )
    assert post(Client(), CREDENTIALS).status_code == 409
    Token.objects.filter(digest=b"1").update(ended_at=now())
    assert post(Client(), CREDENTIALS).status_code == 200


def test_the_same_key_gets_the_same_token_and_a_wrong_password_none(olga):
    client = Client(headers={"Idempotency-Key": "one"})
    first, second = post(client, CREDENTIALS), post(client, CREDENTIALS)
    assert first.json() == second.json()
    assert post(client, CREDENTIALS + "x").status_code == 400


def test_the_same_key_does_not_stand_for_a_code(olga):
    device = give_factor(olga.person)
    right, wrong = code_of(device), wrong_code_of(device)
    answers = [
        post(Client(headers={"Idempotency-Key": "one", "Fastly-OTP": code}), CREDENTIALS)
        for code in (wrong, right, wrong)
    ]
    assert [answer.status_code for answer in answers] == [400, 200, 400]


def test_g1_a_user_lists_their_own_and_superusers_all(acme, olga, sam, uma, api):
    hers = api(uma)
    api(sam)
    mine = [one["user_id"] for one in hers.get("/tokens").json()]
    assert mine == [uma.ref]
    assert hers.get(f"/customer/{acme.ref}/tokens").status_code == 403
    everybodys = api(olga).get(f"/customer/{acme.ref}/tokens").json()
    assert {one["user_id"] for one in everybodys} == {olga.ref, sam.ref, uma.ref}
    assert set(everybodys[0]) == {
        "id", "user_id", "customer_id", "name", "scope", "scopes", "services", "created_at"
    }  # fmt: skip


def test_lists_leave_out_what_has_ended_or_expired(olga, api):
    client = api(olga)
    for column in ("ended_at", "expires_at"):
        secret_of(olga)
        Token.objects.filter(pk=Token.objects.latest("pk").pk).update(**{column: now()})
    assert len(client.get("/tokens").json()) == 1


@pytest.mark.parametrize("many", [1, 60])
def test_a_list_costs_the_same_for_few_and_many(acme, olga, api, django_assert_num_queries, many):
    client = api(olga)
    for _ in range(many):
        secret_of(olga)
    with django_assert_num_queries(3):
        assert len(client.get("/tokens").json()) == many + 1
    with django_assert_num_queries(3):
        client.get(f"/customer/{acme.ref}/tokens")


def ref_of(member: Member) -> str:
    secret_of(member)
    return Token.objects.filter(member=member).latest("pk").ref


def test_f4_g1_one_token_is_seen_and_revoked_by_whom_it_concerns(olga, uma, bill, greg, api):
    hers, theirs = ref_of(uma), ref_of(greg)
    assert api(uma).get(f"/tokens/{hers}").json()["id"] == hers
    for client, ref in ((api(bill), hers), (api(olga), theirs), (api(olga), "0" * 22)):
        assert client.get(f"/tokens/{ref}").status_code == 404
        answer = client.delete(f"/tokens/{ref}")
        assert (answer.status_code, answer.json()["msg"]) == (404, "Record not found")
    assert api(olga).get(f"/tokens/{hers}").status_code == 200
    answer = api(olga).delete(f"/tokens/{hers}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api(olga).delete(f"/tokens/{hers}").status_code == 404


def test_a_token_revokes_itself(uma, api):
    client = api(uma)
    assert client.delete("/tokens/self").status_code == 204
    assert client.delete("/tokens/self").status_code == 401


def test_several_are_revoked_all_or_none(olga, uma, greg, api):
    def send(client: Client, *refs: str):
        data = [{"id": ref, "type": "token"} for ref in refs]
        return client.generic("DELETE", "/tokens", json.dumps({"data": data}), BULK)

    first, second, theirs = ref_of(uma), ref_of(uma), ref_of(greg)
    assert send(api(olga), first, theirs).status_code == 404
    assert send(api(uma), first, ref_of(olga)).status_code == 404
    assert not Token.objects.filter(ended_at__isnull=False).exists()
    assert send(api(uma), first, second, first).status_code == 204
    assert Token.objects.filter(ended_at__isnull=False).count() == 2


@pytest.mark.parametrize(
    "body", ["", "{}", '{"data":[]}', '{"data":[{}]}', '{"data":[{"id":1}]}', "[", '{"data":[1]}']
)
def test_a_list_to_revoke_that_cannot_be_read_is_a_bad_request(olga, api, body):
    assert api(olga).generic("DELETE", "/tokens", body, BULK).status_code == 400


def test_an_expired_token_opens_nothing(olga):
    made = post(
        Client(), CREDENTIALS + f"&expires_at={(now() + timedelta(hours=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}"
    )
    client = Client(headers={"Fastly-Key": made.json()["access_token"]})
    assert client.get("/tokens/self").status_code == 200
    with time_machine.travel(now() + timedelta(hours=2)):
        assert client.get("/tokens/self").status_code == 401


def test_a_request_notes_where_it_came_from(olga, api):
    last_used.flush()
    client = api(olga)
    assert client.get("/current_user", headers={"User-Agent": "curl/8"}).status_code == 200
    last_used.flush()
    shown = client.get("/tokens/self").json()
    assert (shown["ip"], shown["user_agent"]) == ("127.0.0.1", "curl/8")
    assert shown["last_used_at"].endswith(":00Z")
