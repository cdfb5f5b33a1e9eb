"""Tokens by the vendor's own client for JavaScript."""

import pytest

from tests.cast import PASSWORD
from tests.conformance.conftest import OWNER
from tests.conformance.javascript import Refused


def test_tokens_from_password_to_revocation(js, place):
    sudo = {"username": OWNER, "password": PASSWORD}
    assert js.ask("SudoApi", "requestSudoAccess", sudo_request=sudo)["expiry_time"]
    present = js.with_password(OWNER, PASSWORD)
    made = [present.ask("TokensApi", "createToken") for _ in range(4)]
    assert len({one["access_token"] for one in made}) == 4
    first, second, third, _ = refs = [one["id"] for one in made]
    assert set(refs) <= tokens(js)
    listed = js.ask("TokensApi", "listTokensCustomer", customer_id=place.account)
    assert first in {one["id"] for one in listed}
    assert js.ask("TokensApi", "getToken", token_id=first)["user_id"] == place.owner

    js.ask("TokensApi", "revokeToken", token_id=first)
    named = [{"id": ref, "type": "token"} for ref in (second, third)]
    js.ask("TokensApi", "bulkRevokeTokens", request_body={"data": named})
    last = js.by(made[3]["access_token"])
    last.ask("TokensApi", "revokeTokenCurrent")
    assert not set(refs) & tokens(js)
    with pytest.raises(Refused) as refused:
        last.ask("TokensApi", "getTokenCurrent")
    assert refused.value.status == 401
    assert refused.value.body["msg"] == "Provided credentials are missing or invalid"


def test_automation_tokens(js):
    service = js.make_service("api.example.net")
    js.ask("SudoApi", "requestSudoAccess", sudo_request={"username": OWNER, "password": PASSWORD})
    wanted = {"name": "ci", "role": "engineer", "scope": "global", "services": [service], "expires_at": None}
    api = "AutomationTokensApi"
    made = js.ask(
        api,
        "createAutomationTokenWithHttpInfo",
        automation_token_create_request={"attributes": wanted},
    )
    assert (made["name"], made["role"], made["services"]) == ("ci", "engineer", [service])
    assert js.ask(api, "getAutomationTokenId", id=made["id"])["name"] == "ci"
    assert js.ask(api, "getAutomationTokensIdServices", id=made["id"])["data"] == [service]
    assert js.by(made["access_token"]).ask("ServiceApi", "getService", service_id=service)["id"] == service

    js.ask(api, "revokeAutomationTokenId", id=made["id"])
    with pytest.raises(Refused) as refused:
        js.ask(api, "getAutomationTokenId", id=made["id"])
    assert refused.value.status == 404


def tokens(js):
    return {one["id"] for one in js.ask("TokensApi", "listTokensUser")}
