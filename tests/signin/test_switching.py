"""One person in several accounts: switching, entering, the default, leaving. The words are the seed's."""

import re
from html import unescape

import pytest
from django.test import Client

from ostiary.models import AccountSettings, MemberState, Person, Session, Standing, Token, TotpDevice
from tests.cast import PASSWORD, join, open_account
from tests.signin.door import code_of, demand, give_factor, log_in, log_in_with_code


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def there(olga, globex):
    """Olga is a plain user at the neighbour's, too; Acme is where she lands."""
    Person.objects.filter(pk=olga.person_id).update(default_account=olga.account)
    return join(globex, "Olga Ohm", "user")


def test_the_list_names_each_account_its_roles_and_how_it_opens(client, olga, there):
    log_in(client, olga.address)

    page = text(client.get("/switch"))

    for words in ("Switch account", "Acme", "Superuser", "Globex", "User", "Log in", "Default"):
        assert words in page
    assert "Open in this browser" in page
    assert "Opens without asking again" in page


def test_switching_takes_one_click_when_nothing_is_missing(client, olga, there):
    log_in(client, olga.address)

    answer = client.post(f"/a/{there.account.ref}/enter")

    assert answer.url == f"/a/{there.account.ref}/"
    assert Standing.objects.get(account=there.account).member == there


def test_two_tabs_in_two_accounts_work_side_by_side(client, olga, there):
    log_in(client, olga.address)
    client.post(f"/a/{there.account.ref}/enter")

    for member in (olga, there):
        assert client.get(f"/a/{member.account.ref}/enter").url == f"/a/{member.account.ref}/"


def test_opening_the_door_page_opens_nothing(client, olga, there):
    log_in(client, olga.address)

    page = client.get(f"/a/{there.account.ref}/enter")

    assert "Log in to Globex" in text(page)
    assert not Standing.objects.filter(account=there.account).exists()


def test_h6_the_door_asks_for_the_code_alone_when_only_that_is_missing(client, olga, there):
    log_in(client, olga.address)
    device = give_factor(olga.person)

    page = client.get(f"/a/{there.account.ref}/enter").content.decode()
    assert 'name="code"' in page
    assert 'name="password"' not in page
    assert client.post(f"/a/{there.account.ref}/enter", {"code": "000000"}).status_code == 422
    entered = client.post(f"/a/{there.account.ref}/enter", {"code": code_of(device)})

    assert entered.url == f"/a/{there.account.ref}/"
    assert Standing.objects.get(account=there.account).methods == ["password", "totp"]


def test_the_door_asks_for_password_and_code_of_who_came_by_a_provider(client, olga, there):
    log_in(client, olga.address)
    device = give_factor(olga.person)
    Session.objects.update(methods=[])
    page = f"/a/{there.account.ref}/enter"

    assert client.post(page, {"code": code_of(device)}).status_code == 422
    assert not Standing.objects.filter(account=there.account).exists()
    answer = client.post(page, {"password": PASSWORD, "code": code_of(device)})

    assert answer.url == f"/a/{there.account.ref}/"


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
def test_the_door_of_an_account_tells_outsiders_nothing(client, olga, greg, who):
    if who == "neighbour":
        log_in(client, greg.address)
    answers = [client.post(f"/a/{ref}/enter") for ref in (olga.account.ref, "0" * 22)]

    assert len({answer.status_code for answer in answers}) == 1
    assert answers[0].status_code == (404 if who == "neighbour" else 302)


def test_h13_nothing_opens_in_the_account_before_the_factor_is_set_up(client, olga):
    demand(olga, requires_second_factor=True)
    log_in(client, olga.address)
    door = f"/a/{olga.account.ref}/enter"

    assert "Set up an authenticator app" in text(client.get(door))
    assert client.post(door).status_code == 200
    assert not Standing.objects.exists()
    for page in ("", "users", "company", "tokens", "roles"):
        assert client.get(f"/a/{olga.account.ref}/{page}").url.startswith(door)


def test_h13_setting_it_up_leads_into_the_account(client, olga):
    demand(olga, requires_second_factor=True)
    wanted = client.get(log_in(client, olga.address).url).url
    add = re.search(r'href="(/you/security/authenticators/add[^"]*)"', client.get(wanted).content.decode())[1]
    sealed = re.search(r'name="next" value="([^"]+)"', client.get(add).content.decode())[1]
    page = client.post(add, {"name": "Phone", "next": sealed}).url
    sealed = re.search(r'name="next" value="([^"]+)"', client.get(page).content.decode())[1]

    codes = client.post(page, {"code": code_of(TotpDevice.objects.get()), "next": sealed}).url
    back = unescape(
        re.search(r'<a class="button quiet" href="([^"]+)"', client.get(codes).content.decode())[1]
    )
    sealed = re.search(r'name="next" value="([^"]+)"', client.get(back).content.decode())[1]
    entered = client.post(back.partition("?")[0], {"next": sealed})

    assert entered.url == f"/a/{olga.account.ref}/"
    assert Standing.objects.get().methods == ["password", "totp"]


def test_an_account_that_requires_sso_says_so_and_cannot_be_entered(client, olga, there):
    demand(there, sso="required")
    log_in(client, olga.address)

    page = client.get(f"/a/{there.account.ref}/enter")
    client.post(f"/a/{there.account.ref}/enter", {"password": PASSWORD})

    assert "single sign-on" in text(page)
    assert not Standing.objects.filter(account=there.account).exists()
    assert "single sign-on" in text(client.get("/switch"))


def test_a_locked_member_reads_why(client, olga, there):
    MemberState.objects.filter(member=there).update(locked=True)
    log_in(client, olga.address)

    assert "Your membership is locked" in text(client.get(f"/a/{there.account.ref}/enter"))
    client.post(f"/a/{there.account.ref}/enter")
    assert not Standing.objects.filter(account=there.account).exists()


def test_your_accounts_lists_what_one_needs_to_know(client, olga, there):
    log_in(client, olga.address)

    page = text(client.get("/you/accounts"))

    for words in (
        "Your accounts",
        "Acme",
        "Globex",
        "Superuser",
        "Make default",
        "Leave account",
        "Member since",
    ):
        assert words in page


def test_make_default_decides_where_the_next_log_in_lands(client, olga, there):
    log_in(client, olga.address)

    client.post(f"/you/accounts/{there.account.ref}/default")

    assert log_in(Client(), olga.address).url == f"/a/{there.account.ref}/"


def test_with_several_accounts_on_sso_the_page_says_why_there_is_no_button(client, olga, there):
    AccountSettings.objects.update(sso="optional")
    log_in(client, olga.address)

    page = text(client.get("/you/accounts"))
    refused = client.post(f"/you/accounts/{there.account.ref}/default")

    assert "Make default" not in page
    assert "first account you were invited to" in page
    assert refused.status_code == 409


def test_leaving_names_the_tokens_that_end_and_asks_first(client, olga, there):
    Token.objects.create(
        kind="pat",
        account=there.account,
        member=there,
        name="Deploy",
        digest=b"d",
        hint="h",
        created_at=there.created_at,
    )
    log_in(client, olga.address)

    page = client.get(f"/you/accounts/{there.account.ref}/leave")

    assert "Leave Globex?" in text(page)
    assert "Deploy" in text(page)
    assert MemberState.objects.current().get(member=there).state == "active"


def test_leave_account_ends_the_membership_and_nothing_else(client, olga, there):
    log_in(client, olga.address)

    client.post(f"/you/accounts/{there.account.ref}/leave")

    assert MemberState.objects.current().get(member=there).state == "ended"
    assert client.get(f"/a/{there.account.ref}/enter").status_code == 404
    assert MemberState.objects.current().get(member=olga).state == "active"


def test_the_owner_hands_over_first(client, olga):
    log_in(client, olga.address)

    answer = client.post(f"/you/accounts/{olga.account.ref}/leave")

    assert answer.status_code == 409
    assert "Transfer ownership" in text(answer)
    assert MemberState.objects.current().get(member=olga).state == "active"


@pytest.mark.parametrize("page", ["default", "leave"])
def test_nobody_touches_an_account_they_are_not_in(client, olga, globex, page):
    log_in(client, olga.address)

    assert client.post(f"/you/accounts/{globex.ref}/{page}").status_code == 404


def test_e10_leaving_one_account_ends_no_work_in_another(client, olga, there):
    kept = Token.objects.create(
        kind="pat",
        account=olga.account,
        member=olga,
        name="CI",
        digest=b"d",
        hint="h",
        created_at=olga.created_at,
    )
    log_in(client, olga.address)
    client.post(f"/a/{there.account.ref}/enter")

    client.post(f"/you/accounts/{there.account.ref}/leave")

    kept.refresh_from_db()
    assert kept.ended_at is None
    assert Session.objects.get().ended_at is None
    assert Standing.objects.get(account=olga.account).ended_at is None
    assert Standing.objects.get(account=there.account).ended_at


def test_one_persons_lists_show_nothing_of_anothers(client, olga, there, sam):
    open_account("Initech", owner="Ivan Iron")
    log_in(client, sam.address)

    for page in ("/switch", "/you/accounts"):
        shown = text(client.get(page))
        assert "Acme" in shown
        assert "Globex" not in shown
        assert "Initech" not in shown


def test_a_log_in_with_a_code_lands_the_same(client, olga, there):
    device = give_factor(olga.person)

    assert log_in_with_code(client, olga, device).url == f"/a/{olga.account.ref}/"
