"""A good call for every operation of the API, and to whom it opens. A new operation fails until it is here.

Bodies and queries name what they are about by the words of a house (`house.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from ostiary.access import table
from ostiary.api.operations import PART, Operation
from ostiary.api.served import OPERATIONS
from tests.doors.route import Refs

# To every live token, and to every one whose scopes are for reading.
ANY, READING = "any token", "any token that reads"
# To the tokens of people.
PERSONAL = "any personal token"

JSON = "application/json"
# What the parts of paths are, by the words of a house.
WORDS = {
    "customer_id": "account",
    "user_id": "spare",
    "login": "spare_address",
    "token_id": "own_token",
    "contact_id": "contact",
    "service_id": "service",
    "workspace_id": "workspace",
    "invitation_id": "invitation",
    "user_group_id": "group",
    "service_group_id": "other_service_group",
    "service_authorization_id": "authorization",
    "event_id": "event",
    "code": "invitation_secret",
    "role_id": "role",
}


@dataclass(frozen=True)
class Good:
    """One call. `opens_to` is a capability of the table, any of several, or one of the words above."""

    name: str
    opens_to: str
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    # The service or workspace that the capability is asked about.
    on: str = ""
    # Those who may not are told so, or that there is nothing: always, or as far as they hold a capability.
    others: str = "403"
    # Whose is what it is about: they may as well.
    also: tuple[str, ...] = ()
    # The status for those who may, where it is not the usual one.
    done: int = 0
    sudo: bool = False
    words: Refs = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def operation(self) -> Operation:
        return next(one for one in OPERATIONS if f"{one.method} {one.path}" == self.name)

    @property
    def success(self) -> int:
        return self.done or self.operation.status

    @cached_property
    def fields(self) -> set[str]:
        """What the body may hold at its top."""
        return set((self.operation.takes or {}).get("properties", {}))

    def path(self, refs: Refs) -> str:
        """The path, made of the ids in `refs`."""
        known = {**refs, "role": table.role("engineer").ref}
        return PART.sub(lambda part: quote(known[self._word(part[1])]), self.operation.path)

    def named_in_path(self) -> set[str]:
        return {self._word(part) for part in PART.findall(self.operation.path)} - {"role"}

    def named_beside(self) -> set[str]:
        """The words of the body and the query."""
        return set(PART.findall(json.dumps([self.body, self.query])))

    def _word(self, part: str) -> str:
        return self.words.get(part, WORDS[part])


def filled(value: Any, refs: Refs) -> Any:
    """A body with the ids that it names."""
    if isinstance(value, dict):
        return {name: filled(one, refs) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, refs) for one in value]
    return PART.sub(lambda part: refs[part[1]], value) if isinstance(value, str) else value


def link(kind: str, word: str) -> dict[str, Any]:
    return {"data": {"type": kind, "id": word}}


LINES = {"address_1": "1 Main St", "locality": "Springfield", "country": "US"}
NEW_GROUP = {"name": "Newest", "description": "probe"}
INVITED = {"login": "nina@example.org", "name": "Nina", "role": "user"}
INVITATION = {"data": {"type": "invitation", "attributes": {"email": "nina@example.org", "role": "user"}}}
INVITERS = "members.invite or invitations.limited_by_api"
LEVEL = {"type": "service_authorization", "attributes": {"permission": "purge_select"}}
ONE_LEVEL = {"data": [{"id": "{authorization}", **LEVEL}]}
AUTHORIZATION = "/service-authorizations/{service_authorization_id}"
NEW_LEVEL = {
    "data": {
        "type": "service_authorization",
        "attributes": {"permission": "read_only"},
        "relationships": {
            "service": link("service", "{hidden_service}"),
            "user": link("user", "{limited_user}"),
        },
    }
}
AUTOMATION = {"name": "ci", "role": "engineer", "expires_at": None, "services": ["{service}"]}
OF_THE_ACCOUNTS_OWN = {"token_id": "automation"}
ON_SERVICE = {"on": "service"}
GROUP, SERVICE_GROUP = "/user-groups/{user_group_id}", "/service-groups/{service_group_id}"
REACHED = {"service_group_id": "service_group"}
VIEWER = table.role("tls_viewer").ref

GOOD = (
    Good("GET /billing/v3/customer-addresses", "billing.view_invoices"),
    Good("POST /billing/v3/customer-addresses", "billing.update_card", {"type": "tax", **LINES}),
    Good("PUT /billing/v3/customer-addresses/tax", "billing.update_card", LINES, done=404),
    Good(
        "PUT /billing/v3/customer-addresses/billing", "billing.update_card", {**LINES, "address_2": "Apt 2"}
    ),
    Good("POST /automation-tokens", "tokens.create_automation", AUTOMATION, sudo=True),
    Good("GET /automation-tokens", "tokens.view_all"),
    Good("GET /automation-tokens/{token_id}", "tokens.view_all", words=OF_THE_ACCOUNTS_OWN),
    Good("GET /automation-tokens/{token_id}/services", "tokens.view_all", words=OF_THE_ACCOUNTS_OWN),
    Good("GET /automation-tokens/{token_id}/workspaces", "tokens.view_all", words=OF_THE_ACCOUNTS_OWN),
    Good("DELETE /automation-tokens/{token_id}", "tokens.revoke_all", words=OF_THE_ACCOUNTS_OWN),
    Good("GET /customer/{customer_id}/contacts", "account.view_settings"),
    Good(
        "POST /customer/{customer_id}/contacts",
        "account.update",
        {"contact_type": "security", "user_id": "{spare}", "phone": "+15555555559"},
    ),
    Good("DELETE /customer/{customer_id}/contacts/{contact_id}", "account.update"),
    Good("GET /current_user", PERSONAL, others="404"),
    Good("GET /current_customer", ANY),
    Good("GET /customer/{customer_id}", "account.view_settings"),
    Good("PUT /customer/{customer_id}", "account.update", {"name": "Acme and Sons"}),
    # It still has services, which come first.
    Good("DELETE /customer/{customer_id}", "account.cancel", done=409, sudo=True),
    Good("GET /events", "audit.view", query={"filter[customer_id]": "{account}"}),
    Good("GET /events/{event_id}", "audit.view"),
    Good("GET /invitations", "members.view"),
    Good("POST /invitations", INVITERS, INVITATION),
    Good("DELETE /invitations/{invitation_id}", "members.invite"),
    Good("POST /user/{login}/password/request_reset", "members.reset_password"),
    Good("GET /permissions", READING),
    Good("GET /iam/v1/roles", READING),
    Good("GET /iam/v1/roles/{role_id}", READING),
    Good("GET /roles", READING),
    Good("GET /roles/{role_id}", READING),
    Good("GET /roles/{role_id}/permissions", READING),
    Good("DELETE /roles/{role_id}/permissions", ANY),
    Good("POST /roles/{role_id}/permissions", ANY),
    Good("DELETE /roles/{role_id}", ANY),
    Good("PATCH /roles/{role_id}", ANY),
    Good("POST /roles", ANY),
    Good("GET /service-authorizations", "members.view"),
    Good("POST /service-authorizations", "members.change_access", NEW_LEVEL),
    Good(f"GET {AUTHORIZATION}", "members.view"),
    Good(f"PATCH {AUTHORIZATION}", "members.change_access", {"data": LEVEL}),
    Good(f"DELETE {AUTHORIZATION}", "members.change_access"),
    Good("PATCH /service-authorizations", "members.change_access", ONE_LEVEL),
    Good("DELETE /service-authorizations", "members.change_access", ONE_LEVEL),
    Good("GET /service-groups", "groups.view"),
    Good("POST /service-groups", "groups.manage", NEW_GROUP),
    Good(f"GET {SERVICE_GROUP}", "groups.view"),
    Good(f"PATCH {SERVICE_GROUP}", "groups.manage", {"name": "Renamed"}),
    Good(f"DELETE {SERVICE_GROUP}", "groups.manage"),
    Good(f"GET {SERVICE_GROUP}/services", "groups.view"),
    Good(f"POST {SERVICE_GROUP}/services", "groups.manage", {"services": [{"id": "{hidden_service}"}]}),
    Good(
        f"DELETE {SERVICE_GROUP}/services",
        "groups.manage",
        {"services": [{"id": "{service}"}]},
        words=REACHED,
    ),
    Good("POST /service", "service.create", {"name": "new.example.com", "customer_id": "{account}"}),
    Good("GET /service", READING),
    Good(
        "GET /service/search",
        "service.view",
        query={"name": "{service_name}"},
        on="service",
        others="tokens.view_own",
    ),
    Good("GET /service/{service_id}", "service.view", **ON_SERVICE),
    Good("GET /service/{service_id}/details", "service.view", **ON_SERVICE),
    Good("GET /service/{service_id}/domain", "service.view", **ON_SERVICE),
    Good("PUT /service/{service_id}", "service.configure", {"comment": "probe"}, **ON_SERVICE),
    Good("DELETE /service/{service_id}", "service.delete", **ON_SERVICE),
    Good("GET /tokens", "tokens.view_own"),
    Good("GET /customer/{customer_id}/tokens", "tokens.view_all"),
    Good("GET /tokens/self", ANY),
    Good("GET /tokens/{token_id}", "tokens.view_all", others="tokens.view_own", also=("user",)),
    Good("DELETE /tokens/self", ANY),
    Good("DELETE /tokens/{token_id}", "tokens.revoke_all", others="404", also=("user",)),
    Good(
        "DELETE /tokens",
        "tokens.revoke_all",
        {"data": [{"id": "{own_token}", "type": "token"}]},
        others="404",
        also=("user",),
    ),
    Good("GET /user-groups", "groups.view"),
    Good("POST /user-groups", "groups.manage", NEW_GROUP),
    Good(f"GET {GROUP}", "groups.view"),
    Good(f"PATCH {GROUP}", "groups.manage", {"description": "changed"}),
    Good(f"DELETE {GROUP}", "groups.manage"),
    Good(f"GET {GROUP}/members", "groups.view"),
    Good(f"POST {GROUP}/members", "groups.manage", {"members": [{"id": "{user}", "object": "user"}]}),
    Good(f"DELETE {GROUP}/members", "groups.manage", {"members": [{"id": "{spare}", "object": "user"}]}),
    Good(f"GET {GROUP}/roles", "groups.view"),
    Good(f"POST {GROUP}/roles", "groups.manage", {"roles": [{"id": VIEWER}]}),
    Good(f"DELETE {GROUP}/roles", "groups.manage", {"roles": [{"id": table.role("user").ref}]}),
    Good(f"GET {GROUP}/service-groups", "groups.view"),
    Good(
        f"POST {GROUP}/service-groups", "groups.manage", {"service_groups": [{"id": "{other_service_group}"}]}
    ),
    Good(f"DELETE {GROUP}/service-groups", "groups.manage", {"service_groups": [{"id": "{service_group}"}]}),
    Good("POST /user", INVITERS, INVITED),
    Good("GET /user/{user_id}", "members.view"),
    Good("PUT /user/{user_id}", "members.update", {"name": "Renamed"}),
    Good("DELETE /user/{user_id}", "members.delete"),
    Good("GET /customer/{customer_id}/users", "members.view"),
    Good("GET /verify", ANY),
    Good("GET /ngwaf/v1/workspaces", READING),
    Good("POST /ngwaf/v1/workspaces", "workspace.create", {"name": "Newest", "mode": "log"}),
    Good("GET /ngwaf/v1/workspaces/{workspace_id}", READING, on="workspace"),
    Good("PATCH /ngwaf/v1/workspaces/{workspace_id}", "workspace.rename", {"name": "Till"}, on="workspace"),
    Good("DELETE /ngwaf/v1/workspaces/{workspace_id}", "workspace.delete", on="workspace"),
)
# By what the body brings, or for everybody: each has tests of its own, in tests/api.
WITHOUT_TOKENS = {
    "GET /openapi.json",
    "GET /realms/fastly/.well-known/openid-configuration",
    "PUT /invitation/accept/{code}",
    "POST /current_user/password",
    "POST /sudo",
    "POST /tokens",
}
