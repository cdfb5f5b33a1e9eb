"""Automation tokens by API: who makes them, what they may do, and how they end."""

import json

import pytest
from django.test import Client

from ostiary.actions import tokens
from ostiary.actions.throttles import INVITATIONS_BY_MEMBER
from ostiary.models import Event, Invitation, Person, Token
from tests.api.conftest import form, secret_of
from tests.api.test_invitations import API, NINA, accept, code_of, document
from tests.cast import PASSWORD, acting, make_workspace
from tests.signin.door import demand

PROBLEM = "application/problem+json"


@pytest.fixture
def present(olga, api) -> Client:
    """Olga's client, in sudo."""
    return in_sudo(api(olga))


def in_sudo(client: Client) -> Client:
    assert form(client, "POST", "/sudo", "password=" + PASSWORD.replace(" ", "+")).status_code == 200
    return client


def post(client: Client, **fields):
    asked = {"name": "key-1", "expires_at": None, "role": "engineer", "scope": "global", **fields}
    return client.generic("POST", "/automation-tokens", json.dumps(asked), "application/json")


def client_of(answer) -> Client:
    return Client(headers={"Fastly-Key": answer.json()["access_token"]})


def invite(client: Client, address: str):
    return client.post("/invitations", document(NINA | {"email": address}), API)


def test_a_superuser_in_sudo_makes_one(acme, olga, present, services):
    answer = post(present, services=[services[0].ref], tls_access=False)

    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert body == {
        "id": body["id"],
        "name": "key-1",
        "customer_id": acme.ref,
        "creator_id": olga.ref,
        "role": "engineer",
        "roles": [{"id": "46BwwHuolFkg6JAvQp4c2V", "name": "engineer"}],
        "scope": "global",
        "scopes": "global",
        "services": [services[0].ref],
        "limit_services": True,
        "workspaces": [],
        "limit_workspaces": False,
        "tls_access": False,
        "access_token": body["access_token"],
        "created_at": body["created_at"],
    }
    assert client_of(answer).get("/tokens/self").json()["id"] == body["id"]


def test_attributes_may_be_wrapped_and_the_role_given_by_its_id(present):
    asked = {"name": "key", "expires_at": None, "roles": ["BFwx30RnoxfEUJ5oSoUOdK"], "services": None}
    body = json.dumps({"attributes": asked})
    answer = present.oddly().generic("POST", "/automation-tokens", body, "application/json")
    assert (answer.status_code, answer.json()["role"]) == (200, "billing")


def test_without_sudo_it_is_asked_for(olga, api):
    answer = post(api(olga))
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert (body["title"], body["errors"]) == ("You must POST /sudo to access this endpoint", None)


def test_nobody_but_superusers_makes_or_sees_any(sam, erin, bill, uma, olga, present, api):
    ref = post(present).json()["id"]
    for member in (erin, bill, uma):
        client = in_sudo(api(member))
        assert post(client).status_code == 403
        assert client.get("/automation-tokens").status_code == 403
        assert client.get(f"/automation-tokens/{ref}").status_code == 403
        assert client.delete(f"/automation-tokens/{ref}").status_code == 403
        assert client.delete(f"/tokens/{ref}").status_code == 404
    assert post(in_sudo(api(sam))).status_code == 200


def test_a_token_that_only_reads_makes_none_even_in_sudo(olga, api):
    assert post(in_sudo(api(olga, scopes=("global:read",)))).status_code == 403


@pytest.mark.parametrize("setting", [{"sso": "required"}, {"requires_second_factor": True}])
def test_none_is_made_by_api_while_the_account_asks_for_more(olga, present, setting):
    demand(olga, **setting)
    answer = post(present)
    assert (answer.status_code, answer.json()["code"]) == (403, "automation_not_by_api")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"role": "superuser"}, 400, "automation_role_unknown"),
        ({"role": "security_owner"}, 400, "automation_role_unknown"),
        ({"role": ""}, 400, "automation_role_unknown"),
        ({"role": None, "roles": ["engineer", "billing"]}, 400, "automation_role_unknown"),
        ({"role": 7}, 400, "field_not_text"),
        ({"name": ""}, 400, "name_missing"),
        ({"scope": "everything"}, 400, "scope_unknown"),
        ({"services": ["0" * 22]}, 400, "service_unknown"),
        ({"role": "security_observer", "workspaces": ["0" * 22]}, 400, "workspace_unknown"),
        ({"workspaces": ["0" * 22]}, 400, "workspaces_not_for_role"),
        ({"role": "billing", "limit_workspaces": True}, 400, "workspaces_not_for_role"),
        ({"role": "tls_admin"}, 400, "automation_role_unknown"),
        ({"role": "ngwaf_owner_imported"}, 400, "automation_role_unknown"),
        ({"expires_at": "never"}, 422, "expiry_malformed"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 422, "expiry_past"),
        ({"tls_access": "perhaps"}, 400, "field_not_boolean"),
    ],
)
def test_what_cannot_be_meant_is_a_problem(present, fields, status, code):
    answer = post(present, **fields)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["code"] == code
    assert Token.objects.count() == 1


def test_it_does_what_its_role_may_and_no_more(acme, present, services):
    engineer, user = client_of(post(present)), client_of(post(present, role="user"))
    assert form(engineer, "POST", "/service", "name=made+by+it").status_code == 200
    assert form(user, "POST", "/service", "name=not+made").status_code == 403
    assert engineer.get(f"/customer/{acme.ref}/users").status_code == 403
    assert engineer.get("/current_user").status_code == 404
    assert post(engineer).status_code == 403


def test_the_trail_names_it_as_actor(acme, present):
    made = post(present)
    form(client_of(made), "POST", "/service", "name=made+by+it")
    event = Event.objects.filter(account=acme).latest("number")
    assert event.name == "service.created"
    assert (event.actor_ref, event.body["actor"]["token"]) == ("", made.json()["id"])


def test_c14_what_it_invited_is_accepted_while_it_lives(olga, present):
    made = post(present)
    for whom in ("nina", "noa"):
        assert invite(client_of(made), f"{whom}@example.org").status_code == 200
    first, second = Invitation.objects.order_by("pk")
    assert accept(code_of(first)).status_code == 200

    tokens.end_automation(acting(olga), made.json()["id"])

    assert accept(code_of(second)).json()["code"] == "invitation_void"
    assert not Person.objects.filter(address="noa@example.org").exists()


def test_what_it_invites_is_counted_for_itself_alone(greg, present, api):
    """Not for all tokens that have no member: the neighbour would use up what is ours."""
    acmes, globexes = client_of(post(present)), client_of(post(in_sudo(api(greg))))
    for number in range(INVITATIONS_BY_MEMBER.most):
        invite(globexes, f"n{number}@example.org")

    assert invite(globexes, "one-more@example.org").status_code == 429
    assert invite(acmes, "nina@example.org").status_code == 200


def test_a_service_that_is_named_often_is_kept_once(present, services):
    named = [services[0].ref, services[1].ref, services[0].ref]
    assert post(present, services=named).json()["services"] == named[:2]


def test_limited_to_no_service_it_sees_none(present, services):
    names = [
        [one["name"] for one in client_of(post(present, **asked)).get("/service").json()]
        for asked in ({}, {"services": [services[1].ref]}, {"limit_services": True})
    ]
    assert [len(found) for found in names] == [3, 1, 0]


def test_with_a_security_role_it_reaches_its_workspaces_and_no_service(acme, present, services, workspaces):
    storefront, checkout = workspaces
    answer = post(present, role="ngwaf_user_imported", workspaces=[storefront.ref])
    body, client = answer.json(), client_of(answer)

    assert (body["role"], body["roles"][0]["name"]) == ("ngwaf_user_imported", "security_user")
    assert (body["workspaces"], body["limit_workspaces"]) == ([storefront.ref], True)
    shown = [one["id"] for one in client.get("/ngwaf/v1/workspaces").json()["data"]]
    assert shown == [storefront.ref]
    assert client.get(f"/ngwaf/v1/workspaces/{checkout.ref}").status_code == 404
    assert client.get("/service").json() == []
    nothing = client_of(post(present, roles=["piZzGixy9W7GnYx5Z145MS"], role=None, limit_workspaces=True))
    assert nothing.get("/ngwaf/v1/workspaces").json()["data"] == []


def test_one_token_of_the_accounts_own_does_not_revoke_another(present):
    first, second = post(present), post(present)
    assert client_of(first).delete(f"/tokens/{second.json()['id']}").status_code == 404
    assert [one["id"] for one in client_of(first).get("/tokens").json()] == [first.json()["id"]]
    assert client_of(first).delete("/tokens/self").status_code == 204


def test_pages_show_the_accounts_own_alone(olga, present, django_assert_num_queries):
    refs = [post(present, name=f"key-{number}").json()["id"] for number in range(3)]
    with django_assert_num_queries(4):
        answer = present.get("/automation-tokens?page=1&per_page=2")
    body = answer.json()
    assert [one["id"] for one in body["data"]] == refs[:0:-1]
    assert body["meta"] == {"current_page": 1, "per_page": 2, "record_count": 3, "total_pages": 2}
    assert {one["access_token"] for one in body["data"]} == {""}


def test_its_services_and_workspaces_are_listed(acme, present, services):
    checkout = make_workspace(acme, "Checkout")
    asked = {"role": "security_user", "workspaces": [checkout.ref]}
    ref = post(present, services=[services[0].ref], **asked).json()["id"]
    path = f"/automation-tokens/{ref}"
    assert present.get(f"{path}/services?page=1&per_page=20").json() == {"data": [services[0].ref]}
    assert present.get(f"{path}/workspaces?limit=20").json() == {
        "data": [{"id": checkout.ref, "name": "Checkout"}],
        "meta": {"limit": 20, "next_cursor": "", "previous_cursor": ""},
        "limit_workspaces": True,
    }


def test_it_is_revoked_by_two_paths_with_two_statuses(present):
    first, second = (post(present).json()["id"] for _ in range(2))
    answer = present.delete(f"/automation-tokens/{first}")
    assert (answer.status_code, answer.json()["errors"]) == (200, [])
    assert present.delete(f"/tokens/{second}").status_code == 204
    for path in (f"/automation-tokens/{first}", f"/automation-tokens/{second}"):
        for method in ("GET", "DELETE"):
            answer = present.generic(method, path)
            assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_f4_g6_the_neighbours_and_personal_ones_are_not_here(olga, greg, present, api):
    theirs = post(in_sudo(api(greg))).json()["id"]
    secret_of(olga)
    mine = Token.objects.filter(member=olga).latest("pk").ref
    for ref in (theirs, mine, "0" * 22):
        assert present.get(f"/automation-tokens/{ref}").status_code == 404
        assert present.delete(f"/automation-tokens/{ref}").status_code == 404
