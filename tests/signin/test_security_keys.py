"""A passkey or security key after a password, for an account that asks for more, and for presence."""

import pytest
from django.conf import settings as configured
from django.test import Client

from ostiary.actions import throttles
from ostiary.clock import now
from ostiary.models import Job, Passkey, Session, SignIn, Standing
from ostiary.models.sessions import SUDO
from tests.authenticator import UP, encoded
from tests.cast import signed_in
from tests.keys import AT_HOME, give_key, options, use
from tests.signin.door import give_factor, log_in, trail_of

SESSION = configured.SESSION_COOKIE_NAME


def test_h6_whoever_holds_a_key_is_asked_for_it_after_the_password(client, olga, key):
    assert log_in(client, olga.address).url == "/sign-in/code"

    answer = use(client, key, "/sign-in/code")

    assert answer.url == f"/a/{olga.account.ref}/"
    assert Session.objects.get().methods == ["password", "security key"]


def test_a_touch_is_enough_then(client, olga, key):
    log_in(client, olga.address)

    assert use(client, key, "/sign-in/code", flags=UP).status_code == 302


FORGED = {
    "for another origin": {"origin": "https://evil.example"},
    "for another site": {"site": "evil.example"},
    "of a new key": {"type": "webauthn.create"},
    "with nobody there": {"flags": 0},
    "without a signature": {"signature": b"\x00"},
    "with another's signature": {"signature": bytes(70)},
    "under another id": {"id": b"x" * 32},
}


@pytest.mark.parametrize("what", FORGED)
def test_h4_a_forged_answer_is_no_second_factor(client, olga, key, what):
    log_in(client, olga.address)

    answer = use(client, key, "/sign-in/code", **FORGED[what])

    assert answer.status_code == 422
    assert not Session.objects.exists()


@pytest.mark.parametrize("what", FORGED)
def test_h4_a_forged_answer_shows_no_presence_and_enters_no_account(client, olga, key, what):
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["passkey"])
    Standing.objects.all().delete()
    before = client.cookies[SESSION].value

    present = use(client, key, "/presence", **FORGED[what])
    Session.objects.update(methods=["password"])
    entered = use(client, key, f"/a/{olga.account.ref}/enter", **FORGED[what])

    assert (present.status_code, entered.status_code) == (422, 422)
    assert client.cookies[SESSION].value == before
    assert Session.objects.get().methods == ["password"]
    assert not Session.objects.filter(sudo_at__gt=now() - SUDO).exists()
    assert not Standing.objects.exists()


def test_the_options_name_ones_own_keys_alone(client, olga, sam, key):
    give_key(sam.person)
    log_in(client, olga.address)

    asked = options(client, "/sign-in/code")

    assert [one["id"] for one in asked["allowCredentials"]] == [encoded(key.id)]


def test_h5_without_the_password_there_is_no_second_step(client, olga, key):
    assert client.post("/sign-in/code/passkey").status_code == 409
    assert client.post("/sign-in/code", {"passkey": "{}"}).url == "/sign-in"


@pytest.mark.parametrize("handle", [{}, {"response": {"userHandle": None}}])
def test_h10_another_persons_key_is_none(client, olga, sam, key, handle):
    """Be it one that says whose it is, or one that does not."""
    other = give_key(sam.person)
    log_in(client, olga.address)

    assert use(client, other, "/sign-in/code", **handle).status_code == 422
    assert not Session.objects.exists()
    assert trail_of(olga.person)[-1] == "sign_in.failed"


def test_a_key_that_was_removed_is_no_second_factor(client, olga, key):
    Passkey.objects.update(ended_at=now())
    give_key(olga.person)
    log_in(client, olga.address)

    assert use(client, key, "/sign-in/code").status_code == 422
    assert not Session.objects.exists()


def test_h5_wrong_keys_count_as_wrong_codes_do(client, olga, key):
    log_in(client, olga.address)
    for _ in range(throttles.CODES.most):
        client.post("/sign-in/code", {"passkey": "{}"})

    assert use(client, key, "/sign-in/code").status_code == 429
    assert [job.payload["letter"] for job in Job.objects.all()] == ["codes_tried"]


def test_h5_wrong_keys_count_at_an_accounts_door_as_well(client, olga, key):
    signed_in(client, olga, sudo=False)
    Standing.objects.all().delete()
    enter = f"/a/{olga.account.ref}/enter"
    for _ in range(throttles.CODES.most):
        assert client.post(enter, {"passkey": "{}"}).status_code == 422

    assert use(client, key, enter).status_code == 429
    assert not Standing.objects.exists()


def test_h8_a_sign_in_that_was_ended_half_way_takes_no_key(client, olga, key):
    log_in(client, olga.address)
    answer = key.use(options(client, "/sign-in/code"))
    SignIn.objects.update(done_at=now())

    assert client.post("/sign-in/code", {"passkey": answer}).url == "/sign-in"
    assert not Session.objects.exists()


def test_the_page_offers_what_the_person_has(client, olga, key):
    log_in(client, olga.address)
    with_key = client.get("/sign-in/code", **AT_HOME).content.decode()
    give_factor(olga.person)
    with_both = client.get("/sign-in/code", **AT_HOME).content.decode()

    assert "data-options" in with_key
    assert 'name="code"' not in with_key
    assert "data-options" in with_both
    assert 'name="code"' in with_both


def test_h6_an_account_that_asks_for_a_factor_takes_a_key(client, olga, key):
    signed_in(client, olga)
    enter = f"/a/{olga.account.ref}/enter"
    Standing.objects.all().delete()

    answer = use(client, key, enter)

    assert answer.url == f"/a/{olga.account.ref}/"
    assert Standing.objects.get(ended_at=None).methods == ["password", "security key"]


def test_h6_a_session_without_a_password_enters_by_a_key_that_knows_its_person(client, olga, key):
    signed_in(client, olga)
    Session.objects.update(methods=[])
    Standing.objects.all().delete()
    enter = f"/a/{olga.account.ref}/enter"

    assert options(client, enter)["userVerification"] == "required"
    assert use(client, key, enter, flags=UP).status_code == 422
    assert use(client, key, enter).status_code == 302
    assert Session.objects.get().methods == ["passkey"]


def test_b18_presence_is_shown_by_a_key_that_knows_its_person(client, olga, key):
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["passkey"])
    before = client.cookies[SESSION].value

    assert use(client, key, "/presence", flags=UP).status_code == 422
    assert client.get("/you/security/passkeys/add").url.startswith("/presence")
    assert use(client, key, "/presence").url == "/you/security"
    assert client.cookies[SESSION].value != before
    assert client.get("/you/security/passkeys/add").status_code == 200


def test_a_form_is_asked_on_its_way_and_goes_on_by_a_key(client, olga, key):
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["passkey"])
    typed = {"name": "Tablet", "once": "one form"}

    question = client.post("/you/security/authenticators/add", typed, **AT_HOME)
    answer = client.post(
        "/you/security/authenticators/add",
        typed | {"presence_passkey": key.use(options(client, "/presence"))},
    )

    assert "presence_passkey" in question.content.decode()
    assert "/you/security/authenticators/" in answer.url


def test_presence_by_anothers_key_or_in_anothers_session_is_none(client, olga, sam, key):
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["passkey"])
    theirs = give_key(sam.person)
    assert use(client, theirs, "/presence").status_code == 422

    other = signed_in(Client(), sam, sudo=False)
    Session.objects.update(methods=["passkey"])
    assert other.post("/presence", {"passkey": key.use(options(client, "/presence"))}).status_code == 422
    assert not Session.objects.filter(sudo_at__gt=now() - SUDO).exists()


def test_presence_offers_a_key_to_who_has_one(client, olga, sam, key):
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["passkey"])
    with_key = client.get("/presence", **AT_HOME).content.decode()
    without = signed_in(Client(), sam, sudo=False).get("/presence", **AT_HOME).content.decode()

    assert "data-options" in with_key
    assert "data-options" not in without
