"""Workspaces by API."""

import json

import pytest

from tests.cast import join, make_workspace

PATH = "/ngwaf/v1/workspaces"
JSON = "application/json"


def test_a_workspace_is_made_with_its_settings(olga, api):
    wanted = {
        "name": "Shop",
        "mode": "block",
        "description": "All of it",
        "attack_signal_thresholds": {"one_minute": 10, "immediate": True},
        "client_ip_headers": ["X-Forwarded-For"],
        "ip_anonymization": "hashed",
        "default_blocking_response_code": 429,
        "default_redirect_url": "https://example.com/",
    }
    answer = api(olga).post(PATH, wanted, JSON)
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (201, JSON)
    assert {name: body[name] for name in wanted} == wanted
    assert api(olga).get(f"{PATH}/{body['id']}").json() == body


def test_what_is_not_set_is_as_usual(olga, api):
    body = api(olga).post(PATH, {"name": "Shop", "mode": "log"}, JSON).json()
    assert {
        name: value for name, value in body.items() if name not in ("id", "created_at", "updated_at")
    } == {
        "name": "Shop",
        "description": "",
        "mode": "log",
        "attack_signal_thresholds": {},
        "client_ip_headers": [],
        "ip_anonymization": None,
        "default_blocking_response_code": 406,
    }


def test_the_list_says_how_many_there_are(olga, workspaces, api, django_assert_num_queries):
    client = api(olga)
    with django_assert_num_queries(4):
        body = client.get(f"{PATH}?limit=1&page=2").json()
    assert body["meta"] == {"limit": 1, "total": 2}
    assert [one["name"] for one in body["data"]] == ["Checkout"]
    assert client.get(PATH).json()["meta"] == {"limit": 100, "total": 2}


def test_the_list_is_filtered_by_mode(acme, olga, workspaces, api):
    api(olga).post(PATH, {"name": "Strict", "mode": "block"}, JSON)
    found = api(olga).get(f"{PATH}?mode=block").json()
    assert [one["name"] for one in found["data"]] == ["Strict"]


def test_one_sees_ones_own_workspaces(acme, globex, uma, workspaces, api):
    on, off = workspaces
    theirs = make_workspace(globex, "Theirs")
    sue = join(acme, "Sue Sky", "security_user", workspaces=[on])
    assert [one["id"] for one in api(sue).get(PATH).json()["data"]] == [on.ref]
    assert [api(sue).get(f"{PATH}/{one.ref}").status_code for one in (on, off, theirs)] == [200, 404, 404]
    assert api(uma).get(PATH).json()["data"] == []


def test_settings_and_the_name_ask_for_different_roles(acme, olga, workspaces, api):
    sue, path = join(acme, "Sue Sky", "security_admin"), f"{PATH}/{workspaces[0].ref}"
    settings, name = json.dumps({"mode": "off"}), json.dumps({"name": "Other"})
    assert api(sue).patch(path, settings, JSON).json()["mode"] == "off"
    assert api(sue).patch(path, name, JSON).status_code == 403
    assert api(olga).patch(path, name, JSON).json()["name"] == "Other"
    assert api(olga).patch(path, settings, JSON).status_code == 403
    assert api(olga).get(path).json()["mode"] == "off"


def test_both_clients_find_the_name_unchanged(acme, olga, workspaces, api):
    sue, path = join(acme, "Sue Sky", "security_owner"), f"{PATH}/{workspaces[0].ref}"
    both = json.dumps({"name": "Storefront", "mode": "off"})
    assert api(sue).patch(path, both, JSON).json()["mode"] == "off"


def test_what_is_off_is_left_out(olga, api):
    thresholds = {"one_minute": 10, "immediate": False}
    body = {"name": "Shop", "mode": "log", "attack_signal_thresholds": thresholds}
    assert api(olga).post(PATH, body, JSON).json()["attack_signal_thresholds"] == {"one_minute": 10}


def test_deleting_answers_nothing(olga, workspaces, api):
    path = f"{PATH}/{workspaces[0].ref}"
    answer = api(olga).delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert api(olga).delete(path).status_code == api(olga).get(path).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "loud"},
        {"mode": 1},
        {"description": 7},
        {"description": "\x07"},
        {"attack_signal_thresholds": {"one_day": 1}},
        {"attack_signal_thresholds": {"one_minute": -1}},
        {"attack_signal_thresholds": [1]},
        {"client_ip_headers": ["é"]},
        {"client_ip_headers": "X"},
        {"client_ip_headers": [1]},
        {"ip_anonymization": "plain"},
        {"default_blocking_response_code": 200},
        {"default_blocking_response_code": 4.5},
        {"name": ""},
        {"name": "Checkout"},
    ],
)
def test_a_setting_that_cannot_be_meant_names_itself(olga, workspaces, api, wrong):
    answer = api(olga).post(PATH, {"name": "Shop"} | wrong, JSON)
    assert answer.status_code in (400, 409)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["field"] in wrong


@pytest.mark.parametrize("scope", ["global:read", "purge_all"])
def test_a_narrow_token_writes_nothing(olga, workspaces, api, scope):
    client, path = api(olga, scopes=(scope,)), f"{PATH}/{workspaces[0].ref}"
    answers = [client.post(PATH, {"name": "x"}, JSON), client.patch(path, '{"name":"x"}', JSON)]
    answers += [client.delete(path)]
    assert {answer.status_code for answer in answers} == {403}
    assert (
        client.get(PATH).status_code
        == client.get(path).status_code
        == (200 if scope == "global:read" else 403)
    )


def test_an_engineer_makes_no_workspace(erin, api):
    answer = api(erin).post(PATH, {"name": "x"}, JSON)
    assert (answer.status_code, answer.json()["capability"]) == (403, "workspace.create")
