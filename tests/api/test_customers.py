"""The customer by API: its profile, its contacts, its postal addresses."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from ostiary.models import AccountSettings, Closure, Contact, Event, PostalAddress
from tests.api.conftest import form
from tests.cast import PASSWORD
from tests.signin.door import demand

ADDRESSES = "/billing/v3/customer-addresses"
TAX = {
    "type": "tax",
    "address_1": "1 Main St",
    "locality": "Springfield",
    "region": "IL",
    "country": "US",
    "postal_code": "62701",
}


def send(client: Client, method: str, path: str, **fields: str):
    return client.generic(method, path, json.dumps(fields), "application/json")


def test_the_customer_with_its_settings(acme, olga, api):
    answer = api(olga).get(f"/customer/{acme.ref}")
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert body == {
        "id": acme.ref,
        "name": "Acme",
        "owner_id": olga.ref,
        "phone_number": "",
        "postal_address": None,
        "force_2fa": False,
        "force_sso": False,
        "ip_whitelist": "0.0.0.0/0",
        "billing_contact_id": None,
        "technical_contact_id": None,
        "security_contact_id": None,
        "legal_contact_id": None,
        "created_at": body["created_at"],
        "updated_at": body["updated_at"],
        "deleted_at": None,
    }
    assert api(olga).get("/current_customer").json() == body
    demand(olga, sso="required", requires_second_factor=True)
    body = api(olga).get("/current_customer").json()
    assert (body["force_sso"], body["force_2fa"]) == (True, True)


def test_who_sees_and_changes_what(acme, sam, erin, bill, uma, api):
    path = f"/customer/{acme.ref}"
    for member, reads, writes in ((sam, 200, 200), (erin, 200, 403), (bill, 403, 403), (uma, 403, 403)):
        client = api(member)
        assert client.get(path).status_code == client.get(f"{path}/contacts").status_code == reads
        assert form(client, "PUT", path, "name=Acme").status_code == writes
        contact = "contact_type=billing&name=Ann&email=ann%40example.com"
        assert form(client, "POST", f"{path}/contacts", contact).status_code == writes
        assert client.get("/current_customer").json()["name"] == "Acme"
    assert api(uma).get("/current_customer").json() == {"id": acme.ref, "name": "Acme"}


def test_who_sees_and_changes_postal_addresses(sam, erin, bill, uma, api):
    for member, reads, writes in ((erin, 403, 403), (uma, 403, 403), (bill, 200, 201), (sam, 200, 409)):
        client = api(member)
        assert client.get(ADDRESSES).status_code == reads
        assert send(client, "POST", ADDRESSES, **TAX).status_code == writes


def test_the_profile_changes_field_by_field(acme, olga, api):
    client = api(olga)
    answer = form(client, "PUT", f"/customer/{acme.ref}", "phone_number=5555555559")
    assert (answer.status_code, answer.json()["phone_number"], answer.json()["name"]) == (
        200,
        "5555555559",
        "Acme",
    )
    body = "name=Acme+Weather&postal_address=1+Main+St%0ASpringfield&force_2fa=False"
    assert form(client, "PUT", f"/customer/{acme.ref}", body).json()["name"] == "Acme Weather"
    assert client.get("/current_customer").json()["postal_address"] == "1 Main St\nSpringfield"
    assert client.get("/current_customer").json()["phone_number"] == "5555555559"
    assert AccountSettings.objects.filter(account=acme).count() == 3
    assert Event.objects.filter(account=acme, name="account.changed").count() == 2


@pytest.mark.parametrize(
    "body", ["name=", "phone_number=x", "force_sso=True", "owner_id=x", "name=" + "x" * 200]
)
def test_what_cannot_be_changed_so_is_refused_and_nothing_changes(acme, olga, api, body):
    assert form(api(olga), "PUT", f"/customer/{acme.ref}", body).status_code == 400
    assert AccountSettings.objects.filter(account=acme).count() == 1


def in_sudo(client: Client) -> Client:
    assert form(client, "POST", "/sudo", urlencode({"password": PASSWORD})).status_code == 200
    return client


def test_a_superuser_in_sudo_closes_the_account(acme, olga, sam, uma, api):
    hers, theirs = in_sudo(api(sam)), [api(olga), api(uma)]

    answer = hers.delete(f"/customer/{acme.ref}")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    for client in (hers, *theirs):
        assert client.get("/current_customer").status_code == 401
        assert client.delete(f"/customer/{acme.ref}").status_code == 401
    assert Closure.objects.current().get().account == acme


def test_without_sudo_it_is_asked_for_and_the_account_stays(acme, olga, api):
    answer = api(olga).delete(f"/customer/{acme.ref}")
    assert (answer.status_code, answer.json()["msg"]) == (
        403,
        "You must POST /sudo to access this endpoint",
    )
    assert not Closure.objects.exists()


def test_nobody_else_closes_it_in_sudo_or_not(acme, olga, erin, bill, uma, greg, api):
    for member in (erin, bill, uma):
        assert in_sudo(api(member)).delete(f"/customer/{acme.ref}").status_code == 403
    assert in_sudo(api(olga, scopes=("global:read",))).delete(f"/customer/{acme.ref}").status_code == 403
    assert in_sudo(api(greg)).delete(f"/customer/{acme.ref}").status_code == 404
    assert not Closure.objects.exists()


def test_what_is_in_service_keeps_it_open(acme, olga, services, workspaces, api):
    answer = in_sudo(api(olga)).delete(f"/customer/{acme.ref}")
    assert (answer.status_code, answer.json()["code"]) == (409, "account_not_empty")
    assert "services (3) or workspaces (2)" in answer.json()["detail"]
    assert not Closure.objects.exists()


def test_contacts_come_and_go(acme, olga, sam, api):
    client, path = api(olga), f"/customer/{acme.ref}/contacts"
    sent = {
        "contact_type": "security",
        "name": "Probe",
        "email": "contact-1@example.com",
        "phone": "5555555559",
    }
    answer = form(client, "POST", path, urlencode(sent))
    made = answer.json()
    assert answer.status_code == 200
    assert made == {
        "id": made["id"],
        "user_id": None,
        **sent,
        "customer_id": acme.ref,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "deleted_at": None,
    }
    of_sam = form(client, "POST", path, f"contact_type=billing&user_id={sam.ref}").json()
    assert (of_sam["user_id"], of_sam["name"], of_sam["email"]) == (sam.ref, "Sam Sand", "sam@example.com")
    assert client.get(path).json() == [of_sam, made]
    assert client.get("/current_customer").json()["security_contact_id"] == made["id"]
    gone = client.delete(f"{path}/{made['id']}")
    assert (gone.status_code, gone.json()) == (200, {"status": "ok"})
    assert client.delete(f"{path}/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "contact_type=boss&name=Ann&email=ann%40example.com",
        "contact_type=billing&name=Ann&email=ann",
        "contact_type=security&name=Ann&email=ann%40example.com",
        "contact_type=technical&name=Ann&email=ann%40example.com",
        "contact_type=primary&name=Ann&email=ann%40example.com",
    ],
)
def test_a_contact_that_cannot_be_meant_is_a_bad_request(acme, olga, api, body):
    assert form(api(olga), "POST", f"/customer/{acme.ref}/contacts", body).status_code == 400
    assert not Contact.objects.exists()


def test_the_neighbours_customer_users_and_contacts_are_unknown(acme, olga, greg, api):
    theirs = f"/customer/{greg.account.ref}"
    contact = "contact_type=billing&name=Ann&email=ann%40example.com"
    made = form(api(greg), "POST", f"{theirs}/contacts", contact).json()["id"]
    client = api(olga)
    for method, path in (
        ("GET", theirs),
        ("PUT", theirs),
        ("DELETE", theirs),
        ("GET", f"{theirs}/contacts"),
        ("POST", f"{theirs}/contacts"),
        ("DELETE", f"{theirs}/contacts/{made}"),
        ("DELETE", f"/customer/{acme.ref}/contacts/{made}"),
    ):
        assert form(client, method, path, contact).status_code == 404, path
    body = f"contact_type=billing&user_id={greg.ref}"
    assert form(client, "POST", f"/customer/{acme.ref}/contacts", body).status_code == 404


def test_postal_addresses_one_of_each_type(olga, greg, api):
    client = api(olga)
    answer = send(client, "POST", ADDRESSES, **TAX)
    assert (answer.status_code, set(answer.json())) == (201, {"id"})
    assert send(client, "POST", ADDRESSES, **TAX).json()["msg"] == "Duplicate record"

    changed = send(client, "PUT", f"{ADDRESSES}/tax", **{**TAX, "address_2": "Apt 2"})

    assert changed.status_code == 202
    (shown,) = client.get(ADDRESSES).json()["data"]
    assert {**TAX, "address_2": "Apt 2"}.items() <= shown.items()
    assert PostalAddress.objects.count() == 2
    assert send(client, "PUT", f"{ADDRESSES}/billing", **TAX).status_code == 404
    assert api(greg).get(ADDRESSES).json() == {"data": []}
    assert send(api(greg), "PUT", f"{ADDRESSES}/tax", **TAX).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "home"},
        {"address_1": ""},
        {"country": "USA"},
        {"country": "1!"},
        {"locality": "x" * 201},
        {"region": 5},
    ],
)
def test_a_postal_address_that_cannot_be_meant_is_a_bad_request(olga, api, wrong):
    assert send(api(olga), "POST", ADDRESSES, **{**TAX, **wrong}).status_code == 400
    assert not PostalAddress.objects.exists()


def test_what_a_company_says_of_itself_costs_two_statements(acme, olga, api, django_assert_num_queries):
    client = api(olga)
    with django_assert_num_queries(4):
        client.get("/current_customer")
