"""The second factor at every door that asks for one: a code of one's own, never used before, and few tries.

Rows H5, H9 and H10 of the adversarial list.
"""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from ostiary.actions import authenticators, recovery_codes, throttles
from ostiary.models import Event, Job, Member, Person, Session, Standing, Token, TotpDevice
from tests.actions.test_factors import at_the_panel, set_up
from tests.cast import PASSWORD, signed_in
from tests.signin.door import code_of, give_factor, log_in, wrong_code_of

NEW = "marble lantern drifts on tuesday"
Door = Callable[[Member, str], HttpResponse]


def signing_in(member: Member, code: str) -> HttpResponse:
    client = Client()
    log_in(client, member.address)
    return client.post("/sign-in/code", {"code": code})


def entering(member: Member, code: str) -> HttpResponse:
    client = signed_in(Client(), member, sudo=False)
    Standing.objects.filter(member=member).delete()
    return client.post(f"/a/{member.account.ref}/enter", {"code": code})


def being_present(member: Member, code: str) -> HttpResponse:
    return signed_in(Client(), member, sudo=False).post("/presence?with=code", {"code": code})


def by_api(path: str, **more: str) -> Door:
    def ask(member: Member, code: str) -> HttpResponse:
        client = Client(headers={"Fastly-OTP": code} if code else {})
        body = urlencode({"username": member.address, "password": PASSWORD, **more})
        return client.generic("POST", path, body, "application/x-www-form-urlencoded")

    return ask


DOORS: dict[str, Door] = {
    "signing in": signing_in,
    "entering an account": entering,
    "presence": being_present,
    "a token by API": by_api("/tokens"),
    "sudo by API": by_api("/sudo"),
    "a password by API": by_api("/current_user/password", old_password=PASSWORD, new_password=NEW),
}
each_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


def opened(answer: HttpResponse) -> bool:
    return answer.status_code in (200, 302) and "/sign-in" not in answer.headers.get("Location", "")


def gained(member: Member) -> object:
    """What a door that opens leaves behind: sessions that prove more, presence, tokens, another password."""
    risen = [one.pk for one in Session.objects.all() if set(one.methods) > {"password"} or one.sudo_at]
    return risen, Token.objects.count(), Person.objects.get(pk=member.person_id).password


@each_door
def test_h5_h10_no_door_opens_without_the_persons_own_code(olga, sam, door):
    device, other = give_factor(olga.person), give_factor(sam.person)
    before = gained(olga)

    answers = [door(olga, code) for code in ("", "x", wrong_code_of(device), code_of(other), PASSWORD)]

    assert not [one.status_code for one in answers if opened(one)]
    assert gained(olga) == before


@each_door
def test_h9_a_code_that_opened_one_door_opens_no_other(olga, door):
    device = give_factor(olga.person)
    code = code_of(device)
    assert opened(door(olga, code))
    Person.objects.update(password=olga.person.password)  # one of the doors changes it
    before = gained(olga)

    answers = [other(olga, code) for other in DOORS.values()]

    assert not [one.status_code for one in answers if opened(one)]
    assert gained(olga) == before


@each_door
def test_h5_no_door_looks_at_a_code_after_too_many(olga, door):
    device = give_factor(olga.person)
    for _ in range(throttles.CODES.most - 1):
        throttles.code(olga.person_id)
    assert not opened(door(olga, wrong_code_of(device)))

    assert not opened(door(olga, code_of(device)))

    device.refresh_from_db()
    assert (device.failures, device.last_used_at) == (1, None)


def test_h5_no_more_codes_are_looked_at_where_an_app_is_set_up(olga):
    actor = at_the_panel(olga)
    device = authenticators.start(actor, "Phone")
    for _ in range(throttles.CODES.most):
        throttles.code(olga.person_id)

    client = signed_in(Client(), olga)
    app = TotpDevice.objects.get(ref=device)
    answer = client.post(f"/you/security/authenticators/{device}", {"code": code_of(app)})

    assert answer.status_code == 429
    assert authenticators.held(olga.person) == []


@each_door
def test_h10_no_door_opens_to_anothers_recovery_code(olga, sam, door):
    give_factor(olga.person)
    actor = at_the_panel(sam)
    set_up(actor)
    theirs = recovery_codes.make(actor)[0]

    assert not opened(door(olga, theirs))


@each_door
def test_h5_no_code_is_in_an_answer_a_log_an_event_or_a_job(olga, door, caplog):
    device = give_factor(olga.person)
    wrong, right = wrong_code_of(device), code_of(device)

    with caplog.at_level("DEBUG"):
        answers = [door(olga, code) for code in (wrong, right)]

    told = [f"{one.headers}{one.cookies}{one.content.decode()}" for one in answers]
    kept = [*Event.objects.values_list("body", "personal"), *Job.objects.values_list("payload")]
    assert right not in told[0]
    assert [code for code in (wrong, right, PASSWORD) if code in f"{kept}{caplog.text}"] == []
