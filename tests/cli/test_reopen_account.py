"""`ostiary reopen-account` names the closed accounts and opens one of them to its owner."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ostiary.actions import closing
from ostiary.models import Closure, Event, MemberState
from tests.cast import acting


def reopen(*options):
    printed = StringIO()
    call_command("reopen_account", *options, stdout=printed)
    return printed.getvalue()


def test_without_an_account_it_names_those_that_are_closed(acme, globex, olga):
    assert reopen() == "No account is closed.\n"
    closing.close(acting(olga))

    (line,) = reopen().splitlines()
    assert line.startswith(acme.ref)
    assert line.endswith("Acme")
    (listed,) = json.loads(reopen("--json"))
    assert (listed["account"], listed["name"]) == (acme.ref, "Acme")


def test_it_opens_one_to_its_owner(acme, olga, sam):
    closing.close(acting(sam))

    assert reopen(acme.ref) == "Acme is open again, to its owner olga@example.com alone.\n"

    assert not Closure.objects.current().exists()
    assert MemberState.objects.current().get(account=acme, state="active").member == olga
    assert Event.objects.filter(account=acme).latest("number").body["door"] == "cli"


def test_an_account_that_is_open_or_was_never_there_is_no_closed_one(acme):
    for ref in (acme.ref, "0" * 22):
        with pytest.raises(CommandError, match="No closed account"):
            reopen(ref)
