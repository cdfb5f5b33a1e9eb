"""A mailed link that opens nothing and is sent in all the same: the trail of whose it was says so."""

from datetime import timedelta

import time_machine
from django.test import Client

from ostiary.actions import invitations, passwords, throttles
from ostiary.actions.actors import Actor, Door
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Event, PasswordReset
from ostiary.proofs.links import LinkKind, link_secret
from tests.cast import acting
from tests.signin.door import TICKET, code_of, give_factor, log_in, trail_of
from tests.signin.invited import invite, page_of

NEW = "marble lantern drifts beneath tuesday"
SECOND_STEPS = [
    ("/sign-in/code", {"code": "000000"}),
    ("/sign-in/code", {"passkey": "{}"}),
    ("/sign-in/lost", {}),
    ("/sign-in/lost/code", {"code": "000000"}),
]
JOINS = {"name": "Nina", "password": NEW}


def reset_page(address: str) -> str:
    passwords.request_reset(Actor(Door.PANEL, ip="192.0.2.7"), address)
    reset = PasswordReset.objects.latest("pk")
    return f"/reset/{reset.ref}/{link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number)}"


def with_ticket(ticket: str) -> Client:
    browser = Client()
    browser.cookies[TICKET] = ticket
    return browser


def why() -> str:
    return Event.objects.latest("pk").body["after"]["why"]


def test_a_reset_that_is_over_is_on_its_persons_trail(client, olga):
    page = reset_page(olga.address)

    with time_machine.travel(now() + passwords.RESET_LIFE):
        assert client.post(page, {"new": NEW}).status_code == 409

    assert (trail_of(olga.person)[-1], why()) == ("password.reset_refused", "reset_expired")


def test_an_invitation_that_is_over_is_on_its_accounts_trail(client, olga):
    sent = invite(olga)
    page = page_of(sent)
    invitations.delete(acting(olga), sent.ref)

    for way in ("", "/decline", "/block"):
        assert client.post(page + way, JOINS).status_code == 409
        assert (trail_of(account=olga.account_id)[-1], why()) == ("invitation.refused", "invitation_deleted")

    ref, secret = page.split("/")[-2:]
    answer = client.put(f"/invitation/accept/{ref}{secret}", JOINS, "application/json")
    assert answer.status_code == 409
    assert trail_of(account=olga.account_id)[-4:] == ["invitation.refused"] * 4


def test_a_wrong_secret_is_on_the_servers_trail_alone(client, olga):
    """Whoever guesses fills nobody's trail."""
    pages = [page_of(invite(olga)), reset_page(olga.address)]
    told = [trail_of(olga.person), trail_of(account=olga.account_id)]

    for page in pages:
        assert client.post(f"{page}x", JOINS | {"new": NEW}).status_code == 404

    assert trail_of()[-2:] == ["invitation.refused", "password.reset_refused"]
    assert [trail_of(olga.person), trail_of(account=olga.account_id)] == told


def test_a_ticket_that_is_over_is_on_its_persons_trail_and_a_made_up_one_on_the_servers(client, olga):
    """The ticket of the browser that has typed the password, at each door to the second step."""
    code = code_of(give_factor(olga.person))
    log_in(client, olga.address)
    used = client.cookies[TICKET].value
    client.post("/sign-in/code", {"code": code})

    for path, fields in SECOND_STEPS:
        for ticket in (used, "made up", ""):
            assert with_ticket(ticket).post(path, fields).url == "/sign-in"

    tries = Event.objects.filter(name="sign_in.failed")
    assert [tries.filter(person=whose).count() for whose in (olga.person, None)] == [len(SECOND_STEPS)] * 2
    assert {event.body["after"]["step"] for event in tries} == {"ticket"}


def test_opening_one_writes_nothing(client, olga):
    page = page_of(invite(olga))
    before = Event.objects.count()

    with time_machine.travel(now() + timedelta(days=30)):
        assert client.get(page).status_code == 409
    for path, _ in SECOND_STEPS:
        assert with_ticket("made up").get(path).url == "/sign-in"

    assert Event.objects.count() == before


def test_one_network_has_so_many_written_down_and_is_answered_the_same(olga):
    page = page_of(invite(olga)) + "x"

    answers = [Client().post(page, JOINS).status_code for _ in range(throttles.DEAD_LINKS.most + 2)]

    assert set(answers) == {404}
    assert trail_of().count("invitation.refused") == throttles.DEAD_LINKS.most
    assert with_ticket("made up").post("/sign-in/code", {"code": "000000"}).url == "/sign-in"
    assert "sign_in.failed" not in trail_of()
