"""Groups by the API: the wire's bodies, and the effect on what people may do."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ostiary.access import table
from ostiary.actions import invitations
from ostiary.actions.wanted import Wanted
from tests.cast import acting, make_service

ENGINEER, SUPERUSER = table.role("engineer").ref, table.role("superuser").ref


def sent(client, method, path, body=None):
    return client.generic(method, path, json.dumps(body) if body is not None else "", "application/json")


@pytest.fixture
def boss(olga, api):
    return api(olga)


@pytest.fixture
def web(boss, services) -> str:
    made = sent(boss, "POST", "/service-groups", {"name": "Web", "description": "probe"})
    assert made.status_code == 201
    ref = made.json()["id"]
    put = sent(boss, "POST", f"/service-groups/{ref}/services", {"services": [{"id": services[0].ref}]})
    assert put.status_code == 201
    return ref


def made(boss, name: str) -> str:
    return sent(boss, "POST", "/service-groups", {"name": name}).json()["id"]


@pytest.fixture
def editors(boss, web) -> str:
    ref = sent(boss, "POST", "/user-groups", {"name": "Editors"}).json()["id"]
    assert sent(boss, "POST", f"/user-groups/{ref}/roles", {"roles": [{"id": ENGINEER}]}).status_code == 201
    body = {"service_groups": [{"id": web}]}
    assert sent(boss, "POST", f"/user-groups/{ref}/service-groups", body).status_code == 201
    return ref


def test_a_service_group_from_its_making_to_its_end(boss, web, services):
    shown = boss.get(f"/service-groups/{web}").json()
    assert shown == {
        "id": web,
        "object": "service-groups",
        "name": "Web",
        "description": "probe",
        "services_count": 1,
        "created_at": shown["created_at"],
        "updated_at": shown["updated_at"],
        "_links": {"self": f"/service-groups/{web}", "services": f"/service-groups/{web}/services"},
    }
    assert sent(boss, "PATCH", f"/service-groups/{web}", {"name": "Site"}).json()["name"] == "Site"
    inside = boss.get(f"/service-groups/{web}/services").json()
    assert [(one["id"], one["object"], one["name"], one["type"]) for one in inside["data"]] == [
        (services[0].ref, "service", "www", "vcl")
    ]
    body = {"services": [{"id": services[0].ref}]}
    assert sent(boss, "DELETE", f"/service-groups/{web}/services", body).status_code == 204
    assert sent(boss, "DELETE", f"/service-groups/{web}").status_code == 204
    assert boss.get(f"/service-groups/{web}").status_code == 404
    assert sent(boss, "DELETE", f"/service-groups/{web}").status_code == 404


def test_a_user_group_gives_and_takes(boss, bill, editors, services):
    body = {"members": [{"id": bill.ref, "object": "user"}]}
    assert sent(boss, "POST", f"/user-groups/{editors}/members", body).status_code == 201
    assert boss.get(f"/user/{bill.ref}").json()["roles"].count(ENGINEER) == 1

    shown = boss.get(f"/user-groups/{editors}").json()
    counts = {name: shown[name] for name in shown if name.endswith("_count")}
    assert counts == {"users_count": 1, "invitations_count": 0, "roles_count": 1, "service_groups_count": 1}
    members = boss.get(f"/user-groups/{editors}/members").json()
    assert members["data"][0]["login"] == bill.address
    assert members["meta"] == {"current_page": 1, "per_page": 20, "record_count": 1, "total_pages": 1}
    assert boss.get(f"/user-groups/{editors}/roles").json()["data"][0]["id"] == ENGINEER
    assert len(boss.get(f"/user-groups/{editors}/service-groups").json()["data"]) == 1

    assert sent(boss, "DELETE", f"/user-groups/{editors}/members", body).status_code == 204
    assert ENGINEER not in boss.get(f"/user/{bill.ref}").json()["roles"]
    assert sent(boss, "DELETE", f"/user-groups/{editors}").status_code == 204


def test_an_invitation_is_a_member_to_be(boss, olga, editors):
    ids = invitations.invite(acting(olga), "nora@example.org", Wanted(frozenset({"billing"})))
    named = [{"id": ids["invitation"], "object": "invitation"}, {"id": olga.ref, "object": "user"}]
    added = sent(boss, "POST", f"/user-groups/{editors}/members", {"members": named})
    assert (added.status_code, added.json()) == (201, {"members": named})
    sent(boss, "DELETE", f"/user-groups/{editors}/members", {"members": named[1:]})
    (one,) = boss.get(f"/user-groups/{editors}/members").json()["data"]
    assert (one["object"], one["login"]) == ("invitation", "nora@example.org")


@pytest.mark.parametrize("body", [{}, {"members": "x"}, {"members": [1]}, {"members": [{"id": None}]}])
def test_what_is_no_list_of_ids_is_said_to_be_none(boss, editors, body):
    answer = sent(boss, "POST", f"/user-groups/{editors}/members", body)
    assert (answer.status_code, answer.json()["field"]) == (400, "members")


def test_names_are_needed_and_differ(boss, editors):
    assert sent(boss, "POST", "/user-groups", {}).status_code == 400
    again = sent(boss, "POST", "/user-groups", {"name": "EDITORS"})
    assert (again.status_code, again.json()["msg"]) == (409, "Duplicate record")


def test_roles_within_a_group_combine(boss, editors):
    answer = sent(boss, "POST", f"/user-groups/{editors}/roles", {"roles": [{"id": SUPERUSER}]})
    assert (answer.status_code, answer.json()["code"]) == (400, "roles_cannot_combine")


def test_the_neighbours_things_are_unknown(boss, api, greg, globex, editors, web):
    outsider = api(greg)
    for method, path in (
        ("GET", f"/user-groups/{editors}"),
        ("GET", f"/user-groups/{editors}/members"),
        ("PATCH", f"/user-groups/{editors}"),
        ("DELETE", f"/user-groups/{editors}"),
        ("GET", f"/service-groups/{web}/services"),
        ("DELETE", f"/service-groups/{web}"),
    ):
        assert sent(outsider, method, path, {"name": "x"} if method == "PATCH" else None).status_code == 404
    theirs = make_service(globex, "theirs")
    for path, body in (
        (f"/user-groups/{editors}/members", {"members": [{"id": greg.ref}]}),
        (f"/service-groups/{web}/services", {"services": [{"id": theirs.ref}]}),
    ):
        assert sent(boss, "POST", path, body).status_code == 404
    assert outsider.get("/user-groups").json()["data"] == []


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_groups_are_for_superusers(who, request, api, editors):
    client = api(request.getfixturevalue(who))
    for method, path in (
        ("GET", "/user-groups"),
        ("POST", "/service-groups"),
        ("DELETE", f"/user-groups/{editors}"),
    ):
        assert sent(client, method, path, {"name": "Mine"}).status_code == 403


def test_a_token_that_reads_changes_nothing(olga, api, editors):
    reader = api(olga, scopes=("global:read",))
    assert reader.get("/user-groups").status_code == 200
    assert sent(reader, "DELETE", f"/user-groups/{editors}").status_code == 403


def test_pages_and_their_cost(boss, django_assert_num_queries):
    for n in range(30):
        sent(boss, "POST", "/user-groups", {"name": f"Group {n:02}"})
    with django_assert_num_queries(4):
        answer = boss.get("/user-groups?per_page=10&page=3").json()
    assert [one["name"] for one in answer["data"]] == [f"Group {n}" for n in range(20, 30)]
    assert answer["meta"] == {"current_page": 3, "per_page": 10, "record_count": 30, "total_pages": 3}


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_however_many_ids_are_named_the_lock_is_held_for_a_few_statements(
    acme, boss, bill, uma, services, web, editors, method
):
    """A lookup for each id would let a superuser of one account keep everybody else's writes waiting."""
    things = {
        f"/user-groups/{editors}/members": ("members", [bill.ref, uma.ref]),
        f"/user-groups/{editors}/service-groups": ("service_groups", [web, made(boss, "Other")]),
        f"/service-groups/{web}/services": ("services", [one.ref for one in services[1:]]),
    }
    for path, (name, refs) in things.items():
        if method == "DELETE":
            sent(boss, "POST", path, {name: [{"id": ref} for ref in refs]})
        with CaptureQueriesContext(connection) as asked:
            answer = sent(boss, method, path, {name: [{"id": ref} for ref in refs * 500]})
        assert answer.status_code == {"POST": 201, "DELETE": 204}[method], path
        assert len(asked) < 40, path
        left = {one["id"] for one in boss.get(path).json()["data"]}
        assert left >= set(refs) if method == "POST" else left.isdisjoint(refs), path


def test_writes_are_counted(boss):
    answer = sent(boss, "POST", "/user-groups", {"name": "A"})
    assert answer["Fastly-RateLimit-Remaining"] == "999"
    assert int(answer["Fastly-RateLimit-Reset"]) % 3600 == 0


def test_beyond_the_limit_nothing_is_written(boss, settings, in_one_hour):
    settings.CONFIG = replace(settings.CONFIG, api_writes=1)
    assert sent(boss, "POST", "/user-groups", {"name": "A"}).status_code == 201
    over = sent(boss, "POST", "/user-groups", {"name": "B"})
    assert over.status_code == 429
    assert over.json()["msg"].startswith("You have exceeded your hourly rate limit")
    assert "Retry-After" not in over.headers
    assert [one["name"] for one in boss.get("/user-groups").json()["data"]] == ["A"]


def test_the_same_key_gets_the_first_answer(olga, api):
    client = api(olga)
    body = json.dumps({"name": "Once"})
    first, second = (
        client.post("/user-groups", body, "application/json", headers={"Idempotency-Key": "k1"}) for _ in "ab"
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
