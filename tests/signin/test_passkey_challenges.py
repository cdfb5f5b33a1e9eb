"""What an authenticator is asked to sign: for one browser, for one purpose, once, for five minutes."""

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client

from ostiary.clock import now
from ostiary.models import Session, Standing
from ostiary.models.passkeys import CHALLENGE
from tests.authenticator import encoded
from tests.cast import signed_in
from tests.keys import options, use
from tests.signin.door import log_in

SESSION = configured.SESSION_COOKIE_NAME
BROWSER = SESSION + "-browser"


def test_b17_an_answer_is_good_once(client, key):
    answer = key.use(options(client))
    browser = client.cookies[BROWSER].value
    assert client.post("/sign-in", {"passkey": answer}).status_code == 302

    again = Client()
    again.cookies[BROWSER] = browser
    assert again.post("/sign-in", {"passkey": answer}).status_code == 422
    assert Session.objects.count() == 1


def test_b17_an_answer_is_spent_by_a_try_that_failed(client, key):
    asked = options(client)
    client.post("/sign-in", {"passkey": key.use(asked, origin="https://evil.example")})

    assert client.post("/sign-in", {"passkey": key.use(asked)}).status_code == 422


def test_b17_an_answer_comes_within_five_minutes(client, key):
    answer = key.use(options(client))

    with time_machine.travel(now() + CHALLENGE):
        assert client.post("/sign-in", {"passkey": answer}).status_code == 422


def test_b17_a_challenge_that_we_did_not_make_is_none(client, key):
    asked = options(client) | {"challenge": encoded(b"x" * 32)}

    assert client.post("/sign-in", {"passkey": key.use(asked)}).status_code == 422


def test_b18_an_answer_belongs_to_the_browser_that_asked(client, key):
    answer = key.use(options(client))
    other = Client()
    options(other)

    assert other.post("/sign-in", {"passkey": answer}).status_code == 422
    assert Client().post("/sign-in", {"passkey": answer}).status_code == 422
    assert not Session.objects.exists()


def test_b18_nothing_that_was_planted_before_the_sign_in_is_worth_anything_after_it(client, olga, key):
    client.cookies[SESSION], client.cookies[BROWSER] = "planted", "planted too"

    use(client, key)

    assert client.cookies[SESSION].value not in ("planted", "")
    assert client.cookies[BROWSER].value == ""
    stranger = Client()
    stranger.cookies[SESSION] = "planted"
    assert stranger.get("/you/security").status_code == 302


DOORS = ("/sign-in", "/sign-in/code", "/presence", "enter")


def door_of(name: str, olga) -> tuple[Client, str]:
    """A browser that stands before one of the doors at which a key is asked for."""
    client = Client()
    if name == "/sign-in/code":
        log_in(client, olga.address)
    elif name == "/presence":
        signed_in(client, olga)
        Session.objects.update(methods=["passkey"])
    elif name == "enter":
        signed_in(client, olga)
        name = f"/a/{olga.account.ref}/enter"
        Standing.objects.all().delete()
    return client, name


@pytest.mark.parametrize("taken_to", DOORS)
@pytest.mark.parametrize("asked_at", DOORS)
def test_b17_a_challenge_for_one_purpose_is_none_for_another(olga, key, asked_at, taken_to):
    """Even when one browser stands before both doors."""
    asking, asked = door_of(asked_at, olga)
    taking, taken = door_of(taken_to, olga)
    answer = key.use(options(asking, asked))
    for name, morsel in asking.cookies.items():
        if name not in taking.cookies:
            taking.cookies[name] = morsel.value
    if asked_at == taken_to:
        taking = asking

    came = taking.post(taken, {"passkey": answer})

    assert (came.status_code == 302) is (asked_at == taken_to)


def test_b17_nor_in_one_session(client, olga, key):
    signed_in(client, olga)
    Session.objects.update(methods=["passkey"])
    enter = f"/a/{olga.account.ref}/enter"

    to_enter = client.post(enter, {"passkey": key.use(options(client, "/presence"))})
    to_presence = client.post("/presence", {"passkey": key.use(options(client, enter))})

    assert (to_enter.status_code, to_presence.status_code) == (422, 422)
