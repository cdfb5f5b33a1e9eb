"""*Let in without second factor*: said beforehand, shown while it lasts, taken back, alike for everybody."""

import re

import pytest
from django.test import Client

from ostiary.actions import invitations, members, passes
from ostiary.actions.wanted import Wanted
from ostiary.models import MemberState, Pass
from tests.cast import acting, join
from tests.signin.door import demand, give_factor


def test_it_is_said_what_will_happen_and_then_it_does(browser, at, olga, erin, acme):
    client, address = browser(olga), at(acme, "let-in", erin.ref)

    page = client.get(address).content.decode()
    answer = client.post(address)

    for word in ("24 hours", "for this account alone", "a code that we mail", "told by mail"):
        assert word in page
    assert answer.url == at(acme, "users")
    assert Pass.objects.get(ended_at=None).member == erin


def test_a_live_pass_shows_with_its_end_in_the_list_and_is_taken_back(browser, at, olga, erin, acme):
    client = browser(olga)
    passes.give(acting(olga), erin.ref)
    users = at(acme, "users")
    assert ">Let in<" in client.get(users).content.decode()
    assert "Take back" in client.get(at(acme, "let-in", erin.ref)).content.decode()

    client.post(at(acme, "let-in-end", erin.ref))

    assert ">Let in<" not in client.get(users).content.decode()
    assert not Pass.objects.filter(ended_at=None).exists()


def test_the_menu_offers_it_for_others_who_are_not_locked(browser, at, olga, erin, uma, acme):
    members.lock(acting(olga), uma.ref, locked=True)

    users = browser(olga).get(at(acme, "users")).content.decode()

    assert re.findall(r"/users/(\w+)/pass\"", users) == [erin.ref]


def test_it_asks_for_presence_first(browser, at, olga, erin, acme):
    client = browser(olga, sudo=False)

    assert client.get(at(acme, "let-in", erin.ref)).url.startswith("/presence")
    assert "presence_password" in client.post(at(acme, "let-in", erin.ref)).content.decode()
    assert not Pass.objects.exists()


@pytest.mark.parametrize(
    ("sso", "who", "reason"),
    [("off", "olga", "Another superuser can"), ("required", "erin", "requires single sign-on")],
)
def test_a_refusal_says_why_and_changes_nothing(browser, at, olga, erin, acme, sso, who, reason):
    client, target = browser(olga), {"olga": olga, "erin": erin}[who]
    MemberState.objects.filter(member=olga).update(bypass_sso=True)
    demand(olga, sso=sso)

    answer = client.post(at(acme, "let-in", target.ref))

    assert answer.status_code == 409
    assert reason in answer.content.decode()
    assert not Pass.objects.exists()


def test_c13_nobody_who_is_only_invited_is_let_in(browser, at, olga, acme):
    wanted = Wanted(roles=frozenset({"user"}))
    ref = invitations.invite(acting(olga), "nora@example.com", wanted)["member"]

    assert browser(olga).get(at(acme, "let-in", ref)).status_code == 404
    assert browser(olga).post(at(acme, "let-in", ref)).status_code == 404


def test_f9_the_pages_tell_neither_whether_a_factor_is_held_nor_whether_somebody_is_elsewhere(
    at, browser, olga, acme, globex
):
    plain, full = join(acme, "Pia Plain", "user"), join(acme, "Fay Full", "user")
    give_factor(full.person)
    join(globex, "Fay Full", "superuser")
    told = []

    for member in (plain, full):
        client: Client = browser(olga)
        address = at(acme, "let-in", member.ref)
        pages = [client.get(address), client.post(address), client.get(address), client.post(address)]
        pages.append(client.post(at(acme, "let-in-end", member.ref)))
        told.append([(one.status_code, _plain(one.content.decode(), member)) for one in pages])

    assert told[0] == told[1]


def _plain(page: str, member) -> str:
    page = re.sub(r'(name="(csrfmiddlewaretoken|once)" value=")[^"]*', r"\1", page)
    page = re.sub(r"\d+ \w+ \d{4}, \d\d:\d\d", "", page)
    name = member.states.get().name
    return page.replace(member.ref, "").replace(member.address, "").replace(name, "")
