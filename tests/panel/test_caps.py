"""Caps at the panel: one more is refused on the form's own page, with what to take away first."""

import pytest

from ostiary.actions import automation_tokens, caps, contacts, groups, protected, service_groups
from tests.cast import acting
from tests.panel.test_automation_tokens import FORM

NAMED = {"name": "two"}
CONTACT = {"kind": "billing", "who": "other", "name": "Ed", "address": "ed@example.org"}
TOKEN = {"role": "user", "scopes": ["global"]}
# By the cap: how one came to be there, the page that makes another, what is sent, what it says.
WAYS = {
    "CONTACTS": (
        lambda who: contacts.add(who, "billing", name="Ada", address="ada@example.org"),
        ("contact-add", CONTACT),
        "The account has 1 contacts, which is the most. Remove one first.",
    ),
    "AUTOMATION_TOKENS": (
        lambda who: automation_tokens.create(who, name="one", **TOKEN),
        ("automation-token-new", FORM),
        "The account has 1 active automation tokens, which is the most. Revoke one first.",
    ),
    "GROUPS": (
        lambda who: groups.make(who, "one"),
        ("group-new", NAMED),
        "The account has 1 groups, which is the most. Delete one first.",
    ),
    "SERVICE_GROUPS": (
        lambda who: service_groups.make(who, "one"),
        ("service-group-new", NAMED),
        "The account has 1 service groups, which is the most. Delete one first.",
    ),
    "SERVICES": (
        lambda who: protected.make_service(who, "one"),
        ("service-new", NAMED),
        "The account has 1 services, which is the most. Delete one first.",
    ),
    "WORKSPACES": (
        lambda who: protected.make_workspace(who, "one"),
        ("workspace-new", NAMED),
        "The account has 1 workspaces, which is the most. Delete one first.",
    ),
}


@pytest.mark.parametrize("cap", WAYS)
def test_one_more_is_refused_where_it_was_asked_for(monkeypatch, browser, at, acme, olga, cap):
    there, (page, fields), said = WAYS[cap]
    monkeypatch.setattr(caps, cap, 1)
    there(acting(olga))

    answer = browser(olga).post(at(acme, page), fields)

    assert answer.status_code == 409
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("group-users-add", "One of these users would be in more than 0 groups."),
        ("group-services-add", "A group reaches 1 service groups at most."),
    ],
)
def test_what_is_too_much_for_a_group_is_not_added(
    monkeypatch, browser, at, acme, olga, bill, editors, page, said
):
    other = service_groups.make(acting(olga), "Other")
    monkeypatch.setattr(caps, "GROUPS_OF_A_MEMBER", 0)
    monkeypatch.setattr(caps, "SERVICE_GROUPS_OF_A_GROUP", 1)
    chosen = {"group-users-add": bill.ref, "group-services-add": other}[page]

    answer = browser(olga).post(at(acme, page, editors), {"chosen": [chosen]})

    assert answer.status_code == 409
    assert said in answer.content.decode()
