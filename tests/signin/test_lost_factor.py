"""Who has lost their second factor, at the pages: what they are told, and how far a pass lets them."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ostiary.actions import passes
from ostiary.keyring import ring
from ostiary.models import Member, Pass, PassCode, Session, TotpDevice
from ostiary.proofs.passes import pass_code
from tests.cast import PASSWORD, acting, join
from tests.passes import let_in
from tests.signin.door import code_of, give_factor, log_in

OWN_PAGES = ["/switch", "/you/accounts", "/you/security", "/you/security/password", "/you/security/profile"]
OWN_PAGES += ["/you/security/authenticators/add", "/you/security/recovery-codes", "/you/invitations"]


def ask(client: Client, member: Member) -> PassCode:
    """The right password, *I have lost my second factor*, *Send me a code*."""
    log_in(client, member.address)
    client.post("/sign-in/lost")
    return PassCode.objects.filter(person=member.person).latest("pk")


def come_in(client: Client, given: Pass) -> str:
    letter = ask(client, given.member)
    code = pass_code(ring(), letter.ref, given.ref)
    answer = client.post("/sign-in/lost/code", {"code": f"{code[:4]} {code[4:]}"})
    return client.get(answer.url).url  # home asks at the door, which leads on


def enrol(client: Client, given: Pass) -> TotpDevice:
    add = client.get(come_in(client, given)).url
    confirm = client.post(add, {"name": "New phone"}).url
    device = TotpDevice.objects.get(member=given.member, ended_at=None)
    client.post(confirm, {"code": code_of(device)})
    TotpDevice.objects.update(last_counter=0)
    return device


def test_the_page_says_what_to_do_in_order(client, lost):
    log_in(client, lost.address)

    page = client.get("/sign-in/lost").content.decode()

    ways = ["Use a recovery code", "Ask a superuser of your account", "Ask whoever runs this server"]
    assert re.findall(r"<h2>(.*?)</h2>", page) == ways
    assert "/sign-in/lost" in client.get("/sign-in/code").content.decode()
    assert lost.address not in page


@pytest.mark.parametrize("path", ["/sign-in/lost", "/sign-in/lost/code"])
def test_nobody_sees_it_before_the_right_password(client, lost, path):
    assert client.get(path).url == "/sign-in"
    assert client.post(path, {"code": "12345678"}).url == "/sign-in"


def test_h11_the_answer_is_the_same_with_a_pass_and_without(olga, lost, uma):
    give_factor(uma.person)
    let_in(olga, lost)
    told = []

    for member in (lost, uma):
        client = Client()
        log_in(client, member.address)
        answer = client.post("/sign-in/lost")
        page = client.get(answer.url).content.decode()
        wrong = client.post(answer.url, {"code": "00000000"})
        told.append(
            [
                answer.status_code,
                answer.url,
                {name: one["max-age"] for name, one in answer.cookies.items()},
                *(_plain(text, member) for text in (page, wrong.content.decode())),
                wrong.status_code,
            ]
        )

    assert told[0] == told[1]


def _plain(page: str, member: Member) -> str:
    masked = f"{member.address[0]}…@e….com"
    return re.sub(r'(name="(csrfmiddlewaretoken|once)" value=")[^"]*', r"\1", page).replace(masked, "…")


def test_a_pass_leads_to_setting_up_an_app_and_nothing_else_of_the_account_opens(client, olga, lost):
    enter = come_in(client, let_in(olga, lost))
    account = lost.account.ref

    assert client.get(enter).url == f"/a/{account}/app/add"
    for page in ("home", "users", "tokens", "services", "account-app"):
        assert client.get(reverse(page, args=[account])).url.startswith(f"/a/{account}/enter")


def test_h13_a_pass_opens_no_page_of_ones_own_and_no_other_account(client, olga, lost, globex):
    join(globex, "Sam Sand", "superuser")
    come_in(client, let_in(olga, lost))

    for page in OWN_PAGES:
        assert client.get(page).url.startswith("/sign-in"), page
    there = client.get(f"/a/{globex.ref}/users").url
    assert there.startswith(f"/a/{globex.ref}/enter")
    assert 'name="code"' in client.get(there).content.decode()
    assert client.get(f"/a/{globex.ref}/app/add").url == f"/a/{globex.ref}/enter"


def test_once_set_up_the_account_opens_and_still_nothing_else(client, olga, lost, globex):
    join(globex, "Sam Sand", "superuser")
    enrol(client, let_in(olga, lost))

    assert client.get(f"/a/{lost.account.ref}/users").status_code == 200
    for page in OWN_PAGES:
        assert client.get(page).url.startswith("/sign-in"), page
    assert client.get(f"/a/{globex.ref}/users").url.startswith(f"/a/{globex.ref}/enter")


def test_the_app_signs_in_to_its_account_the_next_time_whatever_link_was_followed(client, olga, lost, globex):
    join(globex, "Sam Sand", "superuser")
    device = enrol(Client(), let_in(olga, lost))
    path = client.get(f"/a/{globex.ref}/users").url
    sealed = path.partition("next=")[2]

    client.post(f"/sign-in?next={sealed}", {"address": lost.address, "password": PASSWORD})
    answer = client.post(f"/sign-in/code?next={sealed}", {"code": code_of(device)})

    assert answer.url == f"/a/{lost.account.ref}/"
    assert client.get(answer.url).status_code == 200


def test_h6_an_account_that_has_closed_meanwhile_opens_again_by_the_app_and_nothing_else(client, olga, lost):
    device = enrol(client, let_in(olga, lost))
    session = Session.objects.get(person=lost.person, ended_at=None)
    session.standings.all().delete()
    enter = f"/a/{lost.account.ref}/enter"

    answer = client.post(enter, {"code": code_of(device)})

    assert answer.url == f"/a/{lost.account.ref}/"
    assert client.get(answer.url).status_code == 200
    assert client.get("/you/security").url.startswith("/sign-in")
    session.refresh_from_db()
    assert session.methods == ["password"]


def test_inside_a_superuser_by_app_proves_presence_and_acts_in_this_account(client, olga, lost, erin):
    enrol(client, let_in(olga, lost))
    Session.objects.update(sudo_at=None)
    address = reverse("let-in", args=[lost.account.ref, erin.ref])

    asked = client.get(address)
    assert asked.url.startswith("/presence")
    assert client.post(asked.url, {"password": PASSWORD}).status_code == 302

    assert client.post(address).url == reverse("users", args=[lost.account.ref])
    assert Pass.objects.filter(member=erin, ended_at=None).exists()


def test_presence_that_was_proved_inside_counts_nowhere_else(client, olga, lost):
    own = TotpDevice.objects.get(person=lost.person)
    enrol(client, let_in(olga, lost))
    client.post("/presence", {"password": PASSWORD})

    for path in (
        f"/you/security/authenticators/{own.ref}/remove",
        "/you/security/recovery-codes",
        "/you/security/sessions/end-all",
        f"/you/accounts/{lost.account.ref}/leave",
    ):
        assert client.post(path, {"presence_password": PASSWORD}).url.startswith("/sign-in"), path
    own.refresh_from_db()
    assert own.ended_at is None


def test_outside_its_account_no_action_is_told_that_the_person_is_present(client, olga, lost, globex):
    join(globex, "Sam Sand", "superuser")
    enrol(client, let_in(olga, lost))

    inside = client.get(f"/a/{lost.account.ref}/").wsgi_request.actor()
    outside = [
        client.get(path).wsgi_request.actor() for path in ("/you/security", f"/a/{globex.ref}/", "/presence")
    ]

    assert inside.sudo_until
    assert not any(actor.sudo_until or actor.account_id for actor in outside)


def test_ones_own_page_lists_it_apart_and_removes_it(client, olga, lost):
    own = TotpDevice.objects.get(person=lost.person)
    device = enrol(Client(), let_in(olga, lost))
    log_in(client, lost.address)
    client.post("/sign-in/code", {"code": code_of(own)})

    page = client.get("/you/security").content.decode()
    assert "For Acme only" in page
    assert re.search(r'Two-factor authentication <span class="count">1<', page)

    client.post(f"/you/security/apps/{device.ref}/remove")
    device.refresh_from_db()
    assert device.ended_at
    assert "For Acme only" not in client.get("/you/security").content.decode()


def test_the_member_sees_and_removes_it_inside_the_account(client, olga, lost):
    device = enrol(client, let_in(olga, lost))
    page = f"/a/{lost.account.ref}/app"
    assert device.name in client.get(page).content.decode()

    answer = client.post(f"{page}/{device.ref}/remove")

    assert answer.url == "/sign-in"
    assert client.get(page).url.startswith(f"/a/{lost.account.ref}/enter")


def test_a_pass_that_was_taken_back_leads_back_to_the_door(client, olga, lost):
    enter = come_in(client, let_in(olga, lost))
    add = client.get(enter).url
    passes.take_back(acting(olga), lost.ref)

    assert client.get(add).url == f"/a/{lost.account.ref}/enter"
    assert client.post(add, {"name": "Phone"}).url == f"/a/{lost.account.ref}/enter"
    assert not TotpDevice.objects.filter(member=lost).exists()


def test_the_session_that_was_in_this_browser_before_has_ended(client, olga, lost):
    log_in(client, olga.address)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    come_in(client, let_in(olga, lost))

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert Session.objects.get(person=olga.person).ended_at
