"""Fifty guesses at once, from two processes: no more are looked at than from one that guesses in turn."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack

import pytest

from ostiary.actions import signing_in, throttles
from ostiary.actions.actors import Actor, Door
from ostiary.models import Event, TotpDevice
from tests.cast import PASSWORD
from tests.children import environment
from tests.signin.door import code_of, give_factor

pytestmark = pytest.mark.django_db(transaction=True)

PANEL_WRONG, API_WRONG, TOO_MANY = 422, 403, 429


def guessed(door: str, secret: str = "-") -> Counter[int]:
    """How many of fifty got which answer."""
    command = [sys.executable, "-m", "tests.concurrency.guessers", door, secret]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as started:
        children = [
            started.enter_context(subprocess.Popen(command, env=environment(), **pipes)) for _ in range(2)
        ]
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        return Counter(status for child in children for status in json.loads(child.stdout.read()))


def failures(name: str) -> int:
    return Event.objects.filter(name=name).count()


@pytest.mark.parametrize(("door", "wrong"), [("panel", PANEL_WRONG), ("api", API_WRONG)])
def test_h7_fifty_wrong_passwords_from_two_processes_are_as_many_as_the_limit(olga, door, wrong):
    answers = guessed(door)

    assert answers == {wrong: throttles.PASSWORDS_HERE.most, TOO_MANY: 50 - throttles.PASSWORDS_HERE.most}
    assert failures("sign_in.failed") == throttles.PASSWORDS_HERE.most
    assert failures("sign_in.throttled") == 1


def test_h7_h5_fifty_wrong_codes_from_two_processes_are_as_many_as_the_limit(olga):
    device = give_factor(olga.person)
    ticket = signing_in.with_password(Actor(Door.PANEL, ip="192.0.2.7"), olga.address, PASSWORD).ticket
    TotpDevice.objects.update(last_counter=2**40)  # no code is right for now

    answers = guessed("panel code", ticket)

    assert answers == {PANEL_WRONG: throttles.CODES.most, TOO_MANY: 50 - throttles.CODES.most}
    device.refresh_from_db()
    assert device.failures == throttles.CODES.most
    assert len(code_of(device)) == 6


def test_h7_h5_nor_are_more_looked_at_by_api_beside_the_right_password(olga):
    device = give_factor(olga.person)
    TotpDevice.objects.update(last_counter=2**40)

    answers = guessed("api code")

    device.refresh_from_db()
    assert set(answers) == {API_WRONG, TOO_MANY}
    assert 0 < device.failures == answers[API_WRONG] <= throttles.CODES.most
