"""Names and cursors that collide with somebody's, or reach where they must not.

Rows F10 and F11 of the adversarial list.
"""

from urllib.parse import quote

import pytest
from django.test import Client

from ostiary.access import table
from ostiary.models import Member, Person
from tests.api.conftest import form
from tests.cast import PASSWORD, join

OLGA = "username=olga%40example.com&password=" + PASSWORD.replace(" ", "+")


@pytest.mark.parametrize(
    "cursor",
    ["x", "0", "-1", "' or 1=1--", "0" * 22, "eyJpZCI6MX0=", "superuser\x00", "\u202e", "\uff11", "9" * 400],
)
def test_f10_a_cursor_is_one_of_the_lists_own_or_refused(acme, olga, api, cursor):
    for path in (f"/iam/v1/roles?cursor={quote(cursor)}", f"/iam/v1/roles?limit=1&cursor={quote(cursor)}"):
        answer = api(olga).get(path)
        assert (answer.status_code, answer.json()["field"]) == (400, "cursor")


def test_f10_cursors_lead_through_the_whole_list_once(olga, api):
    client, found, cursor = api(olga), [], ""
    while True:
        page = client.get(f"/iam/v1/roles?limit=3&cursor={cursor}").json()
        found += [one["id"] for one in page["data"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert found == [role.ref for role in table.ROLES]


@pytest.mark.parametrize(
    "path",
    [
        "/service?page={}",
        "/service?per_page={}",
        "/roles?page={}",
        "/user-groups?per_page={}",
        "/automation-tokens?page={}",
        "/invitations?page%5Bnumber%5D={}",
        "/events?page%5Bsize%5D={}",
    ],
)
def test_f10_the_number_of_a_page_is_a_number(olga, api, path):
    client = api(olga)
    for text in ("x", "1;drop", "1%20or%201", "-1", "1e9", "0x10", "%EF%BC%91", "%00", "9" * 400):
        assert client.get(path.format(text)).status_code == 400, text
    for text in ("0", "1", "9999999999"):
        assert client.get(path.format(text)).status_code == 200, text


@pytest.mark.parametrize(
    "login",
    [
        "olga@example.com",
        "OLGA@EXAMPLE.COM",
        "Olga@example.COM",
        "olga@example.com ",
        "olga@\uff45xample.com",
    ],
)
def test_f11_an_address_that_compares_as_the_victims_is_theirs(olga, sam, api, login):
    """Nobody gets a second user, or a first one elsewhere, under an address that somebody has here."""
    before = Member.objects.count()
    answer = form(api(sam), "POST", "/user", f"login={quote(login)}&name=x&role=user")
    assert (answer.status_code, answer.json()["code"]) in (
        (409, "already_member"),
        (400, "address_malformed"),
    )
    assert Member.objects.count() == before
    assert form(Client(), "POST", "/tokens", OLGA).status_code == 200


@pytest.mark.parametrize("login", ["\u043elga@example.com", "olga@examp\u0142e.com", "0lga@example.com"])
def test_f11_one_that_only_looks_like_it_is_somebody_else_and_locks_nobody_out(olga, sam, uma, api, login):
    answer = form(api(sam), "POST", "/user", f"login={quote(login)}&name=x&role=user")
    assert answer.status_code in (200, 400)
    assert Member.objects.get(ref=olga.ref).address == "olga@example.com"
    for guess in range(12):
        form(Client(), "POST", "/tokens", f"username={quote(login)}&password=guess{guess}")
    assert form(Client(), "POST", "/tokens", OLGA).json()["user_id"] == olga.ref


def test_f11_no_user_takes_the_victims_login_or_anything_by_their_name(olga, sam, uma, api):
    """A name in an account is a name: nothing is found by it, and nobody signs in with it."""
    for login in ("olga@example.com", "OLGA@example.com", olga.ref):
        answer = form(api(uma), "PUT", f"/user/{uma.ref}", f"login={quote(login)}")
        assert (answer.status_code, answer.json()["field"]) == (400, "login")
    for name in ("Olga Ohm", "olga@example.com"):
        form(api(uma), "PUT", f"/user/{uma.ref}", f"name={quote(name)}")
        mine = form(Client(), "POST", "/tokens", f"username={quote(name)}&password={quote(PASSWORD)}")
        assert mine.status_code == 400 or mine.json()["user_id"] == olga.ref
    assert form(Client(), "POST", "/tokens", OLGA).json()["user_id"] == olga.ref
    assert Person.objects.filter(address="olga@example.com").count() == 1


def test_f11_two_things_of_one_account_are_not_called_alike(acme, olga, services, api):
    for name in ("www", "WWW", "\uff57ww", "www "):
        answer = form(api(olga), "POST", "/service", f"name={quote(name)}")
        assert answer.status_code in (400, 409), name
    assert form(api(olga), "PUT", f"/service/{services[1].ref}", "name=WWW").status_code == 409


def test_f11_in_another_account_the_same_name_is_free(globex, olga, greg, services, api):
    assert form(api(greg), "POST", "/service", "name=www").status_code == 200
    assert join(globex, "Olga Ohm", "user").ref != olga.ref
