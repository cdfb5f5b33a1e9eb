"""The vendor's own client for JavaScript, unmodified, through whole stories.

Every answer is read into the client's models. Of invitations, service authorizations and automation tokens
those keep too little, whoever answered; there its callers look at the answer itself, by the methods
`…WithHttpInfo`, and so do these tests.
"""

from collections.abc import Iterator

import pytest

from ostiary.access import table
from tests.cast import PASSWORD
from tests.conformance.conftest import OWNER, Place
from tests.conformance.javascript import JavaScript, Refused


@pytest.fixture(scope="module")
def client(place: Place) -> Iterator[JavaScript]:
    client = JavaScript.start(place.url, place.token)
    yield client
    client.stop()


def test_who_one_is(client, place):
    user = client.ask("UserApi", "getCurrentUser")
    assert (user["id"], user["login"], user["role"]) == (place.owner, OWNER, "superuser")
    token = client.ask("TokensApi", "getTokenCurrent")
    assert (token["user_id"], token["scope"]) == (place.owner, "global")
    assert client.ask("CustomerApi", "getLoggedInCustomer")["name"] == "Acme"
    assert client.ask("CustomerApi", "getCustomer", customer_id=place.account)["owner_id"] == place.owner


def test_from_an_invitation_to_the_end_of_a_user(client, place):
    service = make_service(client, "www.example.com")
    attributes = {"email": "nora@example.org", "role": "engineer", "limit_services": True}
    promised = {
        "type": "service_invitation",
        "attributes": {"permission": "purge_all"},
        "relationships": {"service": {"data": {"type": "service", "id": service}}},
    }
    body = {
        "type": "invitation",
        "attributes": attributes,
        "relationships": {"service_invitations": {"data": [promised]}},
    }
    made = client.ask("InvitationsApi", "createInvitationWithHttpInfo", invitation={"data": body})
    assert (made["data"]["attributes"]["email"], made["data"]["attributes"]["status_code"]) == (
        "nora@example.org",
        1,
    )
    listed = client.ask("InvitationsApi", "listInvitationsWithHttpInfo", page_number=1, page_size=100)
    assert [one["id"] for one in listed["data"]] == [made["data"]["id"]]
    assert listed["meta"]["record_count"] == 1

    place.accept("nora@example.org", "Nora North")
    nora = user_of(client, place, "nora@example.org")
    assert (nora["name"], nora["role"], nora["limit_services"]) == ("Nora North", "engineer", True)
    listed = client.ask("ServiceAuthorizationsApi", "listServiceAuthorizationWithHttpInfo")
    (given,) = [one for one in listed["data"] if one["relationships"]["user"]["data"]["id"] == nora["id"]]
    assert given["attributes"]["permission"] == "purge_all"

    renamed = client.ask("UserApi", "updateUser", user_id=nora["id"], name="Nora Nord", role="billing")
    assert (renamed["name"], renamed["role"]) == ("Nora Nord", "billing")
    reset = client.ask("UserApi", "requestPasswordReset", user_login="nora@example.org")
    assert reset["status"] == "ok"
    place.mail.wait_for("nora@example.org", count=2)
    assert client.ask("UserApi", "deleteUser", user_id=nora["id"])["status"] == "ok"
    with pytest.raises(Refused) as refused:
        client.ask("UserApi", "getUser", user_id=nora["id"])
    assert (refused.value.status, refused.value.body["msg"]) == (404, "Record not found")


def test_an_invitation_taken_back(client):
    attributes = {"email": "otto@example.org", "limit_services": False, "role": "user"}
    body = {"data": {"type": "invitation", "attributes": attributes}}
    made = client.ask("InvitationsApi", "createInvitationWithHttpInfo", invitation=body)
    client.ask("InvitationsApi", "deleteInvitation", invitation_id=made["data"]["id"])
    assert not client.ask("InvitationsApi", "listInvitationsWithHttpInfo")["data"]


def test_a_user_created_is_invited(client, place):
    made = client.ask("UserApi", "createUser", login="una+1@example.org", name="Una", role="engineer")
    assert (made["login"], made["name"], made["role"]) == ("una+1@example.org", "Una", "engineer")
    place.accept("una+1@example.org", "Una Umber")
    assert client.ask("UserApi", "getUser", user_id=made["id"])["name"] == "Una Umber"
    locked = client.ask("UserApi", "updateUser", user_id=made["id"], locked=True, limit_services=True)
    assert (locked["locked"], locked["limit_services"]) == (True, True)


def test_service_authorizations(client, place):
    user = client.ask(
        "UserApi", "createUser", login="vera@example.org", name="Vera", role="engineer", limit_services=True
    )["id"]
    services = [make_service(client, f"{name}.example.com") for name in ("one", "two")]
    given = [authorize(client, user, service, "read_only") for service in services]
    assert [one["attributes"]["permission"] for one in given] == ["read_only", "read_only"]
    first, second = (one["id"] for one in given)

    api = "ServiceAuthorizationsApi"
    changed = {"data": {"type": "service_authorization", "attributes": {"permission": "purge_select"}}}
    client.ask(
        api, "updateServiceAuthorization", service_authorization_id=first, service_authorization=changed
    )
    shown = client.ask(api, "showServiceAuthorizationWithHttpInfo", service_authorization_id=first)["data"]
    assert shown["attributes"]["permission"] == "purge_select"
    assert shown["relationships"]["service"]["data"]["id"] == services[0]

    every = [{"id": ref, "type": "service_authorization"} for ref in (first, second)]
    to_full = {"data": [{**one, "attributes": {"permission": "full"}} for one in every]}
    client.ask(api, "updateServiceAuthorization2", request_body=to_full)
    assert levels(client, user) == ["full", "full"]

    client.ask(api, "deleteServiceAuthorization", service_authorization_id=first)
    client.ask(api, "deleteServiceAuthorization2", request_body={"data": every[1:]})
    assert levels(client, user) == []


def test_tokens_from_password_to_revocation(client, place):
    sudo = {"username": OWNER, "password": PASSWORD}
    assert client.ask("SudoApi", "requestSudoAccess", sudo_request=sudo)["expiry_time"]
    present = client.with_password(OWNER, PASSWORD)
    made = [present.ask("TokensApi", "createToken") for _ in range(4)]
    assert len({one["access_token"] for one in made}) == 4
    first, second, third, fourth = (one["id"] for one in made)
    assert {first, second, third, fourth} <= tokens(client)
    listed = client.ask("TokensApi", "listTokensCustomer", customer_id=place.account)
    assert first in {one["id"] for one in listed}
    assert client.ask("TokensApi", "getToken", token_id=first)["user_id"] == place.owner

    client.ask("TokensApi", "revokeToken", token_id=first)
    named = [{"id": ref, "type": "token"} for ref in (second, third)]
    client.ask("TokensApi", "bulkRevokeTokens", request_body={"data": named})
    client.by(made[3]["access_token"]).ask("TokensApi", "revokeTokenCurrent")
    assert not {first, second, third, fourth} & tokens(client)
    with pytest.raises(Refused) as refused:
        client.by(made[3]["access_token"]).ask("TokensApi", "getTokenCurrent")
    assert (refused.value.status, refused.value.body["msg"]) == (
        401,
        "Provided credentials are missing or invalid",
    )


def test_automation_tokens(client):
    service = make_service(client, "api.example.com")
    client.ask("SudoApi", "requestSudoAccess", sudo_request={"username": OWNER, "password": PASSWORD})
    wanted = {"name": "ci", "role": "engineer", "scope": "global", "services": [service], "expires_at": None}
    api = "AutomationTokensApi"
    made = client.ask(
        api,
        "createAutomationTokenWithHttpInfo",
        automation_token_create_request={"attributes": wanted},
    )
    assert (made["name"], made["role"], made["services"]) == ("ci", "engineer", [service])
    assert client.ask(api, "getAutomationTokenId", id=made["id"])["name"] == "ci"
    assert client.ask(api, "getAutomationTokensIdServices", id=made["id"])["data"] == [service]
    assert (
        client.by(made["access_token"]).ask("ServiceApi", "getService", service_id=service)["id"] == service
    )

    client.ask(api, "revokeAutomationTokenId", id=made["id"])
    with pytest.raises(Refused) as refused:
        client.ask(api, "getAutomationTokenId", id=made["id"])
    assert refused.value.status == 404


def test_roles_of_the_older_interface(client):
    roles, engineer = "IamRolesApi", table.role("engineer").ref
    listed = client.ask(roles, "listRoles", per_page=100, page=1)
    assert {one["name"] for one in listed["data"]} == {role.code for role in table.ROLES}
    assert client.ask(roles, "getARole", role_id=engineer)["name"] == "engineer"
    held = client.ask(roles, "listRolePermissions", role_id=engineer, per_page=100)
    assert "service.create" in {one["name"] for one in held["data"]} | {one["id"] for one in held["data"]}
    assert client.ask("IamPermissionsApi", "listPermissions")["data"]
    with pytest.raises(Refused) as refused:
        client.ask(roles, "createARole", request_body={"name": "Chef"})
    assert refused.value.status == 409


def test_groups(client, place):
    service = make_service(client, "images.example.com")
    services, users = "IamServiceGroupsApi", "IamUserGroupsApi"
    web = client.ask(services, "createAServiceGroup", request_body={"name": "Web", "description": "probe"})
    of_web = {"service_group_id": web["id"], "request_body": {"services": [{"id": service}]}}
    client.ask(services, "addServiceGroupServices", **of_web)
    listed = client.ask(services, "listServiceGroupServices", service_group_id=web["id"])
    assert [one["id"] for one in listed["data"]] == [service]

    group = client.ask(users, "createAUserGroup", request_body={"name": "Editors"})["id"]
    editors = {"user_group_id": group}
    members = {"members": [{"id": place.owner, "object": "user"}]}
    roles = {"roles": [{"id": table.role("engineer").ref}]}
    reached = {"service_groups": [{"id": web["id"]}]}
    client.ask(users, "addUserGroupMembers", **editors, request_body=members)
    client.ask(users, "addUserGroupRoles", **editors, request_body=roles)
    client.ask(users, "addUserGroupServiceGroups", **editors, request_body=reached)
    assert client.ask(users, "listUserGroupMembers", **editors)["data"][0]["login"] == OWNER
    assert client.ask(users, "listUserGroupRoles", **editors)["data"][0]["name"] == "engineer"
    assert client.ask(users, "listUserGroupServiceGroups", **editors)["data"][0]["name"] == "Web"
    changed = client.ask(users, "updateAUserGroup", **editors, request_body={"name": "Writers"})
    assert (changed["name"], changed["users_count"], changed["roles_count"]) == ("Writers", 1, 1)

    client.ask(users, "removeUserGroupMembers", **editors, request_body=members)
    client.ask(users, "removeUserGroupRoles", **editors, request_body=roles)
    client.ask(users, "removeUserGroupServiceGroups", **editors, request_body=reached)
    client.ask(services, "removeServiceGroupServices", **of_web)
    client.ask(users, "deleteAUserGroup", **editors)
    client.ask(services, "deleteAServiceGroup", service_group_id=web["id"])
    assert not client.ask(users, "listUserGroups")["data"]
    assert not client.ask(services, "listServiceGroups")["data"]


def test_contacts_and_addresses(client, place):
    customer = {"customer_id": place.account}
    made = client.ask(
        "ContactApi",
        "createContacts",
        **customer,
        contact_type="security",
        name="Wanda",
        email="wanda@example.com",
        phone="5555555559",
    )
    listed = client.ask("ContactApi", "listContacts", **customer)
    assert "wanda@example.com" in {one["email"] for one in listed}
    gone = client.ask("ContactApi", "deleteContact", **customer, contact_id=made["id"])
    assert gone["status"] == "ok"
    changed = client.ask("CustomerApi", "updateCustomer", **customer, phone_number="5555555558")
    assert changed["phone_number"] == "5555555558"

    lines = {"address_1": "1 Main St", "locality": "Springfield", "region": "IL"}
    address = {"type": "tax", **lines, "country": "US", "postal_code": "62701"}
    client.ask("CustomerAddressesApi", "createCustomerAddress", customer_address=address)
    moved = {**address, "address_1": "2 Main St"}
    client.ask("CustomerAddressesApi", "updateCustomerAddress", type="tax", customer_address=moved)
    listed = client.ask("CustomerAddressesApi", "listCustomerAddresses")
    assert [one["address_1"] for one in listed["data"]] == ["2 Main St"]


def test_services(client):
    service = make_service(client, "shop.example.com")
    shown = client.ask("ServiceApi", "getServiceDetail", service_id=service)
    assert (shown["name"], shown["version"]["number"]) == ("shop.example.com", 1)
    assert client.ask("ServiceApi", "searchService", name="shop.example.com")["id"] == service
    listed = client.ask("ServiceApi", "listServices", per_page=100, sort="created", direction="descend")
    assert listed[0]["id"] == service
    changed = client.ask("ServiceApi", "updateService", service_id=service, comment="probe")
    assert changed["comment"] == "probe"
    assert client.ask("ServiceApi", "listServiceDomains", service_id=service) == []
    assert client.ask("ServiceApi", "deleteService", service_id=service)["status"] == "ok"


def test_events(client, place):
    make_service(client, "docs.example.com")
    asked = {"filter_customer_id": place.account, "page_number": 1, "page_size": 1, "sort": "-created_at"}
    listed = client.ask("EventsApi", "listEvents", **asked)
    (newest,) = listed["data"]
    assert newest["attributes"]["event_type"] == "service.create"
    assert newest["attributes"]["user_id"] == place.owner
    assert listed["links"]["next"].startswith(place.url)
    assert client.ask("EventsApi", "getEvent", event_id=newest["id"])["data"]["id"] == newest["id"]
    made = client.ask("EventsApi", "listEvents", filter_event_type="service.create")
    assert {one["attributes"]["event_type"] for one in made["data"]} == {"service.create"}


def make_service(client, name):
    return client.ask("ServiceApi", "createService", name=name, type="vcl")["id"]


def user_of(client, place, login):
    users = client.ask("CustomerApi", "listUsers", customer_id=place.account)
    return next(one for one in users if one["login"] == login)


def authorize(client, user, service, permission):
    body = {
        "type": "service_authorization",
        "attributes": {"permission": permission},
        "relationships": {
            "service": {"data": {"type": "service", "id": service}},
            "user": {"data": {"type": "user", "id": user}},
        },
    }
    made = client.ask(
        "ServiceAuthorizationsApi",
        "createServiceAuthorizationWithHttpInfo",
        service_authorization={"data": body},
    )
    return made["data"]


def levels(client, user):
    listed = client.ask(
        "ServiceAuthorizationsApi", "listServiceAuthorizationWithHttpInfo", page_number=1, page_size=100
    )
    mine = [one for one in listed["data"] if one["relationships"]["user"]["data"]["id"] == user]
    return [one["attributes"]["permission"] for one in mine]


def tokens(client):
    return {one["id"] for one in client.ask("TokensApi", "listTokensUser")}
