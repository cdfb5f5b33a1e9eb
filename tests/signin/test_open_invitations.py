"""The invitations that a known person finds after signing in."""

import re

import pytest
from django.test import Client

from ostiary.clock import now
from ostiary.models import Invitation, Person, Session, Standing
from tests.cast import join, make_person, open_account
from tests.signin.door import demand, log_in
from tests.signin.invited import invite, state, text

pytestmark = pytest.mark.usefixtures("mail")


@pytest.fixture
def nina(db) -> Person:
    return make_person("Nina North", now())


def test_open_invitations_are_shown_at_each_sign_in(client, olga, nina):
    invite(olga, nina.address)

    for browser in (client, Client()):
        assert log_in(browser, nina.address).url == "/you/invitations"


def test_later_goes_on_and_does_not_return_in_this_session(client, olga, sam, greg):
    invite(greg, sam.address)

    shown = client.get(log_in(client, sam.address).url)
    later = re.search(r'href="([^"]+)">Later', shown.content.decode())[1]

    assert later == f"/a/{olga.account.ref}/"
    assert client.get("/").url == later
    assert "Globex" in text(client.get("/switch"))


def test_accept_invitation_adds_one_to_the_account_at_once(client, olga, nina):
    invitation = invite(olga, nina.address)
    log_in(client, nina.address)

    answer = client.post(f"/you/invitations/{invitation.ref}/accept")

    assert answer.url == f"/a/{olga.account.ref}/"
    assert state(invitation.member) == "active"
    assert Standing.objects.get().account == olga.account


def test_a_double_click_accepts_once_and_gets_the_same_answer(client, olga, nina):
    invitation = invite(olga, nina.address)
    log_in(client, nina.address)

    answers = [client.post(f"/you/invitations/{invitation.ref}/accept", {"once": "k1"}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/a/{olga.account.ref}/"] * 2


def test_several_invitations_come_one_after_the_other(client, olga, greg, nina):
    first, second = invite(olga, nina.address), invite(greg, nina.address)
    log_in(client, nina.address)

    onwards = client.post(f"/you/invitations/{first.ref}/accept")

    assert onwards.url.startswith("/you/invitations?next=")
    assert "Globex" in text(client.get(onwards.url))
    assert client.post(f"/you/invitations/{second.ref}/accept").url == f"/a/{greg.account.ref}/"


def test_declining_tells_the_inviter_and_goes_on(client, olga, nina):
    invitation = invite(olga, nina.address)
    log_in(client, nina.address)

    onwards = client.post(f"/you/invitations/{invitation.ref}/decline")

    invitation.refresh_from_db()
    assert invitation.outcome == "declined"
    assert client.get(onwards.url).url == "/switch"


def test_nobody_answers_anothers_invitation(client, olga, sam, nina):
    invitation = invite(olga, nina.address)
    log_in(client, sam.address)

    for answer in ("accept", "decline"):
        assert client.post(f"/you/invitations/{invitation.ref}/{answer}").status_code == 404
    assert state(invitation.member) == "invited"


@pytest.mark.parametrize("over", ["expired", "deleted", "declined"])
def test_c4_c6_what_is_over_is_answered_no_more(client, olga, nina, over):
    """No link is in the way here, and no page is looked at before."""
    invitation = invite(olga, nina.address)
    log_in(client, nina.address)
    change = {"expires_at": now()} if over == "expired" else {"outcome": over}
    Invitation.objects.update(**change)

    for answer in ("accept", "decline"):
        assert client.post(f"/you/invitations/{invitation.ref}/{answer}").status_code == 409
    assert state(invitation.member) == "invited"


def test_an_account_that_demands_a_factor_takes_one_in_and_asks_before_it_opens(client, olga, nina):
    demand(olga, requires_second_factor=True)
    invitation = invite(olga, nina.address)
    log_in(client, nina.address)

    answer = client.post(f"/you/invitations/{invitation.ref}/accept", follow=True)

    assert state(invitation.member) == "active"
    assert "Set up an authenticator app" in text(answer)
    assert not Standing.objects.exists()


def test_the_pages_name_no_more_than_the_account_that_invites(client, olga, nina):
    third = open_account("Initech", owner="Ivan Iron")
    join(third, "Nina North", "user")
    invite(olga, nina.address)

    log_in(client, nina.address)

    assert "Initech" not in text(client.get("/you/invitations"))
    assert Session.objects.count() == 1
