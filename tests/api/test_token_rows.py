"""What a token makes of itself: nothing wider, nothing of another kind, nobody else's.

Rows G2, G5 and G6 of the adversarial list.
"""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ostiary.actions import automation_tokens, tokens
from ostiary.clock import now
from ostiary.models import Session, Token, TotpDevice
from tests.api.conftest import form
from tests.cast import PASSWORD, acting, make_service, make_workspace
from tests.signin.door import give_factor

PASSWORDS = "password=" + PASSWORD.replace(" ", "+")
SCOPES = ("global", "global:read", "purge_all", "purge_select")


def program(secret: str) -> Client:
    return Client(headers={"Fastly-Key": secret})


def made_for(member, *services) -> Client:
    refs = [service.ref for service in services]
    return program(tokens.create(acting(member), name="x", scopes=["global"], services=refs)["secret"])


def automation(client: Client, **fields):
    sent = {"name": "ci", "role": "engineer", "expires_at": None, **fields}
    return client.generic("POST", "/automation-tokens", json.dumps(sent), "application/json")


@pytest.mark.parametrize(
    "scopes", [("global:read",), ("purge_all",), ("purge_select",), ("purge_all", "purge_select")]
)
def test_g2_a_token_of_less_than_the_global_scope_makes_none(olga, api, scopes):
    """Not even one like itself: making tokens is a write."""
    client = api(olga, scopes=scopes)
    for wanted in SCOPES:
        assert form(client, "POST", "/tokens", f"{PASSWORDS}&scope={wanted}").status_code == 403
    assert form(client, "POST", "/sudo", PASSWORDS).status_code == 200
    assert automation(client).status_code == 403
    assert Token.objects.count() == 1


@pytest.mark.parametrize("name", ["services", "services[]"])
def test_g2_a_token_for_some_services_makes_none_for_others_or_for_all(acme, olga, services, api, name):
    first, second, third = services
    client = made_for(olga, first, second)
    asked = {
        "": 400,
        f"{name}=": 400,
        f"{name}={third.ref}": 400,
        f"{name}={first.ref}&{name}={third.ref}": 400,
        f"{name}={first.ref}%2C{third.ref}": 400,
        f"{name}={first.ref}": 200,
        f"{name}={first.ref}&{name}={second.ref}": 200,
    }
    for fields, status in asked.items():
        for scope in SCOPES:
            answer = form(client, "POST", "/tokens", f"{PASSWORDS}&scope={scope}&{fields}")
            assert answer.status_code == status, (fields, scope)
    for token in Token.objects.all():
        assert set() < set(token.services) <= {first.ref, second.ref}


def test_g2_nor_one_of_the_accounts_own(olga, services):
    client = made_for(olga, services[0])
    assert form(client, "POST", "/sudo", PASSWORDS).status_code == 200
    for fields in ({}, {"services": []}, {"services": None, "limit_services": False}):
        assert automation(client, **fields).json()["code"] == "token_wider_than_its_maker"
    assert automation(client, services=[services[1].ref]).json()["code"] == "service_unknown"
    assert automation(client, services=[services[0].ref]).status_code == 200


def test_g2_its_own_scope_services_and_end_stay_as_they_are(olga, services):
    """No operation changes a token but by ending it, or by proving who is there."""
    client = made_for(olga, services[0])
    before = Token.objects.values().get()
    body = json.dumps({"scope": "global", "services": [], "expires_at": None, "name": "wider"})
    for path in ("/tokens/self", f"/tokens/{before['ref']}"):
        for method in ("PUT", "PATCH", "POST"):
            assert client.generic(method, path, body, "application/json").status_code == 405
    assert client.generic("PUT", "/tokens", body, "application/json").status_code == 405
    assert Token.objects.values().get() == before


def test_g2_without_a_password_in_the_request_no_token_makes_another(olga, api):
    """Sudo of a moment ago is for other things: whoever stole the token has that as well."""
    client = api(olga)
    assert form(client, "POST", "/sudo", PASSWORDS).status_code == 200
    for body in ("", "scope=purge_select", "username=olga%40example.com", "password=x"):
        assert form(client, "POST", "/tokens", body).status_code == 400
    assert Token.objects.count() == 1


def test_g5_nobody_makes_a_token_for_somebody_else_or_of_another_kind(acme, globex, olga, sam, greg):
    posing = {
        **dict.fromkeys(("user_id", "member", "member_id", "owner", "creator_id", "on_behalf_of"), sam.ref),
        **dict.fromkeys(("customer_id", "account", "account_id"), globex.ref),
        "kind": "aut",
        "type": "automation",
        "role": "superuser",
        "tls_access": "true",
        "access_token": "ost_pat_x",
        "digest": "x",
        "sudo_expires_at": "2099-01-01T00:00:00Z",
    }
    fields = "&".join(f"{name}={value}" for name, value in posing.items())
    answer = form(Client(), "POST", f"/tokens?{fields}", f"username=olga%40example.com&{PASSWORDS}&{fields}")
    made, token = answer.json(), Token.objects.get()
    assert (made["user_id"], made["customer_id"]) == (olga.ref, acme.ref)
    assert (token.kind, token.member_id, token.creator_id, token.role) == ("pat", olga.pk, olga.pk, "")
    assert (token.tls_access, token.sudo_until, token.expires_at) == (False, None, None)
    assert not sam.tokens.exists()
    assert not greg.tokens.exists()


def test_g5_nor_one_of_the_accounts_own_with_another_maker_or_account(acme, globex, olga, sam, api):
    client = api(olga)
    form(client, "POST", "/sudo", PASSWORDS)
    posing = {
        "creator_id": sam.ref,
        "user_id": sam.ref,
        "customer_id": globex.ref,
        "kind": "pat",
        "member": sam.ref,
    }
    made = automation(client, **posing, attributes=posing).json()
    token = Token.objects.get(ref=made["id"])
    assert (made["creator_id"], made["customer_id"]) == (olga.ref, acme.ref)
    assert (token.kind, token.member_id, token.creator_id, token.account_id) == (
        "aut",
        None,
        olga.pk,
        acme.pk,
    )
    theirs = {"role": "security_user", "workspaces": [make_workspace(globex, "theirs").ref]}
    assert automation(client, **theirs).json()["code"] == "workspace_unknown"


@pytest.mark.parametrize(
    "role", ["superuser", "security_owner", "tls_admin", "engineer,superuser", "owner", "admin"]
)
def test_g5_no_token_of_the_accounts_own_has_a_greater_role(olga, api, role):
    client = api(olga)
    form(client, "POST", "/sudo", PASSWORDS)
    for fields in ({"role": role}, {"role": None, "roles": role.split(",")}):
        assert automation(client, **fields).json()["code"] == "automation_role_unknown"
    assert Token.objects.count() == 1


def test_g6_only_a_present_superusers_token_makes_one_of_the_accounts_own(acme, olga, erin, uma, api):
    for member in (erin, uma):
        client = api(member)
        form(client, "POST", "/sudo", PASSWORDS)
        assert automation(client).status_code == 403
    present, absent = api(olga), api(olga)
    assert form(present, "POST", "/sudo", PASSWORDS).status_code == 200
    assert automation(absent).json()["title"] == "You must POST /sudo to access this endpoint"
    assert automation(present).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        assert automation(present).json()["title"] == "You must POST /sudo to access this endpoint"


def test_g6_a_token_of_the_accounts_own_manages_none(olga, uma, services, api):
    """Neither its like nor people's, by no role and with no password."""
    ref = automation_tokens.create(acting(olga), name="other", role="user", scopes=["global"])["token"]
    api(uma)
    hers = uma.tokens.get().ref
    for role in ("engineer", "billing", "user"):
        made = automation_tokens.create(acting(olga), name=role, role=role, scopes=["global"])
        client = program(made["secret"])
        assert automation(client).status_code == 403
        assert form(client, "POST", "/sudo", f"username=olga%40example.com&{PASSWORDS}").status_code == 403
        assert form(client, "POST", "/tokens", f"username=olga%40example.com&{PASSWORDS}").status_code == 400
        assert client.get("/automation-tokens").status_code == 403
        for one in (ref, hers):
            assert client.get(f"/tokens/{one}").status_code == 404
            assert client.delete(f"/tokens/{one}").status_code == 404
            assert client.delete(f"/automation-tokens/{one}").status_code == 403


def test_g3_what_only_a_person_may_do_no_token_does(olga, sam, api):
    """Factors and sessions: fields that seem to be about them are ignored, and nothing else reaches them."""
    device, client = give_factor(sam.person), api(olga)
    before = Session.objects.count()
    off = "two_factor_auth_enabled=False&two_factor_setup_required=False&require_new_password=False"
    assert form(client, "PUT", f"/user/{sam.ref}", off).json()["two_factor_auth_enabled"] is True
    assert form(client, "PUT", f"/user/{sam.ref}", "password=x&new_password=x&email=x").status_code == 200
    assert TotpDevice.objects.get(pk=device.pk).ended_at is None
    sam.person.refresh_from_db()
    assert sam.person.check_password(PASSWORD)
    assert Session.objects.count() == before


def test_a_token_that_is_for_a_service_goes_on_being_for_it_alone(acme, olga, services):
    client = made_for(olga, services[0])
    later = make_service(acme, "later")
    assert [one["id"] for one in client.get("/service").json()] == [services[0].ref]
    assert client.get(f"/service/{later.ref}").status_code == 403
