"""One code typed in two processes at the same instant: it is good once, and not again a step later."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
import time_machine

from ostiary.clock import now
from ostiary.models import Member, Session, Throttle
from tests.children import environment
from tests.doors.browsers import half_way
from tests.signin.door import code_of, give_factor

pytestmark = pytest.mark.django_db(transaction=True)

# Of each process. Together they stay below what one person may try.
AT_ONCE = 4
IN, WRONG = 302, 422
COMMAND = [sys.executable, "-m", "tests.concurrency.typists"]
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}

Typists = list["subprocess.Popen[str]"]


def typed(typists: Typists, member: Member, code: str, at: datetime) -> Counter[int]:
    """What came of it where everybody types the code into a sign-in of their own, half-way by password."""
    Throttle.objects.all().delete()  # or it would be the limit that refuses
    for typist in typists:
        tickets = [half_way(member.person) for _ in range(AT_ONCE)]
        typist.stdin.write(json.dumps({"at": at.isoformat(), "code": code, "tickets": tickets}) + "\n")
    for typist in typists:
        typist.stdin.flush()
    return Counter(status for typist in typists for status in json.loads(typist.stdout.readline()))


def test_h9_a_code_opens_one_session_and_none_5_or_40_seconds_later(olga: Member):
    device = give_factor(olga.person)
    start = now().replace(second=1, microsecond=0)
    code = code_of(device, start)
    moments = [start + timedelta(seconds=seconds) for seconds in (0, 5, 40)]
    with ExitStack() as started, time_machine.travel(start, tick=False):
        typists = [
            started.enter_context(subprocess.Popen(COMMAND, env=environment(), **PIPES)) for _ in range(2)
        ]
        assert [typist.stdout.readline() for typist in typists] == ["ready\n"] * 2

        answers = [typed(typists, olga, code, at) for at in moments]

        for typist in typists:
            typist.stdin.close()
    assert answers == [{IN: 1, WRONG: 7}, {WRONG: 8}, {WRONG: 8}]
    assert Session.objects.count() == 1
