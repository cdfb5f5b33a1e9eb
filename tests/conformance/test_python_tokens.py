"""Tokens by the vendor's own client for Python."""

import json

import fastly
import pytest
from fastly.api import (
    automation_tokens_api,
    sudo_api,
    tokens_api,
)
from fastly.model.automation_token_create_request import AutomationTokenCreateRequest

from tests.cast import PASSWORD
from tests.conformance.conftest import OWNER


def test_tokens_from_password_to_revocation(python, place):
    tokens = tokens_api.TokensApi(python)
    sudo = sudo_api.SudoApi(python).request_sudo_access(
        sudo_request={"username": OWNER, "password": PASSWORD}
    )
    assert sudo["expiry_time"]
    first, second, third = (make_token(python, place, f"ci {number}")["id"] for number in range(3))
    assert {first, second, third} <= {one["id"] for one in tokens.list_tokens_user()}
    assert first in {one["id"] for one in tokens.list_tokens_customer(place.account)}
    assert tokens.get_token(first)["name"] == "ci 0"

    tokens.revoke_token(first)
    named = [{"id": ref, "type": "token"} for ref in (second, third)]
    tokens.bulk_revoke_tokens(request_body={"data": named})
    for ref in (first, second, third):
        with pytest.raises(fastly.exceptions.NotFoundException):
            tokens.get_token(ref)


def test_all_that_it_can_send_for_a_new_token(place):
    """An empty form, beside the token and a pair of basic authentication."""
    configuration = fastly.Configuration(host=place.url, username=OWNER, password=PASSWORD)
    configuration.api_token = place.token
    with fastly.ApiClient(configuration) as client:
        made = tokens_api.TokensApi(client).create_token()
        configuration.api_token = made["access_token"]
        assert tokens_api.TokensApi(client).get_token_current()["id"] == made["id"]
        tokens_api.TokensApi(client).revoke_token_current()
        with pytest.raises(fastly.exceptions.UnauthorizedException):
            tokens_api.TokensApi(client).get_token_current()


def test_automation_tokens(python, place):
    """Its types have no room for their ids, so it is told not to check the answers."""
    api = automation_tokens_api.AutomationTokensApi(python)
    unchecked = {"_check_return_type": False}
    sudo_api.SudoApi(python).request_sudo_access(sudo_request={"username": OWNER, "password": PASSWORD})
    wanted = AutomationTokenCreateRequest(name="ci", expires_at=None, role="engineer", scope="global")
    made = api.create_automation_token(automation_token_create_request=wanted, **unchecked)
    assert (made["name"], made["role"]) == ("ci", "engineer")
    assert api.get_automation_token_id(made["id"], **unchecked)["name"] == "ci"
    assert api.get_automation_tokens_id_services(made["id"])["data"] == []
    assert api.get_automation_tokens_id_workspaces(made["id"], **unchecked)["data"] == []
    api.revoke_automation_token_id(made["id"])
    with pytest.raises(fastly.exceptions.NotFoundException):
        api.get_automation_token_id(made["id"], **unchecked)


def make_token(python, place, name):
    """By the client's own request, since its method takes no fields."""
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    credentials = [("username", OWNER), ("password", PASSWORD)]
    made = python.request(
        "POST",
        f"{place.url}/tokens",
        headers={**headers, "Fastly-Key": place.token},
        post_params=[("name", name), *credentials, ("scope", "global:read")],
    )
    return json.loads(made.data)
