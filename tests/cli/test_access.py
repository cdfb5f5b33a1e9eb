"""`ostiary access` says who may do what in an account, and who might at a moment of the past."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ostiary.actions import groups, members, protected
from ostiary.clock import now
from tests.cast import acting, join


def said(*options):
    printed = StringIO()
    call_command("access", *options, stdout=printed)
    return printed.getvalue()


def test_each_user_and_invited_user_has_a_line(acme, olga, erin, bill, services):
    members.lock(acting(olga), bill.ref, locked=True)

    assert said(acme.ref).splitlines() == [
        "bill@example.com  locked  No services or workspaces",
        "erin@example.com  engineer  1 of 3 services",
        "olga@example.com  superuser  All services",
    ]


def test_a_past_moment_is_told_as_it_was_by_the_names_that_held(acme, olga, erin, services, editors):
    groups.add_members(acting(olga), editors, [erin.ref])
    then = now()
    before = json.loads(said(acme.ref, "--json"))["users"]
    groups.change(acting(olga), editors, name="Writers")
    protected.delete_service(acting(olga), services[0].ref)
    members.rename(acting(olga), erin.ref, "Erin Ebb")
    members.delete(acting(olga), erin.ref)
    join(acme, "Lee Lake", "user")

    told = json.loads(said(acme.ref, "--json", "--at", then.isoformat()))

    assert told["users"] == before
    assert [(one["name"], one["state"]) for one in told["users"]] == [
        ("Erin Elm", "active"),
        ("Olga Ohm", "active"),
    ]
    erins = told["users"][0]
    assert erins["roles"] == [
        {"role": "engineer", "from": "hand", "name": ""},
        {"role": "engineer", "from": "group", "name": "Editors"},
    ]
    assert [(one["name"], one["level"]) for one in erins["services"]] == [("images", "full"), ("www", "full")]
    assert erins["services"][0]["from"] == ["Editors"]
    assert "erin@example.com" not in said(acme.ref)


def test_before_it_was_made_nobody_was_in_it(acme):
    assert said(acme.ref, "--at", "2020-01-01") == "Nobody was in this account.\n"


@pytest.mark.parametrize("at", ["yesterday", "2026-13-01", "", "tomorrow"])
def test_what_is_no_moment_of_the_past_is_refused(acme, at):
    text = (now() + timedelta(days=1)).isoformat() if at == "tomorrow" else at or " "

    with pytest.raises(CommandError, match=r"no moment|still to come"):
        said(acme.ref, "--at", text)


def test_an_account_that_was_never_there_is_named(globex):
    with pytest.raises(CommandError, match="No account has the ID"):
        said("0" * 22)
