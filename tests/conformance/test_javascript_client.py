"""The vendor's own client for JavaScript, unmodified, through whole stories: people and what they may do.

Every answer is read into the client's models. Of invitations, service authorizations and automation tokens
those keep too little, whoever answered; there its callers look at the answer itself, by the methods
`…WithHttpInfo`, and so do these tests.
"""

import pytest

from tests.conformance.conftest import CHOSEN, OWNER
from tests.conformance.javascript import Refused


def test_who_one_is(js, place):
    user = js.ask("UserApi", "getCurrentUser")
    assert (user["id"], user["login"], user["role"]) == (place.owner, OWNER, "superuser")
    token = js.ask("TokensApi", "getTokenCurrent")
    assert (token["user_id"], token["scope"]) == (place.owner, "global")
    assert js.ask("CustomerApi", "getLoggedInCustomer")["name"] == "Acme"
    assert js.ask("CustomerApi", "getCustomer", customer_id=place.account)["owner_id"] == place.owner


def test_from_an_invitation_to_the_end_of_a_user(js, place):
    service = js.make_service("www.example.net")
    attributes = {"email": "nils@example.net", "role": "engineer", "limit_services": True}
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
    made = js.ask("InvitationsApi", "createInvitationWithHttpInfo", invitation={"data": body})
    shown = made["data"]["attributes"]
    assert (shown["email"], shown["role"], shown["status_code"]) == ("nils@example.net", "engineer", 1)
    listed = js.ask("InvitationsApi", "listInvitationsWithHttpInfo", page_number=1, page_size=100)
    assert made["data"]["id"] in {one["id"] for one in listed["data"]}
    assert listed["meta"]["per_page"] == 100

    place.accept("nils@example.net", "Nils North")
    nils = user_of(js, place, "nils@example.net")
    assert (nils["name"], nils["role"], nils["limit_services"]) == ("Nils North", "engineer", True)
    assert levels(js, nils["id"]) == ["purge_all"]

    renamed = js.ask("UserApi", "updateUser", user_id=nils["id"], name="Nils Nord", role="billing")
    assert (renamed["name"], renamed["role"]) == ("Nils Nord", "billing")
    reset = js.ask("UserApi", "requestPasswordReset", user_login="nils@example.net")
    assert reset["status"] == "ok"
    place.mail.wait_for("nils@example.net", count=2)
    assert js.ask("UserApi", "deleteUser", user_id=nils["id"])["status"] == "ok"
    with pytest.raises(Refused) as refused:
        js.ask("UserApi", "getUser", user_id=nils["id"])
    assert (refused.value.status, refused.value.body["msg"]) == (404, "Record not found")


def test_an_invitation_taken_back(js):
    attributes = {"email": "otto@example.net", "limit_services": False, "role": "user"}
    body = {"data": {"type": "invitation", "attributes": attributes}}
    made = js.ask("InvitationsApi", "createInvitationWithHttpInfo", invitation=body)
    js.ask("InvitationsApi", "deleteInvitation", invitation_id=made["data"]["id"])
    listed = js.ask("InvitationsApi", "listInvitationsWithHttpInfo", page_size=100)
    assert made["data"]["id"] not in {one["id"] for one in listed["data"]}


def test_a_user_created_is_invited(js, place):
    made = js.ask("UserApi", "createUser", login="ulf+1@example.net", name="Ulf", role="engineer")
    assert (made["login"], made["name"], made["role"]) == ("ulf+1@example.net", "Ulf", "engineer")
    place.accept("ulf+1@example.net", "Ulf Umber")
    assert js.ask("UserApi", "getUser", user_id=made["id"])["name"] == "Ulf Umber"
    passwords = {"old_password": CHOSEN, "new_password": "a copper kettle hums at dawn"}
    changed = js.with_password("ulf+1@example.net", CHOSEN).ask("UserApi", "updateUserPassword", **passwords)
    assert changed["id"] == made["id"]
    locked = js.ask("UserApi", "updateUser", user_id=made["id"], locked=True, limit_services=True)
    assert (locked["locked"], locked["limit_services"]) == (True, True)


def test_service_authorizations(js, place):
    user = js.ask(
        "UserApi", "createUser", login="vito@example.net", name="Vito", role="engineer", limit_services=True
    )["id"]
    services = [js.make_service(f"{name}.example.net") for name in ("one", "two")]
    given = [authorize(js, user, service, "read_only") for service in services]
    assert [one["attributes"]["permission"] for one in given] == ["read_only", "read_only"]
    first, second = (one["id"] for one in given)

    api = "ServiceAuthorizationsApi"
    changed = {"data": {"type": "service_authorization", "attributes": {"permission": "purge_select"}}}
    js.ask(api, "updateServiceAuthorization", service_authorization_id=first, service_authorization=changed)
    shown = js.ask(api, "showServiceAuthorizationWithHttpInfo", service_authorization_id=first)["data"]
    assert shown["attributes"]["permission"] == "purge_select"
    assert shown["relationships"]["service"]["data"]["id"] == services[0]

    every = [{"id": ref, "type": "service_authorization"} for ref in (first, second)]
    to_full = {"data": [{**one, "attributes": {"permission": "full"}} for one in every]}
    js.ask(api, "updateServiceAuthorization2", request_body=to_full)
    assert levels(js, user) == ["full", "full"]

    js.ask(api, "deleteServiceAuthorization", service_authorization_id=first)
    js.ask(api, "deleteServiceAuthorization2", request_body={"data": every[1:]})
    assert levels(js, user) == []


def user_of(js, place, login):
    users = js.ask("CustomerApi", "listUsers", customer_id=place.account)
    return next(one for one in users if one["login"] == login)


def authorize(js, user, service, permission):
    body = {
        "type": "service_authorization",
        "attributes": {"permission": permission},
        "relationships": {
            "service": {"data": {"type": "service", "id": service}},
            "user": {"data": {"type": "user", "id": user}},
        },
    }
    made = js.ask(
        "ServiceAuthorizationsApi",
        "createServiceAuthorizationWithHttpInfo",
        service_authorization={"data": body},
    )
    return made["data"]


def levels(js, user):
    listed = js.ask(
        "ServiceAuthorizationsApi", "listServiceAuthorizationWithHttpInfo", page_number=1, page_size=100
    )
    mine = [one for one in listed["data"] if one["relationships"]["user"]["data"]["id"] == user]
    return [one["attributes"]["permission"] for one in mine]
