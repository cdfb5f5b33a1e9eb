"""What is said of a password while it is typed: the same as when it is sent, and nothing of it stays."""

import logging
from html import unescape

import pytest
from django.test import Client

from ostiary.actions import throttles
from ostiary.clock import now
from ostiary.models import Event, Invitation, Job, PasswordReset, Person, Session
from tests.cast import PASSWORD
from tests.signin.door import log_in
from tests.signin.invited import invite, page_of
from tests.signin.test_reset import mailed_link, path_of

GOOD = "marble lantern drifts beneath tuesday"
OWN = "/you/security/password"

pytestmark = pytest.mark.usefixtures("mail")


@pytest.fixture
def own(client, olga):
    """The page on which Olga changes her password."""
    log_in(client, olga.address)
    return OWN


@pytest.fixture
def by_reset(client, olga):
    client.post("/reset", {"address": olga.address})
    return path_of(mailed_link())


@pytest.fixture
def by_invitation(olga):
    return page_of(invite(olga, "nora@example.com"))


@pytest.fixture(params=["own", "by_reset", "by_invitation"])
def page(request):
    """Every page on which a password is chosen."""
    return request.getfixturevalue(request.param)


def judged(client: Client, page: str, password: str, **more: str):
    return client.post(f"{page}/strength", {"password": password, **more})


def test_it_says_how_hard_a_good_one_is_to_guess(client, page):
    answer = judged(client, page, GOOD)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json() == {"level": 4, "sentence": "Very hard to guess."}


@pytest.mark.parametrize(
    "weak", ["short", "password password 1", "olga acme example.com", "aaaaaaaaaaaaaaaaaaaa"]
)
def test_it_refuses_in_the_words_in_which_the_form_does(client, by_reset, weak):
    said = judged(client, by_reset, weak).json()

    assert said["level"] < 3
    assert said["sentence"] in unescape(client.post(by_reset, {"new": weak}).content.decode())
    assert "{" not in said["sentence"]


def test_what_others_know_of_who_is_invited_counts_with_the_name_that_is_typed(client, by_invitation):
    assert judged(client, by_invitation, "Quetzalcoatlus 2026!").json()["level"] >= 3

    said = judged(client, by_invitation, "Quetzalcoatlus 2026!", name="Quinn Quetzalcoatlus").json()

    assert "others know" in said["sentence"]


def test_it_changes_nothing_and_keeps_nothing(client, page, caplog):
    before = (Person.objects.get(address_key="olga@example.com").password, Event.objects.count())

    with caplog.at_level(logging.DEBUG):
        judged(client, page, GOOD)

    assert (Person.objects.get(address_key="olga@example.com").password, Event.objects.count()) == before
    assert GOOD not in caplog.text + str(list(Job.objects.values_list("payload")))


def test_who_cannot_choose_a_password_is_told_nothing(client, olga, by_reset, by_invitation):
    for page in (by_reset[:-4] + "0000", by_invitation[:-4] + "0000"):
        assert judged(Client(), page, GOOD).status_code == 404
    assert judged(Client(), OWN, GOOD).status_code == 302
    PasswordReset.objects.update(used_at=now())
    Invitation.objects.update(expires_at=now())
    for page in (by_reset, by_invitation):
        assert judged(Client(), page, GOOD).status_code == 409


def test_one_network_cannot_have_passwords_judged_without_end(client, by_reset):
    for _ in range(throttles.JUDGEMENTS.most):
        throttles.judgement("127.0.0.1")

    assert judged(client, by_reset, GOOD).status_code == 429
    assert client.post(by_reset, {"new": GOOD}).status_code == 302


def test_h12_another_sites_page_asks_nothing(own, client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert judged(strict, own, GOOD).status_code == 403


def test_looking_is_no_way_to_ask(client, page):
    assert client.get(f"{page}/strength?password={GOOD}").status_code == 405


def test_it_does_not_tell_whether_a_password_is_the_current_one(client, own):
    assert judged(client, own, PASSWORD).json()["level"] >= 3
    assert Session.objects.filter(ended_at=None).count() == 1
