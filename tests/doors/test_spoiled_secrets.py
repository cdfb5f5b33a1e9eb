"""Whatever a form, a cookie, a challenge or a link is made to carry opens nothing.

The page says what to do next, the trail what was tried. Every place that takes a secret (`taken_at.py`) is
brought its own kind, spoiled in each way there is. Another kind is tried in `test_kinds_of_secrets.py`, and
what is no secret at all in `test_bad_input.py`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse

from ostiary.clock import now
from ostiary.models import Event
from tests.doors.changes import undone
from tests.doors.conftest import Street
from tests.doors.handed_out import secrets_by_kind
from tests.doors.house import House
from tests.doors.taken_at import PLACES

pytestmark = pytest.mark.any_database

Secrets = dict[str, str]

# Longer than anything that we hand out lives, but a token and a way back.
LATER = timedelta(days=30)
# Whose secret it is, it says itself; so the neighbour's opens what is the neighbour's.
SAYS_WHOSE = {"session", "second factor lost", "token", "bearer", "way back"}
# Good for as long as it lives.
GOOD_AGAIN = {
    "invitation, a password judged",
    "reset, a password judged",
    "session",
    "second factor lost",
    "trusted browser",
    "browser that asked",
    "kept form",
    "password",
    "password by API",
    "token",
    "bearer",
    "way back",
}
# The challenge is new each time, whatever the age of the browser's cookie.
NEVER_OLD = {"browser that asked", "password", "password by API", "token", "bearer"}
# What was brought there is nobody's and opens one page at most: a line in the log tells of it.
NOT_ON_A_TRAIL = {"session", "kept form", "token", "bearer", "way back", "form of another site"} | {
    name for name in PLACES if name.endswith("judged")
}
TRIED = {
    "sign_in.failed",
    "presence.failed",
    "factor.not_confirmed",
    "invitation.refused",
    "password.reset_refused",
}
SAYS_WHY = re.compile(r'aria-invalid="true"|role="alert"|class="notice')


class Brought(NamedTuple):
    """What came of it, and the page that one stands before in the end."""

    opened: bool
    answer: HttpResponse
    page: HttpResponse
    events: list[Event]


def altered(secret: str) -> str:
    if secret.isdigit():
        return f"{secret[:-1]}{(int(secret[-1]) + 5) % 10}"
    half = len(secret) // 2
    return f"{secret[:half]}{'b' if secret[half] != 'b' else 'c'}{secret[half + 1 :]}"


SPOILED: dict[str, Callable[[str], str]] = {
    "altered": altered,
    "cut": lambda secret: secret[:-1],
    "oversized": lambda secret: secret * 200,
    "nothing": lambda secret: "",
}


@pytest.fixture(scope="module")
def handed_out(street: Street) -> Iterator[tuple[Secrets, Secrets]]:
    """Ours and the neighbour's."""
    savepoint = transaction.savepoint()
    yield secrets_by_kind(street.acme), secrets_by_kind(street.globex)
    transaction.savepoint_rollback(savepoint)


def bring(house: House, name: str, secret: str, *, first: str = "") -> Brought:
    """`first`: what was brought there before, by the same browser's cookies as they were."""
    with undone():
        if first:
            PLACES[name].bring(house, first)
        last = Event.objects.latest("pk").pk
        answer = page = PLACES[name].bring(house, secret)
        events = list(Event.objects.filter(pk__gt=last))
        for _ in range(3):
            if page.status_code == 302:
                page = page.client.get(page["Location"])
        return Brought(PLACES[name].opens(answer), answer, page, events)


def found_wrong(name: str, secret: str, brought: Brought) -> list[str]:
    found = ["opened"] if brought.opened else not_calm(brought.page)
    tried = {event.name for event in brought.events} & TRIED
    if brought.answer.status_code >= 400 and name not in NOT_ON_A_TRAIL and not tried:
        found.append("not on a trail")
    if len(secret) > 8 and secret in str([(event.body, event.personal) for event in brought.events]):
        found.append("a trail holds it")
    return found


def not_calm(page: HttpResponse) -> list[str]:
    """What a page lacks that should say what happened and what to do next; programs are told in JSON."""
    text = page.content.decode()
    if page["Content-Type"].startswith("application/json"):
        return [] if page.status_code < 500 and page.json().get("detail") else ["tells programs nothing"]
    main = text[text.find("<main") :]
    lacks = {
        "it broke": page.status_code < 500,
        "no heading": len(re.findall(r"<h1[^>]*>\s*\S", text)) == 1,
        "no way on": "<a " in main or "<button" in main,
        "does not say why": page.status_code != 422 or SAYS_WHY.search(text),
        "no sentence": page.status_code in (200, 422) or re.search(r"<p[^>]*>[^<]{20,}", text),
    }
    return [what for what, is_there in lacks.items() if not is_there]


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.to])
def test_what_is_spoiled_opens_nothing_and_says_what_to_do_next(
    acme: House, handed_out: tuple[Secrets, Secrets], name: str
):
    ours, theirs = handed_out
    found: list[str] = []

    def judge(what: str, secret: str, brought: Brought) -> None:
        is_try = what not in ("oversized", "nothing")  # which no form hands on to be judged
        lines = [line for line in found_wrong(name, secret, brought) if is_try or line != "not on a trail"]
        found.extend(f"{what} as {name}: {brought.answer.status_code} {line}" for line in lines)

    for kind in PLACES[name].to:
        for what, spoil in SPOILED.items():
            judge(what, spoil(ours[kind]), bring(acme, name, spoil(ours[kind])))
        if name not in SAYS_WHOSE and kind != "password":
            judge("the neighbour's", theirs[kind], bring(acme, name, theirs[kind]))
        if name not in GOOD_AGAIN:
            judge("used", ours[kind], bring(acme, name, ours[kind], first=ours[kind]))
        if name not in NEVER_OLD:
            with time_machine.travel(now() + LATER, tick=False):
                judge("old", ours[kind], bring(acme, name, ours[kind]))
    assert not found, "\n".join(["", *found])
