"""What else is in an account, by the vendor's own client for Python."""

from fastly.api import (
    contact_api,
    customer_addresses_api,
    customer_api,
    events_api,
    iam_permissions_api,
    iam_roles_api,
    iam_service_groups_api,
    iam_user_groups_api,
    service_api,
)
from fastly.model.customer_address import CustomerAddress

from ostiary.access import table
from tests.conformance.conftest import OWNER


def test_roles_and_permissions(python):
    roles = iam_roles_api.IamRolesApi(python)
    listed = roles.iam_v1_roles_list(limit=100)
    assert {one["name"] for one in listed["data"]} == {role.code for role in table.ROLES}
    engineer = roles.iam_v1_roles_get(table.role("engineer").ref, include="permissions")
    assert "service.create" in engineer["permissions"]
    assert iam_permissions_api.IamPermissionsApi(python).list_permissions()["data"]


def test_groups(python, place):
    service = service_api.ServiceApi(python).create_service(name="images.example.com", type="vcl")["id"]
    services = iam_service_groups_api.IamServiceGroupsApi(python)
    users = iam_user_groups_api.IamUserGroupsApi(python)
    web = services.create_a_service_group(request_body={"name": "Web", "description": "probe"})["id"]
    one_service = {"services": [{"id": service}]}
    services.add_service_group_services(web, request_body=one_service)
    assert services.list_service_group_services(web)["data"][0]["id"] == service
    assert services.update_a_service_group(web, request_body={"name": "Webs"})["services_count"] == 1

    group = users.create_a_user_group(request_body={"name": "Editors"})["id"]
    roles = {"roles": [{"id": table.role("engineer").ref}]}
    members = {"members": [{"id": place.owner, "object": "user"}]}
    reached = {"service_groups": [{"id": web}]}
    users.add_user_group_roles(group, request_body=roles)
    users.add_user_group_members(group, request_body=members)
    users.add_user_group_service_groups(group, request_body=reached)
    assert users.list_user_group_members(group)["data"][0]["login"] == OWNER
    assert users.list_user_group_roles(group)["data"][0]["name"] == "engineer"
    assert users.list_user_group_service_groups(group)["data"][0]["name"] == "Webs"
    assert group in {one["id"] for one in users.list_user_groups(per_page=100)["data"]}

    users.remove_user_group_roles(group, request_body=roles)
    users.remove_user_group_members(group, request_body=members)
    users.remove_user_group_service_groups(group, request_body=reached)
    left = users.get_a_user_group(group)
    assert (left["roles_count"], left["users_count"], left["service_groups_count"]) == (0, 0, 0)
    services.remove_service_group_services(web, request_body=one_service)
    users.delete_a_user_group(group)
    services.delete_a_service_group(web)


def test_contacts_and_addresses(python, place):
    contacts = contact_api.ContactApi(python)
    who = {"name": "Carl", "email": "carl@example.com", "phone": "5555555559"}
    made = contacts.create_contacts(place.account, contact_type="technical", **who)
    assert made.to_dict()["id"] in {one.to_dict()["id"] for one in contacts.list_contacts(place.account)}
    assert contacts.delete_contact(place.account, made.to_dict()["id"])["status"] == "ok"
    customers = customer_api.CustomerApi(python)
    assert customers.update_customer(place.account, phone_number="5555555557")["phone_number"] == "5555555557"
    assert customers.get_customer(place.account)["owner_id"] == place.owner

    addresses = customer_addresses_api.CustomerAddressesApi(python)
    lines = {"address_1": "1 Main St", "locality": "Springfield", "region": "IL"}
    where = {"type": "billing", **lines, "country": "US", "postal_code": "62701"}
    addresses.create_customer_address(customer_address=CustomerAddress(**where))
    moved = CustomerAddress(**{**where, "address_1": "2 Main St"})
    addresses.update_customer_address("billing", customer_address=moved)
    kept = addresses.list_customer_addresses().to_dict()["data"]
    assert "2 Main St" in {one["address_1"] for one in kept}


def test_services(python):
    api, name = service_api.ServiceApi(python), "shop.example.com"
    ref = api.create_service(name=name, type="vcl")["id"]
    assert api.update_service(ref, comment="probe")["comment"] == "probe"
    assert api.get_service_detail(ref)["version"]["number"] == 1
    assert api.search_service(name)["id"] == api.get_service(ref)["id"] == ref
    newest, *_ = api.list_services(page=1, per_page=2, sort="created", direction="descend")
    assert newest["id"] == ref
    assert api.delete_service(ref)["status"] == "ok"


def test_every_event_so_far_can_be_read(python, place):
    """Its list of event types is closed: one that it does not know breaks the whole page."""
    events = events_api.EventsApi(python)
    group = iam_user_groups_api.IamUserGroupsApi(python).create_a_user_group(request_body={"name": "Readers"})
    iam_user_groups_api.IamUserGroupsApi(python).delete_a_user_group(group["id"])
    asked = {"filter_customer_id": place.account, "page_size": 100, "sort": "created_at"}

    first = events.list_events(**asked, page_number=1).to_dict()
    pages = [
        events.list_events(**asked, page_number=number).to_dict()
        for number in range(1, first["meta"]["total_pages"] + 1)
    ]
    read = [event for page in pages for event in page["data"]]
    assert len({event["id"] for event in read}) == len(read) >= first["meta"]["record_count"]
    one = events.get_event(read[0]["id"]).to_dict()["data"]
    assert one["attributes"] == read[0]["attributes"]
