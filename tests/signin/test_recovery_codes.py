"""Recovery codes and trusted browsers at the door: what is shown once, and what a browser keeps."""

import re

from django.conf import settings
from django.test import Client

from ostiary.models import Member, Session
from ostiary.models.factors import TRUST
from tests.cast import signed_in
from tests.signin.door import code_of, give_factor, log_in, log_in_with_code

PAGE = "/you/security/recovery-codes"
TRUSTED = settings.SESSION_COOKIE_NAME + "-trusted"


def made(client: Client, member: Member) -> list[str]:
    """What the page shows to a member who holds a factor and asks for codes."""
    log_in_with_code(client, member, give_factor(member.person))
    return re.findall(r"<li>((?:[A-Z2-7]{4}-?){4})", client.post(PAGE).content.decode())


def test_codes_are_shown_when_they_are_made_and_never_again(client, olga):
    codes = made(client, olga)

    assert len(codes) == 10
    again = client.get(PAGE).content.decode() + client.get("/you/security").content.decode()
    assert "10 codes are left" in again
    assert not [code for code in codes if code in again]


def test_the_codes_just_shown_come_back_as_a_file_and_nothing_else_does(client, olga):
    codes = made(client, olga)
    file = client.post(f"{PAGE}/file", {"code": codes})

    assert file.content.decode().split() == codes
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert file["Content-Type"].startswith("text/plain")
    assert file["Cache-Control"] == "no-store"
    for other in ("<script>", "calc.exe", "A" * 100_000):
        assert client.post(f"{PAGE}/file", {"code": [*codes, other][1:]}).status_code == 404
    assert Client().post(f"{PAGE}/file", {"code": codes}).status_code == 302


def test_without_codes_there_is_no_file_and_the_page_says_how_to_come_by_one(client, olga):
    signed_in(client, olga)

    answer = client.post(f"{PAGE}/file", HTTP_REFERER=f"http://testserver{PAGE}")

    assert answer.status_code == 409
    assert "Content-Disposition" not in answer
    assert "Make new ones under Profile &amp; security" in answer.content.decode()
    assert f'href="http://testserver{PAGE}"' in answer.content.decode()


def test_made_anew_they_end_other_sessions_where_their_person_wants_it(client, olga):
    assert "End my other sessions" not in client.get(PAGE).content.decode()
    codes = made(client, olga)
    elsewhere = Client()
    log_in(elsewhere, olga.address)
    elsewhere.post("/sign-in/code?with=recovery", {"code": codes[0]})
    assert "End my other sessions" in client.get(PAGE).content.decode()

    client.post(PAGE)
    assert elsewhere.get("/you/security").status_code == 200
    client.post(PAGE, {"end_others": "on"})

    assert elsewhere.get("/you/security").status_code == 302


def test_the_page_asks_for_presence_before_it_shows_or_makes_anything(client, olga):
    give_factor(olga.person)
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["password", "totp"])

    assert client.get(PAGE).url.startswith("/presence")
    assert "recovery-codes" not in client.post(PAGE).content.decode()
    assert not olga.person.recovery_codes.exists()


def test_without_a_second_factor_the_page_leads_to_one(client, olga):
    log_in(client, olga.address)

    assert "/you/security/authenticators/add" in client.get(PAGE).content.decode()
    assert client.post(PAGE).status_code == 409


def test_a_lost_phone_is_got_around_once(client, olga):
    codes = made(client, olga)
    lost = Client()
    page = log_in(lost, olga.address).url
    assert "Use a recovery code" in lost.get(page).content.decode()

    asked = lost.get(f"{page}?with=recovery").content.decode()
    entered = lost.post(f"{page}?with=recovery", {"code": codes[0]})

    assert "Recovery code" in asked
    assert "Trust this browser" not in asked
    assert entered.url == f"/a/{olga.account.ref}/"


def test_the_cookie_of_a_trusted_browser_is_for_the_server_alone_and_ends_with_the_trust(client, olga):
    device = give_factor(olga.person)
    log_in(client, olga.address)

    client.post("/sign-in/code", {"code": code_of(device), "trust": "on"})

    cookie = client.cookies[TRUSTED]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == TRUST.total_seconds()
    client.post("/sign-out")
    assert log_in(client, olga.address).url == f"/a/{olga.account.ref}/"


def test_an_altered_oversized_or_foreign_cookie_is_no_trusted_browser(client, olga, sam):
    log_in_with_code(client, olga, give_factor(olga.person))
    give_factor(sam.person)

    for secret in ("", "x", "é" * 100, "x" * 100_000, client.cookies[settings.SESSION_COOKIE_NAME].value):
        browser = Client()
        browser.cookies[TRUSTED] = secret
        assert log_in(browser, sam.address).url == "/sign-in/code"
