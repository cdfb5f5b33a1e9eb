"""Billing and tax addresses: for who is billed, at most one of each, the one before in the history."""

import pytest

from ostiary.models import Event, PostalAddress
from tests.queries.plans import no_scans

ADDRESS = {
    "address_1": "1 Main St",
    "address_2": "",
    "locality": "Springfield",
    "region": "IL",
    "country": "us",
    "postal_code": "62701",
}


def current(account):
    return PostalAddress.objects.current().filter(account=account)


def test_who_is_billed_adds_an_address_and_reads_it(browser, at, acme, bill):
    client = browser(bill)
    assert client.get(at(acme, "billing")).content.decode().count("None yet.") == 2

    said = client.post(at(acme, "tax-address"), ADDRESS, follow=True).content.decode()

    assert "The address is saved." in said
    assert "1 Main St<br>62701 Springfield<br>IL<br>US" in said
    assert said.count("None yet.") == 1
    assert current(acme).get().kind == "tax"


def test_the_next_one_takes_its_place(browser, at, acme, sam):
    client = browser(sam)
    client.post(at(acme, "billing-address"), ADDRESS)
    shown = client.get(at(acme, "billing-address")).content.decode()
    assert 'value="1 Main St"' in shown

    client.post(at(acme, "billing-address"), ADDRESS | {"address_1": "2 Main St"})
    client.post(at(acme, "billing-address"), ADDRESS | {"address_1": "2 Main St"})

    assert current(acme).get().address_1 == "2 Main St"
    assert PostalAddress.objects.count() == 2
    assert list(Event.objects.filter(name__startswith="postal").values_list("name", flat=True)) == [
        "postal_address.added",
        "postal_address.changed",
    ]


def test_company_settings_show_them_to_superusers_alone(browser, at, acme, sam, erin):
    browser(sam).post(at(acme, "tax-address"), ADDRESS)

    assert "62701 Springfield" in browser(sam).get(at(acme, "company")).content.decode()
    assert "62701" not in browser(erin).get(at(acme, "company")).content.decode()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("address_1", ""),
        ("locality", " "),
        ("country", ""),
        ("country", "USA"),
        ("country", "1!"),
        ("region", "x" * 201),
        ("postal_code", "1" * 21),
        ("address_2", "x\x1fy"),
        ("locality", "x\x00"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_loses_nothing(browser, at, acme, sam, field, text):
    answer = browser(sam).post(at(acme, "tax-address"), ADDRESS | {"address_1": "3 Elm Row", field: text})

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert field == "address_1" or "3 Elm Row" in answer.content.decode()
    assert not current(acme).exists()


@pytest.mark.parametrize("who", ["erin", "uma"])
def test_nobody_else_reads_or_changes_them(browser, at, acme, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "billing")).status_code == 403
    assert client.post(at(acme, "tax-address"), ADDRESS).status_code == 403
    assert not current(acme).exists()


def test_f2_f9_the_neighbours_are_not_there(browser, at, acme, sam, greg, globex):
    browser(greg).post(at(globex, "tax-address"), ADDRESS)

    assert browser(sam).get(at(globex, "billing")).status_code == 404
    assert browser(sam).post(at(globex, "tax-address"), ADDRESS).status_code == 404
    assert "Springfield" not in browser(sam).get(at(acme, "billing")).content.decode()
    browser(sam).post(at(acme, "tax-address"), ADDRESS | {"address_1": "9 Oak Row"})
    assert [current(account).get().address_1 for account in (acme, globex)] == ["9 Oak Row", "1 Main St"]


def test_the_pages_read_no_whole_table(browser, at, acme, bill):
    with no_scans():
        for page in ("billing", "tax-address", "billing-address"):
            browser(bill).get(at(acme, page))
