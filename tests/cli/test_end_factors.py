"""`ostiary end-factors` lets somebody in who has lost their second factor, and says what it did."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from ostiary.actions import authenticators, factors, signing_in
from ostiary.actions.actors import Actor, Door
from ostiary.management.commands.end_factors import Command
from ostiary.models import Event
from tests.cast import PASSWORD
from tests.keys import give_key
from tests.signin.door import give_factor

pytestmark = pytest.mark.any_database


def end_factors(*options):
    printed = StringIO()
    call_command("end_factors", *options, stdout=printed)
    return printed.getvalue()


def test_a_password_alone_signs_them_in_afterwards(olga):
    give_factor(olga.person)
    assert not signing_in.with_password(Actor(Door.PANEL), olga.address, PASSWORD).session

    printed = end_factors("OLGA@example.com")

    assert printed == (
        "olga@example.com signs in by password alone now: 1 second factor ended, with recovery codes and "
        "every session.\n"
    )
    assert authenticators.held(olga.person) == []
    assert signing_in.with_password(Actor(Door.PANEL), olga.address, PASSWORD).session
    assert Event.objects.get(account=olga.account, name="factor.removed").body["door"] == "cli"


def test_apps_and_passkeys_end_alike_and_its_help_says_so(olga):
    give_factor(olga.person)
    give_key(olga.person)

    assert "2 second factors ended" in end_factors("olga@example.com")

    assert factors.count(olga.person) == 0
    for word in ("authenticator app", "passkey", "security key", "recovery codes"):
        assert word in Command.help


def test_it_can_be_read_by_programs(olga):
    give_factor(olga.person)
    give_factor(olga.person)

    assert json.loads(end_factors("olga@example.com", "--json")) == {
        "address": "olga@example.com",
        "ended": 2,
    }


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("olga@example.com", "This person has no second factor."),
        ("nobody@example.com", "Nobody signs in with nobody@example.com."),
        ("olga", "address"),
    ],
)
def test_where_there_is_nothing_to_end_it_says_so(ostiary, address, sentence):
    ostiary.bootstrap()
    done = ostiary.run("end-factors", address)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
