"""Cancel account: read what ends, type the name, and be nobody there afterwards."""

import pytest
from django.test import Client

from ostiary.actions import closing, contacts, tokens
from ostiary.models import Closure, Service, Standing
from tests.cast import PASSWORD, acting, join, signed_in
from tests.queries.crowds import crowd
from tests.queries.plans import no_scans


def test_what_ends_is_counted_before(browser, at, acme, sam, uma):
    tokens.create(acting(uma), name="script", scopes=["global"])
    contacts.add(acting(sam), "billing", member_ref=uma.ref)

    answer = browser(sam).get(at(acme, "cancel-account"))

    assert [(line["n"], line["label"]) for line in answer.context["consequences"]] == [
        (3, "users"),
        (1, "API token"),
        (1, "company contact"),
    ]
    assert "Confirm and cancel account" in answer.content.decode()


def test_what_must_be_deleted_first_is_named_with_the_way_there(browser, at, acme, sam, services, workspaces):
    answer = browser(sam).get(at(acme, "cancel-account"))
    said = answer.content.decode()

    assert "3 services" in said
    assert "2 workspaces" in said
    assert at(acme, "services") in said
    assert "Confirm and cancel account" not in said

    answer = browser(sam).post(at(acme, "cancel-account"), {"name": "Acme"})
    assert answer.status_code == 409
    assert "services (3) or workspaces (2)" in answer.content.decode()
    assert not Closure.objects.exists()


@pytest.mark.parametrize("name", ["", "acme", "Acme Inc", "Globex", "Acme\x00", "x" * 500])
def test_another_name_closes_nothing(browser, at, acme, sam, name):
    answer = browser(sam).post(at(acme, "cancel-account"), {"name": name})

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert not Closure.objects.exists()


def test_the_account_is_closed_and_its_superuser_is_told_so(browser, at, acme, sam):
    answer = browser(sam).post(at(acme, "cancel-account"), {"name": "Acme"}, follow=True)

    assert answer.redirect_chain[0][0] == "/you/accounts"
    assert "The account Acme is closed." in answer.content.decode()
    assert Closure.objects.current().get().account == acme


def test_afterwards_it_is_not_there_for_anybody_by_any_page(browser, at, acme, olga, sam, erin, uma):
    """Also in a tab that was open, whose session goes on, and for a second click."""
    open_tabs = [browser(member) for member in (olga, erin, uma)]
    for ref in Service.objects.filter(account=acme).values_list("ref", flat=True):
        browser(sam).post(at(acme, "service-delete", ref))
    client = browser(sam)

    client.post(at(acme, "cancel-account"), {"name": "Acme", "once": "k"})

    assert client.post(at(acme, "cancel-account"), {"name": "Acme", "once": "k"}).status_code == 404
    for tab in (client, *open_tabs):
        for page in ("home", "company", "users", "tokens", "cancel-account"):
            assert tab.get(at(acme, page)).status_code == 404
        assert tab.post(at(acme, "company-profile"), {"name": "Mine"}).status_code == 404
        assert b"Acme" not in tab.get("/you/accounts").content.replace(b"The account Acme is closed", b"")
    assert not Standing.objects.filter(account=acme, ended_at=None).exists()


def test_signing_in_again_does_not_lead_back(acme, globex, olga):
    join(globex, "Olga Ohm", "user")
    closing.close(acting(olga))
    client = Client()

    client.post("/sign-in", {"address": olga.address, "password": PASSWORD})

    assert client.get("/", follow=True).redirect_chain[-1][0].startswith(f"/a/{globex.ref}")
    assert client.get(f"/a/{acme.ref}/").status_code == 404
    assert client.get(f"/enter/{acme.ref}").status_code == 404


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_nobody_else_closes_it(browser, at, acme, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "cancel-account")).status_code == 403
    assert client.post(at(acme, "cancel-account"), {"name": "Acme"}).status_code == 403
    if who != "erin":
        assert at(acme, "cancel-account") not in client.get(at(acme, "home")).content.decode()
    assert not Closure.objects.exists()


def test_the_neighbour_finds_nothing(at, acme, greg):
    client = signed_in(Client(), greg)

    assert client.get(at(acme, "cancel-account")).status_code == 404
    assert client.post(at(acme, "cancel-account"), {"name": "Acme"}).status_code == 404
    assert not Closure.objects.exists()


def test_the_password_comes_first(browser, at, acme, sam):
    client, address = browser(sam, sudo=False), at(acme, "cancel-account")

    assert client.get(address).status_code == 302
    assert b"presence_password" in client.post(address, {"name": "Acme"}).content
    assert not Closure.objects.exists()

    client.post(address, {"name": "Acme", "presence_password": PASSWORD})
    assert Closure.objects.exists()


def test_the_page_costs_the_same_for_many_users(browser, at, acme, sam, statements):
    client, address = browser(sam), at(acme, "cancel-account")
    few = statements(client, address)
    crowd(acme, 300)

    assert statements(client, address) == few
    with no_scans():
        client.get(address)
