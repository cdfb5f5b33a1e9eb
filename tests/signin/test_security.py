"""Profile & security: what one sees of oneself and can change, and who else cannot."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ostiary.actions import authenticators, tokens
from ostiary.clock import now
from ostiary.models import Member, Person, Session, Token, TotpDevice
from ostiary.proofs import totp
from tests.cast import PASSWORD, acting, join, open_account, signed_in
from tests.keys import give_key
from tests.signin.door import WRONG, code_of, demand, give_factor, log_in, log_in_with_code, wrong_code_of

NEW = "marble lantern drifts beneath tuesday"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def begin(client: Client) -> str:
    """The page with the key of a new authenticator app."""
    return client.post("/you/security/authenticators/add", {"name": "Phone"}).url


def test_the_page_shows_who_one_is_and_where_one_is_signed_in(client, olga):
    client.post("/sign-in", {"address": olga.address, "password": PASSWORD}, HTTP_USER_AGENT=FIREFOX)

    page = text(client.get("/you/security"))

    for words in ("Profile & security", "olga@example.com", "Firefox on Linux", "This browser", "127.0.0.1"):
        assert words in page.replace("&amp;", "&")


def test_a_browsers_name_is_shown_and_never_believed(client, olga):
    client.post(
        "/sign-in",
        {"address": olga.address, "password": PASSWORD},
        HTTP_USER_AGENT="<script>alert(1)</script>",
    )

    assert "<script>alert" not in client.get("/you/security").content.decode()


def test_one_session_is_ended_from_another(client, olga):
    log_in(client, olga.address)
    other = Client()
    log_in(other, olga.address)
    ref = Session.objects.latest("pk").ref

    client.post(f"/you/security/sessions/{ref}/end")

    assert other.get("/you/security").status_code == 302
    assert client.get("/you/security").status_code == 200


def test_all_others_end_with_one_click(client, olga):
    others = [Client(), Client()]
    for one in (*others, client):
        log_in(one, olga.address)

    client.post("/you/security/sessions/end-others")

    assert [one.get("/you/security").status_code for one in others] == [302, 302]
    assert client.get("/you/security").status_code == 200


def test_ending_all_signs_out_here_as_well(client, olga):
    log_in(client, olga.address)

    assert client.post("/you/security/sessions/end-all").url == "/sign-in"
    assert not Session.objects.filter(ended_at=None).exists()
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_nobody_ends_anothers_session(client, olga, sam):
    log_in(Client(), olga.address)
    ref = Session.objects.get().ref
    log_in(client, sam.address)

    assert client.post(f"/you/security/sessions/{ref}/end").status_code == 404
    assert Session.objects.get(ref=ref).ended_at is None


def test_the_password_is_changed_with_the_current_one(client, olga):
    log_in(client, olga.address)
    change = {"current": PASSWORD, "new": NEW, "confirm": NEW}

    assert client.post("/you/security/password", change | {"current": WRONG}).status_code == 422
    assert client.post("/you/security/password", change | {"confirm": NEW + "x"}).status_code == 422
    assert client.post("/you/security/password", change).url == "/you/security"

    assert client.get("/you/security").status_code == 200
    assert log_in(Client(), olga.address, NEW).status_code == 302


def test_the_same_password_again_is_refused_at_its_field(client, olga):
    log_in(client, olga.address)

    answer = client.post(
        "/you/security/password", {"current": PASSWORD, "new": PASSWORD, "confirm": PASSWORD}
    )

    assert answer.status_code == 422
    assert "This is the password that you have. Choose another one." in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"new"}


def test_no_page_ever_shows_a_password_again(client, olga):
    log_in(client, olga.address)

    wrong = client.post("/you/security/password", {"current": WRONG, "new": NEW, "confirm": NEW})

    assert NEW not in wrong.content.decode()
    assert WRONG not in wrong.content.decode()


def test_passwords_are_hidden_while_they_are_typed_and_filled_in_by_managers(client, olga):
    """ASVS 6.2.6 and 6.2.7."""
    door = client.get("/sign-in").content.decode()
    log_in(client, olga.address)
    pages = door + client.get("/you/security/password").content.decode()

    fields = re.findall(r'<input[^>]*name="(?:password|current|new|confirm)"[^>]*>', pages)

    assert len(fields) >= 3
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)


def test_the_name_is_changed_and_used(client, olga):
    log_in(client, olga.address)

    client.post(
        "/you/security/profile", {"name": "Olga Sand", "language": "en", "time_zone": "Europe/Berlin"}
    )

    assert "Olga Sand" in text(client.get("/you/security"))
    assert Person.objects.get(pk=olga.person_id).time_zone == "Europe/Berlin"


@pytest.mark.parametrize("field", ["name", "time_zone", "language"])
def test_a_profile_that_cannot_be_is_told_at_its_field(client, olga, field):
    log_in(client, olga.address)
    typed = {"name": "Olga", "language": "en", "time_zone": "UTC"} | {field: "http://evil.example"}

    assert client.post("/you/security/profile", typed).status_code == 422


def test_setting_up_a_second_factor_shows_picture_and_key_and_takes_a_code(client, olga):
    log_in(client, olga.address)

    page = begin(client)
    shown = client.get(page).content.decode()
    device = TotpDevice.objects.get()
    assert "<svg" in shown
    assert totp.grouped(authenticators.secret_of(device)) in shown
    assert client.post(page, {"code": wrong_code_of(device)}).status_code == 422
    assert client.post(page, {"code": code_of(device)}).url == "/you/security/recovery-codes"

    assert "Phone" in text(client.get("/you/security"))
    assert log_in(Client(), olga.address).url == "/sign-in/code"


def test_the_picture_needs_no_style_that_the_policy_forbids(client, olga):
    log_in(client, olga.address)

    shown = client.get(begin(client))

    assert "default-src 'self'" in shown["Content-Security-Policy"]
    assert "unsafe" not in shown["Content-Security-Policy"]
    assert " style=" not in shown.content.decode()
    assert "data:" not in shown.content.decode()


def test_the_key_is_shown_to_its_person_alone_and_never_after_it_is_on(client, olga, sam):
    log_in(client, olga.address)
    page = begin(client)
    other = Client()
    log_in(other, sam.address)
    assert other.get(page).status_code == 404

    client.post(page, {"code": code_of(TotpDevice.objects.get())})

    assert client.get(page).status_code == 404


def test_live_tokens_are_counted_by_account_each_with_the_way_to_them(client, olga, sam, globex):
    there = join(globex, "Olga Ohm", "user")
    for member in (olga, olga, olga, there, sam):
        tokens.create(acting(member), name="Deploys", scopes=["global"])
    _, expired, ended = Token.objects.filter(member=olga)
    Token.objects.filter(pk=expired.pk).update(expires_at=now())
    Token.objects.filter(pk=ended.pk).update(ended_at=now())
    signed_in(client, olga)

    page = client.get("/you/security")

    assert "Acme 1 live token" in text(page)
    assert "Globex 1 live token" in text(page)
    for account in (olga.account, globex):
        assert f'href="/a/{account.ref}/tokens"' in page.content.decode()


def test_the_page_costs_the_same_for_few_and_for_many(client, olga):
    signed_in(client, olga)
    _give_one_of_each(olga)
    few = statements(client)

    for number in range(5):
        signed_in(Client(), olga)
        account = open_account(f"Other {number}", owner=f"Ann{number} Other")
        _give_one_of_each(join(account, "Olga Ohm", "user"))

    assert statements(client) == few


def statements(client: Client) -> int:
    Session.objects.update(methods=["password", "totp"])
    client.get("/you/security")  # notes that somebody was here, which the next minute does not
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/you/security").status_code == 200
    return len(queries)


def _give_one_of_each(member: Member) -> None:
    """What the page lists of a person, and of one account they are in."""
    give_factor(member.person)
    give_key(member.person)
    account_app = give_factor(member.person)
    TotpDevice.objects.filter(pk=account_app.pk).update(member=member)
    tokens.create(acting(member), name="Deploys", scopes=["global"])


def test_factors_ask_for_presence(client, olga):
    device = give_factor(olga.person)
    signed_in(client, olga, sudo=False)
    Session.objects.update(methods=["password", "totp"])

    assert client.get("/you/security/authenticators/add").url.startswith("/presence")
    for deed in ("rename", "remove"):
        question = client.post(f"/you/security/authenticators/{device.ref}/{deed}", {"name": "Mine"})
        assert "presence_password" in question.content.decode()

    device.refresh_from_db()
    assert (device.name, device.ended_at) == ("Phone", None)


def test_removing_a_factor_turns_it_off(client, olga):
    device = give_factor(olga.person)
    log_in_with_code(client, olga, device)

    client.post(f"/you/security/authenticators/{device.ref}/remove")

    assert log_in(Client(), olga.address).url == f"/a/{olga.account.ref}/"


@pytest.mark.parametrize("choice", [{}, {"end_others": "on"}])
def test_whoever_removes_one_of_two_chooses_whether_other_sessions_end(client, olga, choice):
    devices = [give_factor(olga.person), give_factor(olga.person)]
    elsewhere = Client()
    log_in_with_code(elsewhere, olga, devices[1])
    log_in_with_code(client, olga, devices[0])
    page = f"/you/security/authenticators/{devices[0].ref}/remove"
    assert "End my other sessions" in text(client.get(page))
    assert "your last second factor" not in text(client.get(page))

    done = client.post(page, choice, follow=True)

    assert ("Your other sessions have ended" in text(done)) == bool(choice)
    assert elsewhere.get("/you/security").status_code == (302 if choice else 200)


def test_the_page_says_what_goes_with_the_last_factor_and_removes_nothing_by_itself(client, olga):
    device = give_factor(olga.person)
    log_in_with_code(client, olga, device)

    page = client.get(f"/you/security/authenticators/{device.ref}/remove")

    assert "Your password alone then opens your accounts" in text(page)
    device.refresh_from_db()
    assert device.ended_at is None


def test_nobody_sees_anothers_factor_on_the_way_to_remove_it(client, olga, sam):
    device = give_factor(olga.person)
    signed_in(client, sam)

    assert client.get(f"/you/security/authenticators/{device.ref}/remove").status_code == 404
    assert client.post(f"/you/security/authenticators/{device.ref}/remove").status_code == 404


def test_a_factor_that_an_account_demands_stays_and_the_page_says_which(client, olga):
    device = give_factor(olga.person)
    demand(olga, requires_second_factor=True)
    log_in_with_code(client, olga, device)

    refused = client.post(f"/you/security/authenticators/{device.ref}/remove")

    assert refused.status_code == 409
    assert "Acme asks for a second factor" in text(refused)


def test_a_disabled_app_is_shown_as_such(client, olga):
    device = give_factor(olga.person)
    log_in_with_code(client, olga, device)
    TotpDevice.objects.update(failures=100)

    assert "Disabled after too many wrong codes" in text(client.get("/you/security"))


def test_a_code_of_ones_app_shows_presence_as_well_and_is_good_once(client, sam):
    device = give_factor(sam.person)
    signed_in(client, sam, sudo=False)
    Session.objects.update(methods=["password", "totp"])
    page = client.get("/you/security/authenticators/add").url
    assert "Use an authentication code" in client.get(page).content.decode()
    code = code_of(device)

    proved = client.post("/presence?with=code", {"code": code})

    assert proved.status_code == 302
    assert client.get("/you/security/authenticators/add").status_code == 200
    Session.objects.update(sudo_at=None)
    assert client.post("/presence?with=code", {"code": code}).status_code == 422
    assert client.get("/you/security/authenticators/add").status_code == 302


def test_no_code_is_asked_for_as_presence_of_who_has_no_app(client, sam):
    signed_in(client, sam, sudo=False)

    assert "Use an authentication code" not in client.get("/presence").content.decode()
    assert client.post("/presence?with=code", {"code": "123456"}).status_code == 422
