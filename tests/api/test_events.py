"""Events by API: filtered, sorted, by page, in the words of the wire, and read by indexes."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ostiary import actions
from ostiary.actions import members
from ostiary.api.event_types import TYPES, names_of
from ostiary.api.events import BEFORE_OR_AFTER
from ostiary.api.wire_events import KNOWN
from ostiary.clock import now
from ostiary.models import Event
from ostiary.queries import events
from ostiary.queries.events import Filter
from tests.api.conftest import form
from tests.cast import acting, make_service
from tests.queries.plans import no_scans

API = "application/vnd.api+json"


def found(client, query=""):
    answer = client.get(f"/events?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(body):
    return [one["attributes"]["metadata"]["event"] for one in body["data"]]


def strings(value):
    for inner in value.values() if isinstance(value, dict) else value:
        yield inner
        if isinstance(inner, dict | list):
            yield from strings(inner)


ON_NO_ACCOUNT = ("person.", "sign_in.", "presence.", "browser.", "recovery_code.", "keys.")


def test_every_event_has_a_type_of_the_closed_list():
    assert {shown for shown, _ in TYPES.values()} <= KNOWN
    sources = [path.read_text() for path in Path(actions.__file__).parent.glob("*.py")]
    recorded = {
        name for text in sources for name in re.findall(r'(?:record|_announce)\(\s*"(\w+\.\w+)"', text)
    }
    on_no_account = {name for name in recorded if name.startswith(ON_NO_ACCOUNT)}
    on_no_account |= {
        "default_account.changed",
        "session.started",
        "session.ended",
        "pass.code_requested",
    }
    assert recorded - on_no_account <= set(TYPES)


def test_an_event_is_shown_whole(acme, olga, uma, api):
    client = api(olga)
    form(client, "PUT", f"/user/{uma.ref}", "name=Renamed")
    token = olga.tokens.get()
    body = found(client, "filter[event_type]=user.update")
    (one,) = body["data"]
    attributes = one["attributes"]
    assert attributes.pop("created_at").endswith("Z")
    assert attributes["metadata"].pop("request_id")
    assert one == {
        "id": Event.objects.get(name="member.renamed").ref,
        "type": "event",
        "attributes": {
            "admin": False,
            "customer_id": acme.ref,
            "description": "A member was renamed",
            "event_type": "user.update",
            "ip": "127.0.0.1",
            "metadata": {
                "event": "member.renamed",
                "door": "api",
                "target": {"kind": "member", "ref": uma.ref},
                "before": {"name": "Uma Umber"},
                "after": {"name": "Renamed"},
                "user_agent": "",
            },
            "service_id": "",
            "token_id": token.ref,
            "user_id": olga.ref,
        },
    }
    answer = client.get(f"/events/{one['id']}")
    assert answer["Content-Type"] == API
    assert answer.json()["data"]["id"] == one["id"]


def test_an_erased_text_is_empty_and_nothing_is_null(olga, uma, services, api):
    members.rename(acting(olga), uma.ref, "Renamed")
    Event.objects.filter(name="member.renamed").update(personal={})
    body = found(api(olga), "page[size]=100")
    renamed = next(one for one in body["data"] if one["attributes"]["description"] == "A member was renamed")
    assert renamed["attributes"]["metadata"]["after"] == {"name": ""}
    assert None not in list(strings(body["data"]))


def test_events_page_by_raw_and_absolute_links(acme, olga, api):
    for number in range(5):
        make_service(acme, f"s{number}")
    client = api(olga)
    total = Event.objects.filter(account=acme).count()
    query = f"filter%5Bcustomer_id%5D={acme.ref}&page%5Bnumber%5D=2&page%5Bsize%5D=2&sort=-created_at"
    body = client.get(f"/events?{query}", headers={"Host": "localhost"}).json()
    assert body["meta"]["record_count"] == total
    assert body["links"]["next"] == (
        f"http://localhost/events?filter[customer_id]={acme.ref}&sort=-created_at&page[number]=3&page[size]=2"
    )
    walked, link = [], "/events?page[size]=3"
    while link:
        page = client.get(link).json()
        walked, link = walked + [one["id"] for one in page["data"]], page["links"].get("next")
    assert walked == list(Event.objects.filter(account=acme).order_by("number").values_list("ref", flat=True))
    reversed_ = found(client, "sort=-created_at&page[size]=100")
    assert [one["id"] for one in reversed_["data"]] == walked[::-1]
    assert found(client, "page[number]=999")["data"] == []


@pytest.mark.parametrize("sort", ["created_at", "-created_at"])
def test_each_filter_chooses_its_own(acme, olga, sam, uma, services, api, sort):
    client = api(sam)
    for body in ("name=Renamed", "locked=True"):
        form(client, "PUT", f"/user/{uma.ref}", body)
    members.rename(acting(olga), uma.ref, "Again")
    token, order = sam.tokens.get(), 1 if sort == "created_at" else -1
    by_filter = {
        f"filter[user_id]={sam.ref}": ["member.renamed", "member.locked"],
        f"filter[token_id]={token.ref}": ["member.renamed", "member.locked"],
        f"filter[service_id]={services[0].ref}": ["service.created"],
        "filter[event_type]=user.lock": ["member.locked"],
        "filter[event_type]=user.update": ["member.renamed", "member.renamed"],
        f"filter[event_type]=user.update&filter[user_id]={olga.ref}": ["member.renamed"],
        "filter[event_type]=vcl.create": [],
        f"filter[user_id]={'0' * 22}": [],
    }
    for query, expected in by_filter.items():
        body = found(client, f"{query}&sort={sort}")
        assert (names(body), body["meta"]["record_count"]) == (expected[::order], len(expected)), query


def test_times_are_compared_as_they_are_shown(acme, olga, api):
    client, event = api(olga), Event.objects.order_by("pk").last()
    at = event.at.replace(microsecond=500_000) + timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(at=at)
    shown = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    late = f"{at + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S+00:00}"
    chosen = {
        f"filter[created_at]={shown}": 1,
        f"filter[created_at][gte]={shown}": 1,
        f"filter[created_at][gt]={shown}": 0,
        f"filter[created_at][gte]={late}": 0,
        f"filter[created_at][gte]={shown}&filter[created_at][lte]={shown}": 1,
        f"filter[created_at][gte]={shown}&filter[created_at][lt]={shown}": 0,
        f"filter[created_at][gte]={shown}&filter[event_type]=token.create": 1,
    }
    assert {query: found(client, query)["meta"]["record_count"] for query in chosen} == chosen
    everything = "filter[created_at][gte]=2020-01-01T00:00:00Z&filter[created_at][lte]=2099-01-01T00:00:00Z"
    assert found(client, everything)["meta"]["record_count"] == Event.objects.filter(account=acme).count()


IDS = [f"filter[{noun}_id]" for noun in ("customer", "user", "service", "token")]
TIMES = [f"filter[created_at]{how}" for how in BEFORE_OR_AFTER]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        *((name, text, "field_not_id") for name in IDS for text in ("", "olga", "0" * 23, "%25" * 22)),
        *((name, text, "moment_unreadable") for name in TIMES for text in ("", " ", "yesterday")),
        *(
            ("filter[event_type]", text, "event_type_unknown")
            for text in ("", "user.updat", "USER.UPDATE", "%25")
        ),
        *((name, "%00", "field_not_text") for name in (*IDS, *TIMES, "filter[event_type]")),
        ("filter[created_at][lte]", "0001-01-01T00:00:00%2B23:59", "moment_unreadable"),
        ("sort", "name", "sort_unknown"),
        ("sort", "", "sort_unknown"),
        ("page[number]", "x", "field_not_number"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(olga, api, name, text, code):
    answer = api(olga).get(f"/events?{name}={text}")

    refusal = answer.json()
    assert (answer.status_code, refusal["code"], refusal["field"]) == (400, code, name)


def test_times_that_leave_nothing_between_them_find_nothing(olga, api):
    between = "filter[created_at][gte]=2099-01-01T00:00:00Z&filter[created_at][lte]=2020-01-01T00:00:00Z"

    body = found(api(olga), between)

    assert (body["data"], body["meta"]["record_count"]) == ([], 0)


def test_the_last_moment_of_all_is_no_mistake(olga, api):
    assert found(api(olga), "filter[created_at][lte]=9999-12-31T23:59:59Z")["data"]


def test_pages_cost_the_same_and_are_found_by_indexes(acme, olga, services, api, django_assert_num_queries):
    client = api(olga)
    for query in ("", "filter[event_type]=user.update", f"filter[user_id]={olga.ref}"):
        with django_assert_num_queries(4):
            found(client, query)
    earlier = Filter(until=now(), since=now() - timedelta(days=1))
    asked = [
        Filter(),
        earlier,
        Filter(names=names_of("user.update")),
        Filter(actor=olga.ref),
        Filter(target=olga.ref),
        Filter(token="x"),
        replace(earlier, names=names_of("service.create"), actor=olga.ref),
    ]
    with no_scans():
        for chosen in [*asked, *(replace(one, descending=True) for one in asked)]:
            events.listed(acme.pk, chosen, offset=2, size=2)


def test_another_accounts_events_are_unknown(acme, olga, greg, services, api):
    event = Event.objects.filter(account=acme).first()
    client = api(greg)
    assert client.get(f"/events/{event.ref}").status_code == 404
    assert client.get(f"/events?filter[customer_id]={acme.ref}").status_code == 404
    assert found(client, f"filter[service_id]={services[0].ref}")["data"] == []
    assert {one["attributes"]["customer_id"] for one in found(client)["data"]} == {greg.account.ref}
    assert client.get("/events/%00").status_code == client.get(f"/events/{'0' * 22}").status_code == 404


def test_superusers_alone_read_them(olga, erin, bill, uma, api):
    event = Event.objects.first()
    for member in (erin, bill, uma):
        answer = api(member).get("/events")
        assert (answer.status_code, answer.json()["capability"]) == (403, "audit.view")
        assert api(member).get(f"/events/{event.ref}").status_code == 403
    assert api(olga, scopes=("global:read",)).get("/events").status_code == 200
    assert api(olga, scopes=("purge_all",)).get("/events").status_code == 403
