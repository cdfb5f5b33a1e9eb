"""Two accounts on one server: the demo's largest, and a neighbour with a thing of each kind."""

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

import requests

from ostiary.access import table
from ostiary.api.schemas import example_id
from ostiary.management.demo.world import PASSWORD
from tests.servers import Ostiary

NEIGHBOUR = "greg@example.com"
# What an account consists of: where its things are listed, by the noun that ids of theirs go by. Events come
# oldest first: letters that are handed over meanwhile add some, and must not shift what is on the next page.
LISTS = {
    "user": "/customer/{account}/users",
    "token": "/customer/{account}/tokens",
    "contact": "/customer/{account}/contacts",
    "address": "/billing/v3/customer-addresses",
    "automation token": "/automation-tokens?per_page=100",
    "service": "/service?per_page=1000",
    "workspace": "/ngwaf/v1/workspaces?limit=200",
    "invitation": "/invitations?page%5Bsize%5D=100",
    "user group": "/user-groups?per_page=100",
    "service group": "/service-groups?per_page=100",
    "service authorization": "/service-authorizations?page%5Bsize%5D=100",
    "event": "/events?page%5Bsize%5D=100&sort=created_at",
}
IN_GROUPS = {"user group": ("members", "roles", "service-groups"), "service group": ("services",)}
# What reading changes: a token tells when it was used, and whose it is, when they were there.
OF_READING = {"last_used_at", "last_active_at", "ip", "user_agent"}


class Inside:
    """Somebody's account as they see it."""

    def __init__(self, server: Ostiary, token: str) -> None:
        self.server = server
        self.token = token
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Fastly-Key"] = token

    @cached_property
    def account(self) -> str:
        return self.get("/current_customer")["id"]

    def get(self, path: str) -> Any:
        answer = self.session.get(self.server.url + path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.session.post(self.server.url + path, json=body)
        assert answer.ok, (path, answer.text)
        return answer.json()

    def listed(self, noun: str) -> list[dict[str, Any]]:
        found = self.get(LISTS[noun].format(account=self.account))
        if isinstance(found, list):
            return found
        rows = found["data"]
        while address := found.get("links", {}).get("next"):
            found = self.get(address.removeprefix(self.server.url))
            rows += found["data"]
        return rows

    def ids(self) -> dict[str, list[str]]:
        """All that can be named, by the example that stands for it; not the token that asks."""
        own = self.get("/tokens/self")["id"]
        found = {noun: [one["id"] for one in self.listed(noun) if one["id"] != own] for noun in LISTS}
        found["token"] += found["automation token"]
        by_example = {example_id(noun): ids for noun, ids in found.items()}
        return by_example | {
            example_id("customer"): [self.account],
            table.ROLES[0].ref: [role.ref for role in table.ROLES],
            "olga@example.com": [one["login"] for one in self.listed("user")],
        }

    def dump(self) -> dict[str, Any]:
        """Everything in the account that its superuser can read, but for what reading changes."""
        found = {noun: self.listed(noun) for noun in LISTS} | {
            "customer": self.get(f"/customer/{self.account}")
        }
        for noun, parts in IN_GROUPS.items():
            for one in found[noun]:
                address = f"/{noun.replace(' ', '-')}s/{one['id']}"
                found |= {f"{address}/{part}": self.get(f"{address}/{part}?per_page=100") for part in parts}
        found["event"] = [one for one in found["event"] if one["attributes"]["metadata"]["door"] != "job"]
        return without(found, OF_READING)


def of_others(dump: dict[str, Any], user: str) -> dict[str, Any]:
    """All but a user, their tokens and what they did."""

    def is_theirs(one: dict[str, Any]) -> bool:
        return user in (one.get("id"), one.get("user_id"), one.get("attributes", {}).get("user_id"))

    return {
        name: [one for one in its if not is_theirs(one)] if isinstance(its, list) else its
        for name, its in dump.items()
    }


def without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: without(one, names) for name, one in value.items() if name not in names}
    return [without(one, names) for one in value] if isinstance(value, list) else value


def token_of(server: Ostiary, address: str) -> Callable[[], str]:
    """New tokens of somebody's, by their password."""

    def token() -> str:
        body = {"username": address, "password": PASSWORD, "name": "explorer"}
        answer = requests.post(f"{server.url}/tokens", data=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]

    return token


def superuser_of_the_other(server: Ostiary) -> Inside:
    secret = server.folder / "password"
    secret.write_text(PASSWORD)
    about = ("--account", "Globex", "--email", NEIGHBOUR, "--name", "Greg Gale")
    made = json.loads(server.manage("bootstrap", *about, "--password-file", str(secret), "--with-token"))
    greg = Inside(server, made["token"])
    furnish(greg, "Globex")
    return greg


def furnish(inside: Inside, name: str) -> None:
    """One of each kind of thing, by a name."""
    service = inside.post("/service", {"name": f"{name} site"})["id"]
    inside.post("/ngwaf/v1/workspaces", {"name": name, "mode": "log"})
    group = inside.post("/user-groups", {"name": name})["id"]
    services = inside.post("/service-groups", {"name": name})["id"]
    inside.post(f"/service-groups/{services}/services", {"services": [{"id": service}]})
    inside.post(f"/user-groups/{group}/service-groups", {"service_groups": [{"id": services}]})
    user = inside.post(
        "/user", {"login": f"{name.lower()}@example.org", "role": "engineer", "limit_services": True}
    )["id"]
    link = {"service": {"data": {"id": service}}, "user": {"data": {"id": user}}}
    inside.post("/service-authorizations", {"data": {"type": "service_authorization", "relationships": link}})
    contact = {"contact_type": "billing", "user_id": inside.get("/current_user")["id"]}
    inside.post(f"/customer/{inside.account}/contacts", contact)
    inside.post("/sudo", {"password": PASSWORD})
    inside.post("/automation-tokens", {"name": name, "role": "user"})
