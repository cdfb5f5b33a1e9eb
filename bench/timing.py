"""Whether the clock tells who is known: the same request for an address somebody has and for one nobody has.

Samples are taken in pairs, one of each kind in an order drawn by lot, every address used once. The statistic
is Mann and Whitney's: the chance that an answer for a known address takes longer than one for an unknown
one, with the interval in which chance alone would leave it (z = 3.29, one run in a thousand). Beside it the
difference of the medians with its bootstrapped interval, and the noise: the middle half of all answers.

That nothing was found says something only where something would have been: each row also tells whether a leak
of 1 ms would leave that interval in 19 of 20 runs, judged by the same samples with 1 ms added. On a machine
that is too noisy for this it does not hold. The last row compares unknown addresses with unknown ones: what a
difference looks like where there is none. Those who are known have signed in before, from many places.
"""

import logging
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from .measure import say

PAIRS = 300
WARM = 10
Z = 3.29
# Milliseconds that must not stay hidden in the noise, and how surely they would not (19 of 20, one-sided).
LEAK, SURELY = 1.0, 1.645
RESAMPLES = 400
FORM = "application/x-www-form-urlencoded"
WRONG = "eight loud herons ford the river"


def main() -> None:
    print("What the clock tells", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="ostiary-bench-"))
    os.environ.update(DJANGO_SETTINGS_MODULE="ostiary.settings", OSTIARY_DATA=str(folder), DATABASE_URL="")
    os.environ["OSTIARY_SMTP"] = "smtp://127.0.0.1:9"  # nobody listens: the letters stay queued
    import django

    django.setup()
    logging.disable(logging.WARNING)  # every refusal would be a line
    try:
        _measure()
    finally:
        shutil.rmtree(folder)


def _measure() -> None:
    from django.core.management import call_command

    from ostiary.models import Person

    from . import world

    call_command("migrate", verbosity=0)
    looked = world.make(size=PAIRS + WARM + 1)
    inviting = world.make(size=1)
    Person.objects.exclude(pk=inviting.owner.person_id).update(
        password=looked.owner.person.password, event_digest=bytes(32)
    )
    known = list(Person.objects.exclude(pk=inviting.owner.person_id).values_list("address", flat=True))
    _put_sessions(known)
    requests = _requests(inviting)
    for what, ask in requests.items():
        _compare(what, ask, list(zip(known, _unknown(f"{len(what)}n"), strict=False)))
    what, ask = next(iter(requests.items()))
    _compare(f"{what}, nobody beside nobody", ask, list(zip(_unknown("a"), _unknown("b"), strict=True)))


def _put_sessions(addresses: list[str]) -> None:
    """So many of each as a sign-in looks through for the networks that somebody comes from."""
    from ostiary.actions.throttles import REMEMBERED_SESSIONS
    from ostiary.models import Person, Session

    from .world import SINCE

    people = Person.objects.filter(address__in=addresses[: PAIRS + WARM]).values_list("pk", flat=True)
    Session.objects.bulk_create(
        Session(
            person_id=person,
            digest=os.urandom(32),
            created_at=SINCE,
            last_seen_at=SINCE,
            expires_at=SINCE,
            ended_at=SINCE,
            ip=f"198.51.{number}.7",
        )
        for person in people
        for number in range(REMEMBERED_SESSIONS)
    )


def _unknown(tag: str) -> list[str]:
    return [f"{tag}{number}@example.net" for number in range(PAIRS + WARM)]


def _requests(inviting: Any) -> dict[str, Callable[[str], int]]:
    """Each answers with its status; one browser for all, since a new one would load the middleware anew."""
    from django.test import Client

    from ostiary.actions import tokens
    from ostiary.actions.actors import operator

    browser = Client(SERVER_NAME="127.0.0.1")
    made = tokens.create_for(
        operator(inviting.account.pk), inviting.owner.ref, name="bench", scopes=["global"]
    )
    program = Client(SERVER_NAME="127.0.0.1", headers={"Fastly-Key": made["secret"]})

    def form(path: str, **fields: str) -> int:
        return browser.post(path, urlencode(fields), content_type=FORM).status_code

    def invite(address: str) -> int:
        body = {"email": address, "role": "user", "limit_services": False}
        return program.post("/invitations", body, content_type="application/json").status_code

    return {
        "signing in": lambda address: form("/sign-in", address=address, password=WRONG),
        "asking for a new password": lambda address: form("/reset", address=address),
        "proving by API": lambda address: form("/sudo", username=address, password=WRONG),
        "inviting": invite,
    }


def _compare(what: str, ask: Callable[[str], int], pairs: list[tuple[str, str]]) -> None:
    from ostiary.models import Invitation, Throttle

    lots = random.Random(0)
    times: tuple[list[float], list[float]] = ([], [])
    answers: set[int] = set()
    for number, pair in enumerate(pairs[: PAIRS + WARM]):
        for kind in lots.sample((0, 1), 2):
            Throttle.objects.all().delete()  # every try is the first one
            Invitation.objects.update(outcome="deleted")
            began = time.perf_counter()
            answers.add(ask(pair[kind]))
            if number >= WARM:
                times[kind].append((time.perf_counter() - began) * 1000)
    _tell(what, *times, answers=answers)


def _tell(what: str, known: list[float], unknown: list[float], *, answers: set[int]) -> None:
    chance, spread = _longer(known, unknown)
    low, high = _difference(known, unknown)
    quarters = statistics.quantiles(known + unknown, n=4)
    noise = f"noise: {quarters[2] - quarters[0]:.2f} ms"
    holds = len(answers) == 1 and abs(chance - 0.5) <= spread
    say(f"{what}: known, unknown", f"{_median(known):.2f}, {_median(unknown):.2f} ms")
    say("  known takes longer", f"{chance:.3f}", f"within 0.5 ± {spread:.3f}", holds=holds)
    say("  difference of medians, 95 %", f"{low:+.2f} to {high:+.2f} ms", noise)
    leaking, _ = _longer([one + LEAK for one in unknown], unknown)
    sure = spread * (1 + SURELY / Z)
    found = leaking - 0.5 > sure
    say(f"  {LEAK:.0f} ms more would give", f"{leaking:.3f}", f"beyond 0.5 + {sure:.3f}", holds=found)
    if len(answers) > 1:
        say("  answers differ", str(sorted(answers)))


def _longer(some: list[float], others: list[float]) -> tuple[float, float]:
    """Mann and Whitney's U as a share of all pairs, and how far from a half chance alone takes it."""
    pairs = len(some) * len(others)
    above = sum((one > other) + (one == other) / 2 for one in some for other in others)
    return above / pairs, Z * ((len(some) + len(others) + 1) / (12 * pairs)) ** 0.5


def _difference(some: list[float], others: list[float]) -> tuple[float, float]:
    lots = random.Random(0)
    found = sorted(
        _median(lots.choices(some, k=len(some))) - _median(lots.choices(others, k=len(others)))
        for _ in range(RESAMPLES)
    )
    return found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES)]


def _median(times: list[float]) -> float:
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
