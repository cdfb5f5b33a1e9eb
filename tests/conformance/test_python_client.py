"""The vendor's own client for Python, unmodified and with its default type checks, through whole stories.

Every answer passes its checks as it arrives. Of its composed types it cannot read a property afterwards,
whoever answered, so those are read as plain dictionaries.
"""

import re

import fastly
import pytest
from fastly.api import (
    customer_api,
    events_api,
    iam_permissions_api,
    iam_roles_api,
    iam_service_groups_api,
    iam_user_groups_api,
    invitations_api,
    service_api,
    service_authorizations_api,
    sudo_api,
    tokens_api,
    user_api,
)
from fastly.model.invitation import Invitation

from ostiary.access import table
from tests.cast import PASSWORD
from tests.conformance.conftest import OWNER


def test_who_one_is(python, place):
    user = user_api.UserApi(python).get_current_user()
    assert (user["login"], str(user["role"]), user["customer_id"]) == (OWNER, "superuser", place.account)
    token = tokens_api.TokensApi(python).get_token_current()
    assert (token["user_id"], token["scope"]) == (place.owner, "global")
    assert customer_api.CustomerApi(python).get_logged_in_customer()["name"] == "Acme"


def test_from_an_invitation_to_the_end_of_a_user(python, place):
    service = service_api.ServiceApi(python).create_service(name="www.example.com", type="vcl")
    invitations = invitations_api.InvitationsApi(python)
    attributes = {"email": "nora@example.org", "role": "engineer", "limit_services": True}
    link = {"type": "service", "id": service["id"]}
    promised = {"type": "service_invitation", "attributes": {"permission": "purge_all"}}
    body = {
        "type": "invitation",
        "attributes": attributes,
        "relationships": {
            "service_invitations": {"data": [{"data": {**promised, "relationships": {"service": link}}}]}
        },
    }
    made = send_invitation(python, body)
    assert made.to_dict()["data"]["attributes"]["email"] == "nora@example.org"
    listed = invitations.list_invitations(page_number=1, page_size=100).to_dict()
    assert "nora@example.org" in {one["attributes"]["email"] for one in listed["data"]}

    place.accept("nora@example.org", "Nora North")
    users = user_api.UserApi(python)
    nora = next(one for one in of_customer(python, place) if one["login"] == "nora@example.org")
    assert (nora["name"], str(nora["role"]), nora["limit_services"]) == ("Nora North", "engineer", True)

    authorizations = service_authorizations_api.ServiceAuthorizationsApi(python)
    listed = authorizations.list_service_authorization(page_number=1, page_size=100).to_dict()
    (one,) = [one for one in listed["data"] if one["relationships"]["user"]["data"]["id"] == nora["id"]]
    assert one["attributes"]["permission"] == "purge_all"
    assert authorizations.show_service_authorization(one["id"]).to_dict()["data"]["id"] == one["id"]

    renamed = users.update_user(nora["id"], name="Nora Nord", role="billing")
    assert (renamed["name"], str(renamed["role"])) == ("Nora Nord", "billing")
    assert users.delete_user(nora["id"])["status"] == "ok"
    with pytest.raises(fastly.exceptions.NotFoundException):
        users.get_user(nora["id"])

    events = events_api.EventsApi(python).list_events(
        filter_customer_id=place.account, page_number=1, page_size=100, sort="-created_at"
    )
    kinds = {event["attributes"]["event_type"] for event in events.to_dict()["data"]}
    assert {"invitation.sent", "invitation.accept", "service.create", "user.destroy"} <= kinds


def test_tokens_from_password_to_revocation(python, place):
    tokens = tokens_api.TokensApi(python)
    sudo = sudo_api.SudoApi(python).request_sudo_access(
        sudo_request={"username": OWNER, "password": PASSWORD}
    )
    assert sudo["expiry_time"]
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    made = python.request(
        "POST",
        f"{place.url}/tokens",
        headers={**headers, "Fastly-Key": place.token},
        post_params=[("name", "ci"), ("username", OWNER), ("password", PASSWORD), ("scope", "global:read")],
    )
    ref = re.search(r'"id":"(\w{22})"', made.data.decode())[1]
    assert ref in {one["id"] for one in tokens.list_tokens_user()}
    assert ref in {one["id"] for one in tokens.list_tokens_customer(place.account)}
    assert tokens.get_token(ref)["name"] == "ci"
    tokens.revoke_token(ref)
    with pytest.raises(fastly.exceptions.NotFoundException):
        tokens.get_token(ref)


def test_groups(python, place):
    service = service_api.ServiceApi(python).create_service(name="images.example.com", type="vcl")
    services, users = (
        iam_service_groups_api.IamServiceGroupsApi(python),
        iam_user_groups_api.IamUserGroupsApi(python),
    )
    group = services.create_a_service_group(request_body={"name": "Web", "description": "probe"})
    services.add_service_group_services(group["id"], request_body={"services": [{"id": service["id"]}]})
    assert services.list_service_group_services(group["id"])["data"][0]["id"] == service["id"]
    made = users.create_a_user_group(request_body={"name": "Editors"})
    users.add_user_group_roles(made["id"], request_body={"roles": [{"id": table.role("engineer").ref}]})
    users.add_user_group_members(
        made["id"], request_body={"members": [{"id": place.owner, "object": "user"}]}
    )
    assert users.list_user_group_members(made["id"])["data"][0]["login"] == OWNER
    users.delete_a_user_group(made["id"])
    services.delete_a_service_group(group["id"])


def test_roles_and_permissions(python):
    roles = iam_roles_api.IamRolesApi(python)
    listed = roles.iam_v1_roles_list(limit=100)
    assert {one["name"] for one in listed["data"]} == {role.code for role in table.ROLES}
    engineer = roles.iam_v1_roles_get(table.role("engineer").ref, include="permissions")
    assert "service.create" in engineer["permissions"]
    assert iam_permissions_api.IamPermissionsApi(python).list_permissions()["data"]


def test_a_refusal_is_raised_with_its_body(place):
    configuration = fastly.Configuration(host=place.url)
    configuration.api_token = "ost_pat_none"
    client = fastly.ApiClient(configuration)
    with client, pytest.raises(fastly.exceptions.UnauthorizedException) as refused:
        user_api.UserApi(client).get_current_user()
    assert "Provided credentials are missing or invalid" in str(refused.value.body)


def send_invitation(python, data):
    api = invitations_api.InvitationsApi(python)
    return api.create_invitation(invitation=Invitation(data=data, _check_type=False))


def of_customer(python, place):
    return customer_api.CustomerApi(python).list_users(place.account)
