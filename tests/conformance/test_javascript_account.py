"""What else is in an account, by the vendor's own client for JavaScript."""

import pytest

from ostiary.access import table
from tests.conformance.conftest import OWNER
from tests.conformance.javascript import Refused


def test_roles_of_the_older_interface(js):
    roles, engineer = "IamRolesApi", table.role("engineer").ref
    listed = js.ask(roles, "listRoles", per_page=100, page=1)
    assert {one["name"] for one in listed["data"]} == {role.code for role in table.ROLES}
    assert js.ask(roles, "getARole", role_id=engineer)["name"] == "engineer"
    held = js.ask(roles, "listRolePermissions", role_id=engineer, per_page=100)
    assert "service.create" in {one["name"] for one in held["data"]}
    assert js.ask("IamPermissionsApi", "listPermissions")["data"]
    with pytest.raises(Refused) as refused:
        js.ask(roles, "createARole", request_body={"name": "Chef"})
    assert refused.value.status == 409


def test_groups(js, place):
    service = js.make_service("images.example.net")
    services, users = "IamServiceGroupsApi", "IamUserGroupsApi"
    images = js.ask(services, "createAServiceGroup", request_body={"name": "Images", "description": "probe"})
    of_images = {"service_group_id": images["id"], "request_body": {"services": [{"id": service}]}}
    js.ask(services, "addServiceGroupServices", **of_images)
    listed = js.ask(services, "listServiceGroupServices", service_group_id=images["id"])
    assert [one["id"] for one in listed["data"]] == [service]

    group = js.ask(users, "createAUserGroup", request_body={"name": "Writers"})["id"]
    writers = {"user_group_id": group}
    members = {"members": [{"id": place.owner, "object": "user"}]}
    roles = {"roles": [{"id": table.role("engineer").ref}]}
    reached = {"service_groups": [{"id": images["id"]}]}
    js.ask(users, "addUserGroupMembers", **writers, request_body=members)
    js.ask(users, "addUserGroupRoles", **writers, request_body=roles)
    js.ask(users, "addUserGroupServiceGroups", **writers, request_body=reached)
    assert js.ask(users, "listUserGroupMembers", **writers)["data"][0]["login"] == OWNER
    assert js.ask(users, "listUserGroupRoles", **writers)["data"][0]["name"] == "engineer"
    assert js.ask(users, "listUserGroupServiceGroups", **writers)["data"][0]["name"] == "Images"
    changed = js.ask(users, "updateAUserGroup", **writers, request_body={"name": "Authors"})
    assert (changed["name"], changed["users_count"], changed["roles_count"]) == ("Authors", 1, 1)

    js.ask(users, "removeUserGroupMembers", **writers, request_body=members)
    js.ask(users, "removeUserGroupRoles", **writers, request_body=roles)
    js.ask(users, "removeUserGroupServiceGroups", **writers, request_body=reached)
    js.ask(services, "removeServiceGroupServices", **of_images)
    js.ask(users, "deleteAUserGroup", **writers)
    js.ask(services, "deleteAServiceGroup", service_group_id=images["id"])
    for api, method, gone in (
        (users, "listUserGroups", group),
        (services, "listServiceGroups", images["id"]),
    ):
        assert gone not in {one["id"] for one in js.ask(api, method, per_page=100)["data"]}


def test_contacts_and_addresses(js, place):
    customer = {"customer_id": place.account}
    made = js.ask(
        "ContactApi",
        "createContacts",
        **customer,
        contact_type="security",
        name="Wanda",
        email="wanda@example.com",
        phone="5555555559",
    )
    listed = js.ask("ContactApi", "listContacts", **customer)
    assert "wanda@example.com" in {one["email"] for one in listed}
    gone = js.ask("ContactApi", "deleteContact", **customer, contact_id=made["id"])
    assert gone["status"] == "ok"
    changed = js.ask("CustomerApi", "updateCustomer", **customer, phone_number="5555555558")
    assert changed["phone_number"] == "5555555558"

    lines = {"address_1": "1 Main St", "locality": "Springfield", "region": "IL"}
    address = {"type": "tax", **lines, "country": "US", "postal_code": "62701"}
    js.ask("CustomerAddressesApi", "createCustomerAddress", customer_address=address)
    moved = {**address, "address_1": "2 Main St"}
    js.ask("CustomerAddressesApi", "updateCustomerAddress", type="tax", customer_address=moved)
    listed = js.ask("CustomerAddressesApi", "listCustomerAddresses")
    assert [one["address_1"] for one in listed["data"] if one["type"] == "tax"] == ["2 Main St"]


def test_services(js):
    service = js.make_service("shop.example.net")
    shown = js.ask("ServiceApi", "getServiceDetail", service_id=service)
    assert (shown["name"], shown["version"]["number"]) == ("shop.example.net", 1)
    assert js.ask("ServiceApi", "searchService", name="shop.example.net")["id"] == service
    listed = js.ask("ServiceApi", "listServices", per_page=100, sort="created", direction="descend")
    assert listed[0]["id"] == service
    changed = js.ask("ServiceApi", "updateService", service_id=service, comment="probe")
    assert changed["comment"] == "probe"
    assert js.ask("ServiceApi", "listServiceDomains", service_id=service) == []
    assert js.ask("ServiceApi", "deleteService", service_id=service)["status"] == "ok"


def test_events(js, place):
    service = js.make_service("docs.example.net")
    js.make_service("more-docs.example.net")
    asked = {"filter_customer_id": place.account, "filter_event_type": "service.create"}
    listed = js.ask("EventsApi", "listEvents", **asked, page_number=1, page_size=1, sort="-created_at")
    (newest,) = listed["data"]
    assert newest["attributes"]["event_type"] == "service.create"
    assert newest["attributes"]["user_id"] == place.owner
    assert listed["links"]["next"].startswith(f"{place.url}/events?")
    assert js.ask("EventsApi", "getEvent", event_id=newest["id"])["data"]["id"] == newest["id"]
    (only,) = js.ask("EventsApi", "listEvents", **asked, filter_service_id=service)["data"]
    assert only["attributes"]["service_id"] == service
