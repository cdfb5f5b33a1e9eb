"""Every operation that is served, walked by whoever must not: strangers, the neighbour, a token that reads.

What a path's parts are is said once, here; an operation with a part that is not known fails.
"""

import json
import re

import pytest

from ostiary.access import table
from ostiary.actions import contacts, groups, invitations, service_groups, tokens
from ostiary.actions.actors import operator
from ostiary.actions.wanted import Wanted
from ostiary.api.operations import Operation
from ostiary.api.served import OPERATIONS
from ostiary.models import Event, ServiceGrant
from tests.cast import acting

PART = re.compile(r"\{(\w+)\}")
# Parts that name nothing of an account's.
NOBODYS = {"role_id"}
BY_TOKEN = [one for one in OPERATIONS if one.auth == "token"]
OF_THE_ACCOUNT = [one for one in BY_TOKEN if set(PART.findall(one.path)) - NOBODYS]
WRITES = [one for one in BY_TOKEN if one.writes]

BODIES = [
    ("", ""),
    ("application/json", "{"),
    ("application/json", "[]"),
    ("application/json", '{"name": {"a": 1}, "members": {}, "services": 1, "roles": [[]], "data": 5}'),
    ("application/vnd.api+json", '{"data": {"attributes": [], "relationships": {"service": []}}}'),
    ("application/vnd.api+json", '{"data": [1, null, {"id": []}]}'),
    ("application/x-www-form-urlencoded", "name=%00&login=%ff&services[]=&expires_at=never&role[]=x"),
    ("application/x-www-form-urlencoded", "name=" + "x" * 5_000),
    ("text/plain", "hello"),
]


@pytest.fixture
def ids(olga, sam, erin, services, workspaces) -> dict[str, str]:
    """Something of the account's for each part of a path."""
    actor = acting(olga)
    invited = invitations.invite(actor, "nora@example.org", Wanted(frozenset({"user"})))
    token = tokens.create_for(operator(sam.account_id), sam.ref, name="sam's", scopes=["global"])
    return {
        "customer_id": olga.account.ref,
        "user_id": sam.ref,
        "login": sam.address,
        "token_id": token["token"],
        "contact_id": contacts.add(actor, "billing", member_ref=sam.ref),
        "service_id": services[0].ref,
        "workspace_id": workspaces[0].ref,
        "invitation_id": invited["invitation"],
        "user_group_id": groups.make(actor, "Everybody"),
        "service_group_id": service_groups.make(actor, "Everything"),
        "service_authorization_id": ServiceGrant.objects.get(member=erin, until=None).ref,
        "code": "x" * 40,
        "event_id": Event.objects.filter(account=olga.account).latest("number").ref,
        "role_id": table.role("engineer").ref,
    }


def path_of(one: Operation, ids: dict[str, str]) -> str:
    return PART.sub(lambda part: ids[part[1]], one.path)


def call(client, one: Operation, path: str, body: str = "{}", kind: str = "application/json"):
    return client.generic(one.method, path, body if one.writes else "", kind)


def named(one: Operation) -> str:
    return f"{one.method} {one.path}"


def test_a_stranger_is_answered_alike_everywhere(ids, client):
    before = Event.objects.count()
    for one in BY_TOKEN:
        answer = call(client, one, path_of(one, ids))
        assert answer.status_code == 401, one
        assert "Provided credentials are missing or invalid" in answer.json().values(), one
    assert Event.objects.count() == before


def test_the_neighbours_superuser_learns_nothing_and_changes_nothing(ids, api, greg):
    """What is there is answered as what was never there, but for the id that was sent."""
    client, before = api(greg), Event.objects.count()
    nowhere = dict.fromkeys(ids, "0" * 22) | {"login": "nobody@example.org"}
    for one in OF_THE_ACCOUNT:
        there, not_there = (said(call(client, one, path_of(one, parts)), parts) for parts in (ids, nowhere))
        assert there == not_there, one
        assert there[0] in (400, 404), one
    assert Event.objects.count() == before


def said(answer, parts: dict[str, str]) -> tuple[int, str]:
    """The status, and the body without the ids that were sent and that of the request."""
    body = answer.content.decode()
    for value in {**answer.json(), **parts}.values():
        body = body.replace(value, "…") if isinstance(value, str) and len(value) >= 18 else body
    return answer.status_code, body


def test_a_token_that_reads_writes_nothing(ids, api, olga):
    client, before = api(olga, scopes=("global:read",)), Event.objects.count()
    for one in WRITES:
        assert call(client, one, path_of(one, ids)).status_code in (400, 403, 404, 409), one
    assert Event.objects.count() == before


@pytest.mark.parametrize("one", BY_TOKEN, ids=named)
def test_whatever_is_sent_is_no_mistake_of_ours(one, ids, api, olga):
    client = api(olga).oddly()
    for kind, body in BODIES:
        answer = call(client, one, path_of(one, ids), body, kind)
        assert answer.status_code < 500, (kind, body, answer.content)
    answer = client.generic(one.method, path_of(one, ids) + "?page=-1&per_page=x&limit=%00&cursor=%00&sort=x")
    assert answer.status_code < 500


@pytest.mark.parametrize("odd", ["%00", "x" * 3_000, "%E2%80%AE", "..%2F..", "'%20or%201=1"])
def test_odd_ids_are_unknown(odd, api, olga):
    client = api(olga)
    for one in BY_TOKEN:
        if PART.search(one.path):
            answer = call(client, one, PART.sub(odd, one.path))
            assert answer.status_code in (400, 403, 404, 409), one


def test_every_refusal_is_json(api, uma, ids):
    client = api(uma)
    for one in BY_TOKEN:
        answer = call(client, one, path_of(one, ids))
        if answer.status_code >= 400:
            assert json.loads(answer.content)["request_id"] == answer["X-Request-Id"], one
