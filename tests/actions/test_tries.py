"""Who is told that they are being guessed at: once, by mail, and nobody else learns anything by it."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ostiary.access.refusals import Refusal, Throttled
from ostiary.actions import passwords, presence, signing_in, throttles
from ostiary.actions.actors import Actor, Door
from ostiary.clock import now
from ostiary.mail.letters import compose
from ostiary.models import Event, Job, Member, Person, Session
from tests.cast import PASSWORD
from tests.signin.door import WRONG, give_factor, trail_of, wrong_code_of
from tests.threads import at_once

HERE = "192.0.2.7"
STRANGER = Actor(Door.PANEL, ip=HERE, user_agent="Firefox", request_id="r1")


def letters(name: str) -> list[dict]:
    """The letters of this name that were asked for and say something."""
    asked = [job.payload for job in Job.objects.filter(kind="mail") if job.payload["letter"] == name]
    return [payload for payload in asked if compose(at=now(), **payload)]


def guess(times: int, *, address: str = "olga@example.com", ip: str = HERE) -> None:
    for _ in range(times):
        with suppress(Refusal):
            signing_in.with_password(replace(STRANGER, ip=ip), address, WRONG)


def guess_from_everywhere(times: int, address: str = "olga@example.com") -> None:
    """Passwords from one network each."""
    for number in range(times):
        guess(1, address=address, ip=f"198.51.{number}.7")


def logged_in(member: Member) -> Actor:
    signing_in.with_password(STRANGER, member.address, PASSWORD)
    session = Session.objects.filter(person=member.person).latest("pk")
    return replace(STRANGER, person_id=member.person_id, session_id=session.pk)


def test_a_person_is_told_when_the_passwords_tried_in_one_network_are_too_many(olga):
    guess(throttles.PASSWORDS_HERE.most)
    assert not letters("passwords_tried")

    guess(1)

    assert letters("passwords_tried") == [{"letter": "passwords_tried", "person": olga.person_id}]
    assert trail_of(olga.person)[-1] == "sign_in.throttled"


def test_a_person_is_told_when_the_limit_over_all_networks_closes(olga):
    guess_from_everywhere(throttles.PASSWORDS_FROM_STRANGERS.most)
    assert not letters("passwords_tried")

    guess_from_everywhere(1)

    assert len(letters("passwords_tried")) == 1


def test_guessing_on_fills_no_mailbox(olga):
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(10):
            guess(30)
            guess_from_everywhere(60)
            clock.shift(timedelta(hours=2))
        assert len(letters("passwords_tried")) == 1

        clock.shift(timedelta(days=1))
        guess(30)

    assert len(letters("passwords_tried")) == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_told_of_once(olga):
    at_once(*[lambda: guess(1)] * 20)

    assert len(letters("passwords_tried")) == 1
    assert trail_of(olga.person).count("sign_in.throttled") == 1


def test_wrong_codes_are_told_of_as_what_they_are_the_password_is_known(olga):
    device = give_factor(olga.person)
    ticket = signing_in.with_password(STRANGER, olga.address, PASSWORD).ticket

    for _ in range(throttles.CODES.most + 5):
        with suppress(Refusal):
            signing_in.with_code(STRANGER, ticket, wrong_code_of(device))

    assert letters("codes_tried") == [{"letter": "codes_tried", "person": olga.person_id}]
    assert "Whoever tried knows your password" in compose("codes_tried", at=now(), person=olga.person_id).text
    assert not letters("passwords_tried")


@pytest.mark.parametrize(
    "ask",
    [
        lambda actor: presence.prove_by_password(actor, WRONG),
        lambda actor: passwords.change(actor, WRONG, "marble lantern drifts on tuesday"),
    ],
)
def test_passwords_tried_in_an_open_session_are_told_of_as_well(olga, ask):
    actor = logged_in(olga)

    for _ in range(throttles.PRESENCE.most + 5):
        with suppress(Refusal):
            ask(actor)

    assert len(letters("passwords_tried")) == 1


def test_codes_tried_in_an_open_session_are_told_of_as_well(olga):
    actor, device = logged_in(olga), give_factor(olga.person)

    for _ in range(throttles.CODES.most + 5):
        with suppress(Refusal):
            presence.prove_by_code(actor, wrong_code_of(device))

    assert len(letters("codes_tried")) == 1


def test_what_one_network_tried_on_everybody_is_told_to_nobody(olga):
    for number in range(throttles.PASSWORDS_FROM_NETWORK.most):
        throttles.sign_in(None, f"person{number}@example.com", HERE)

    guess(5)

    assert not letters("passwords_tried")


def test_h11_closing_writes_the_same_for_an_address_that_nobody_has(olga):
    costs = []
    for address in ("nobody@example.com", "olga@example.com", "no@example.com"):
        guess(throttles.PASSWORDS_HERE.most, address=address)
        with CaptureQueriesContext(connection) as statements, pytest.raises(Throttled):
            signing_in.with_password(STRANGER, address, WRONG)
        costs.append([one["sql"].split()[0] for one in statements])
        throttles.Throttle.objects.filter(count__gt=throttles.PASSWORDS_HERE.most).delete()

    assert costs[1] == costs[2]
    assert len(letters("passwords_tried")) == 1


def test_the_event_holds_no_password_and_the_letter_none_of_what_was_tried(olga):
    guess(throttles.PASSWORDS_HERE.most + 1)

    letter = compose("passwords_tried", at=now(), person=olga.person_id)
    kept = str(list(Event.objects.values_list("body", "personal"))) + str(letters("passwords_tried"))
    assert WRONG not in kept + letter.text + letter.html
    assert Person.objects.get(pk=olga.person_id).address == letter.to
