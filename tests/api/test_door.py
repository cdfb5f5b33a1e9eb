"""The door of the API: who is let in, and how refusals and mistakes are answered."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from ostiary.actions import members, tokens
from ostiary.actions.actors import operator
from ostiary.api.answers import stamp
from ostiary.clock import now
from ostiary.models import Token
from tests.api.conftest import form, secret_of
from tests.cast import acting

UNAUTHORIZED = "Provided credentials are missing or invalid"
A_PROGRAM = {"Fastly-Key": "x", "Accept": "application/json"}


def test_a_live_token_opens_by_either_header(olga):
    secret = secret_of(olga)
    for headers in ({"Fastly-Key": secret}, {"Authorization": f"Bearer {secret}"}):
        answer = Client(headers=headers).get("/current_user")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert answer.json()["id"] == olga.ref


@pytest.mark.parametrize("text", ["", "x", "ost_pat_" + "0" * 38, "ost_pat_\u00e9", "Bearer"])
def test_what_is_no_token_of_ours_opens_nothing(acme, text):
    answer = Client(headers={"Fastly-Key": text}).get("/current_user")
    assert (answer.status_code, answer.json()["msg"]) == (401, UNAUTHORIZED)


def test_an_ended_an_expired_and_an_unknown_token_are_answered_alike(olga):
    ended, expired = secret_of(olga), secret_of(olga)
    first, second = Token.objects.order_by("pk")
    tokens.end(operator(olga.account_id), first.ref)
    Token.objects.filter(pk=second.pk).update(expires_at=now() - timedelta(seconds=1))
    bodies = [
        Client(headers={"Fastly-Key": secret}).get("/current_user").json()
        for secret in (ended, expired, "ost_pat_none")
    ]
    assert len({(body["msg"], body["detail"], body["code"]) for body in bodies}) == 1


def test_a_token_dies_with_the_membership_and_sleeps_while_it_is_locked(olga, sam, api):
    client = api(sam)
    members.lock(acting(olga), sam.ref, locked=True)
    assert client.get("/current_user").status_code == 403
    members.lock(acting(olga), sam.ref, locked=False)
    assert client.get("/current_user").status_code == 200
    tokens.end_all_of(acting(olga), sam.ref)
    members.delete(acting(olga), sam.ref)
    assert client.get("/current_user").status_code == 401


def test_a_cookie_opens_nothing(olga):
    client = Client()
    client.cookies["sessionid"] = secret_of(olga)
    assert client.get("/current_user").status_code == 401


def test_a_path_of_the_api_that_is_not_there_is_answered_in_json(olga, api):
    answer = api(olga).get("/tokens/a/b/c")
    assert (answer.status_code, answer.json()["msg"]) == (404, "Record not found")
    assert answer.json()["request_id"] == answer["X-Request-Id"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Fastly-Key": "ost_pat_none"},
        {"Authorization": "Bearer ost_pat_none"},
        {"Accept": "application/json"},
        {"Accept": "application/vnd.api+json, application/problem+json"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_program_that_asks_for_what_nobody_has_is_answered_in_json(db, method, headers):
    client = Client(headers=headers)

    answers = [
        client.generic(method, path)
        for path in ("/nowhere", "/nowhere/at/all/", "/invitation/accept", "/static/none.css")
    ]

    for answer in answers:
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
        assert answer.json()["code"] == "path_unknown"
        assert not answer.cookies


def test_a_browser_is_answered_with_a_page_and_a_page_answers_programs_as_well(db):
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    pages = [
        Client(headers=browser).get("/nowhere"),
        Client(headers={"Authorization": "Basic Og=="}).get("/nowhere"),
        Client(headers=A_PROGRAM).get("/sign-in"),
        Client(headers=A_PROGRAM).get(f"/invitation/{'0' * 22}/x"),  # a page, whose link is dead
    ]

    assert [page.status_code for page in pages] == [404, 404, 200, 404]
    assert {page["Content-Type"] for page in pages} == {"text/html; charset=utf-8"}


def test_a_wrong_method_names_the_right_ones(olga, api):
    answer = api(olga).patch("/current_user")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_head_is_get_without_a_body(olga, api):
    answer = api(olga).head("/current_user")
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_neighbours_ids_are_as_unknown_as_none(olga, greg, api):
    client = api(olga)
    for theirs, none in (
        (f"/user/{greg.ref}", f"/user/{'0' * 22}"),
        (f"/customer/{greg.account.ref}/users", f"/customer/{'0' * 22}/users"),
    ):
        answers = [client.get(path) for path in (theirs, none)]
        assert [answer.status_code for answer in answers] == [404, 404]
        said = [json.loads(answer.content) for answer in answers]
        assert {(one["msg"], one["code"]) for one in said} == {("Record not found", "not_found")}


def test_a_refusal_says_what_is_missing_and_who_can_give_it(acme, olga, uma, api):
    answer = api(uma).get(f"/customer/{acme.ref}/users")
    body = answer.json()
    assert (answer.status_code, body["capability"]) == (403, "members.view")
    assert "superuser" in body["missing"]["roles"]
    assert body["who_can_give"]


def test_a_token_reads_no_more_than_its_scope(acme, olga, api):
    purger = api(olga, scopes=("purge_select",))
    assert purger.get("/current_user").status_code == 200
    assert purger.get(f"/customer/{acme.ref}/users").status_code == 403


def test_whatever_is_sent_is_no_mistake_of_ours(olga, api):
    client = api(olga)
    for body in ("", "\x00", "a" * 3_000_000, "&" * 20_000, "=&=&%zz", "\ud800".encode("utf-8", "replace")):
        assert form(client, "GET", "/current_user", body).status_code == 200


def test_reads_are_not_counted(olga, api):
    assert "Fastly-RateLimit-Remaining" not in api(olga).get("/current_user").headers


def test_two_statements_answer_for_the_token(olga, api, django_assert_num_queries):
    client = api(olga)
    with django_assert_num_queries(2):
        client.get("/current_user")
    with django_assert_num_queries(1):
        client.get("/tokens/self")


def test_times_are_utc_in_whole_seconds():
    evening = datetime(2026, 3, 1, 12, 30, 0, 999_999, tzinfo=ZoneInfo("Europe/Oslo"))
    assert stamp(evening) == "2026-03-01T11:30:00Z"
    assert stamp(None) is None


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "once"}])
def test_a_body_that_is_too_large_is_said_to_be_even_where_none_is_read(api, olga, sam, headers):
    answer = api(olga).generic("DELETE", f"/user/{sam.ref}", "x" * 1_100_000, "text/plain", headers=headers)
    assert answer.status_code == (413 if headers else 200), answer.content


def test_a_locked_member_is_told_who_can_unlock_them(api, olga, erin):
    client = api(erin)
    members.lock(acting(olga), erin.ref, locked=True)
    answer = client.get("/current_user").json()
    assert (answer["code"], answer["who_can_give"]) == ("member_locked", ["superuser"])


def test_a_token_that_is_too_narrow_is_told_which_would_do(api, olga):
    answer = api(olga, scopes=("purge_all",)).get("/service").json()
    assert answer["missing"]["scopes"] == ["global", "global:read"]
    assert answer["who_can_give"] == ["yourself"]
