"""The vendor's own client for Python, unmodified and with its default type checks, through whole stories:
people and what they may do.

Every answer passes its checks as it arrives. Of its composed types it cannot read a property afterwards,
whoever answered, so those are read as plain dictionaries.
"""

import fastly
import pytest
from fastly.api import (
    customer_api,
    events_api,
    invitations_api,
    service_api,
    service_authorizations_api,
    tokens_api,
    user_api,
)
from fastly.model.event_attributes import EventAttributes
from fastly.model.invitation import Invitation
from fastly.model.service_authorization import ServiceAuthorization

from ostiary.access import table
from ostiary.api.wire_events import KNOWN
from tests.conformance.conftest import CHOSEN, OWNER


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


def test_an_invitation_taken_back(python):
    attributes = {"email": "otto@example.com", "role": "engineer", "limit_services": False}
    made = send_invitation(python, {"type": "invitation", "attributes": attributes}).to_dict()["data"]
    invitations = invitations_api.InvitationsApi(python)
    invitations.delete_invitation(made["id"])
    assert made["id"] not in {
        one["id"] for one in invitations.list_invitations(page_size=100).to_dict()["data"]
    }


def test_a_user_created_is_invited(python, place):
    users, login = user_api.UserApi(python), "paul+1@example.com"
    made = users.create_user(login=login, name="Paul", role="user", limit_services=False)
    place.accept(login, "Paul Pond")
    roles = [table.role(code).ref for code in ("billing", "tls_viewer")]
    changed = users.update_user(made["id"], roles=roles)
    assert (changed["name"], set(changed["roles"])) == ("Paul Pond", set(roles))
    assert users.request_password_reset(login)["status"] == "ok"
    place.mail.wait_for(login, count=2)

    configuration = fastly.Configuration(host=place.url, username=login, password=CHOSEN)
    with fastly.ApiClient(configuration) as himself:
        passwords = {"old_password": CHOSEN, "new_password": "a copper kettle hums at dawn"}
        assert user_api.UserApi(himself).update_user_password(**passwords)["id"] == made["id"]


def test_service_authorizations(python):
    names = ("levels.example.com", "more-levels.example.com")
    services = [service_api.ServiceApi(python).create_service(name=name, type="vcl")["id"] for name in names]
    made = user_api.UserApi(python).create_user(
        login="vera@example.com", name="Vera", role="engineer", limit_services=True
    )
    user = {"data": {"type": "user", "id": made["id"]}}
    api = service_authorizations_api.ServiceAuthorizationsApi(python)
    # The client's own types put no `data` around a service.
    links = [{"service": {"type": "service", "id": ref}, "user": user} for ref in services]
    given = [
        api.create_service_authorization(service_authorization=level("read_only", relationships=one))
        for one in links
    ]
    first, second = (one.to_dict()["data"]["id"] for one in given)

    api.update_service_authorization(first, service_authorization=level("purge_select"))
    shown = api.show_service_authorization(first).to_dict()["data"]
    assert shown["attributes"]["permission"] == "purge_select"
    assert shown["relationships"]["service"]["data"]["id"] == services[0]
    every = [{"id": ref, "type": "service_authorization"} for ref in (first, second)]
    to_full = [{**one, "attributes": {"permission": "full"}} for one in every]
    api.update_service_authorization2(request_body={"data": to_full})
    assert api.show_service_authorization(second).to_dict()["data"]["attributes"]["permission"] == "full"

    api.delete_service_authorization(first)
    api.delete_service_authorization2(request_body={"data": every[1:]})
    with pytest.raises(fastly.exceptions.NotFoundException):
        api.show_service_authorization(second)


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


def level(permission, **more):
    data = {"type": "service_authorization", "attributes": {"permission": permission}, **more}
    return ServiceAuthorization(data=data, _check_type=False)


def test_events_are_asked_for_by_the_types_that_the_client_knows():
    (listed,) = EventAttributes.allowed_values.values()
    assert set(listed.values()) == KNOWN
