"""Caps by API: one more is a conflict with a code and a sentence, in the dialect of its operation."""

import json

import pytest

from ostiary.actions import caps, contacts, groups, protected, service_groups
from tests.api.conftest import form
from tests.api.test_automation_tokens import in_sudo, post
from tests.cast import acting

BILLING = "contact_type=billing&name=Ed&email=ed%40example.org"
# By the cap: one is there already, and the call for another.
WAYS = {
    "CONTACTS": (
        lambda who: contacts.add(who, "billing", name="Ada", address="ada@example.org"),
        lambda api, account: form(api, "POST", f"/customer/{account}/contacts", BILLING),
    ),
    "AUTOMATION_TOKENS": (None, lambda api, account: [post(api), post(api)][1]),
    "GROUPS": (lambda who: groups.make(who, "one"), lambda api, _: made(api, "/user-groups")),
    "SERVICE_GROUPS": (
        lambda who: service_groups.make(who, "one"),
        lambda api, _: made(api, "/service-groups"),
    ),
    "SERVICES": (
        lambda who: protected.make_service(who, "one"),
        lambda api, _: form(api, "POST", "/service", "name=two"),
    ),
    "WORKSPACES": (
        lambda who: protected.make_workspace(who, "one"),
        lambda api, _: made(api, "/ngwaf/v1/workspaces"),
    ),
}


def made(api, path):
    return sent(api, path, {"name": "two"})


def sent(api, path, body):
    return api.generic("POST", path, json.dumps(body), "application/json")


@pytest.mark.parametrize("cap", WAYS)
def test_one_more_is_a_conflict(monkeypatch, acme, olga, api, cap):
    there, another = WAYS[cap]
    monkeypatch.setattr(caps, cap, 1)
    if there:
        there(acting(olga))

    answer = another(in_sudo(api(olga)), acme.ref)

    said = json.dumps(answer.json())
    assert answer.status_code == 409
    assert answer.json()["code"] == f"too_many_{cap.lower()}"
    assert "which is the most." in said


def test_a_user_or_a_service_group_too_many_for_a_group_is_a_conflict(monkeypatch, olga, bill, editors, api):
    boss, other = api(olga), service_groups.make(acting(olga), "Other")
    monkeypatch.setattr(caps, "GROUPS_OF_A_MEMBER", 0)
    monkeypatch.setattr(caps, "SERVICE_GROUPS_OF_A_GROUP", 1)

    answers = [
        sent(boss, f"/user-groups/{editors}/members", {"members": [{"id": bill.ref}]}),
        sent(boss, f"/user-groups/{editors}/service-groups", {"service_groups": [{"id": other}]}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "too_many_groups_of_one_user"),
        (409, "too_many_service_groups_of_one_group"),
    ]
