"""Service authorizations: levels that people gave, by ids that stay."""

import json

import pytest

from ostiary.actions import member_access
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, Member, ServiceGrant
from ostiary.queries import authorizations
from tests.api.conftest import form
from tests.cast import acting, join, make_service
from tests.queries.crowds import crowd
from tests.queries.plans import no_scans

API, JSON, BULK = "application/vnd.api+json", "application/json", "application/vnd.api+json; ext=bulk"
PATH = "/service-authorizations"


def document(member, service, permission="read_only", *, bare=False, **more):
    link = {"type": "service", "id": service.ref}
    relationships = {
        "service": link if bare else {"data": link},
        "user": {"data": {"type": "user", "id": member.ref}},
    }
    attributes = {"permission": permission} if permission else {}
    data = {"type": "service_authorization", "attributes": attributes, "relationships": relationships}
    return {"data": data, **more}


def level(member, service):
    found = ServiceGrant.objects.current().filter(member=member, service=service)
    return next((grant.level for grant in found), None)


def patch(client, path, data, kind):
    return client.patch(path, json.dumps({"data": data}), kind)


@pytest.fixture
def held(erin):
    return ServiceGrant.objects.get(member=erin)


def test_one_is_made_with_both_relationships(olga, erin, services, api):
    answer = api(olga).post(PATH, document(erin, services[1]), API)
    body = answer.json()["data"]
    assert (answer.status_code, answer["Content-Type"]) == (200, API)
    assert body["attributes"].pop("created_at") == body["attributes"].pop("updated_at")
    assert body == {
        "id": ServiceGrant.objects.get(service=services[1]).ref,
        "type": "service_authorization",
        "attributes": {"permission": "read_only", "deleted_at": None},
        "relationships": {
            "service": {"data": {"id": services[1].ref, "type": "service"}},
            "user": {"data": {"id": erin.ref, "type": "user"}},
        },
    }
    assert api(olga).get(f"{PATH}/{body['id']}").json()["data"]["id"] == body["id"]


def test_each_dialect_is_read(olga, erin, services, api):
    bare = document(erin, services[1], None, bare=True)
    assert api(olga).oddly().post(PATH, bare, API).json()["data"]["attributes"]["permission"] == "full"
    with_included = document(erin, services[2], included=[])
    assert api(olga).post(PATH, with_included, API).status_code == 200


@pytest.mark.parametrize("kind", [API, JSON])
def test_a_changed_level_keeps_its_id(olga, erin, services, held, api, kind):
    data = {"type": "service_authorization", "attributes": {"permission": "purge_select"}}
    if kind == API:
        data["id"] = held.ref
    answer = patch(api(olga), f"{PATH}/{held.ref}", data, kind)
    assert (answer.status_code, answer["Content-Type"]) == (200, API)
    assert answer.json()["data"]["id"] == held.ref
    assert set(answer.json()["data"]["relationships"]) == {"service", "user"}
    assert level(erin, services[0]) == "purge_select"
    wanted = Wanted(frozenset({"engineer"}), limit_services=True, services={services[0].ref: "full"})
    version = Member.objects.get(pk=erin.pk).version
    member_access.change(acting(olga), erin.ref, wanted, version=version)
    assert ServiceGrant.objects.current().get(member=erin).ref == held.ref


def test_one_that_is_deleted_is_gone(olga, erin, services, held, api):
    answer = api(olga).delete(f"{PATH}/{held.ref}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert level(erin, services[0]) is None
    again = api(olga).delete(f"{PATH}/{held.ref}")
    assert (again.status_code, again["Content-Type"]) == (404, JSON)
    assert again.json()["detail"] == f"Cannot find serviceauthorization '{held.ref}'"


def test_many_change_and_go_together(acme, olga, erin, services, held, api):
    ed = join(acme, "Ed Ell", "engineer", services=dict.fromkeys(services[:2], "full"))
    refs = list(ServiceGrant.objects.values_list("ref", flat=True))
    data = [
        {"id": ref, "type": "service_authorization", "attributes": {"permission": "purge_all"}}
        for ref in refs
    ]
    answer = patch(api(olga), PATH, data, BULK)
    assert (answer.status_code, answer["Content-Type"]) == (200, BULK)
    assert {one["attributes"]["permission"] for one in answer.json()["data"]} == {"purge_all"}
    assert len({event.at for event in Event.objects.filter(name="member.access_changed")}) == 1
    answer = api(olga).delete(PATH, {"data": data}, BULK)
    assert (answer.status_code, len(answer.json()["data"])) == (200, 3)
    assert level(ed, services[0]) is level(erin, services[0]) is None


def test_one_wrong_id_among_many_changes_nothing(olga, erin, services, held, api):
    data = [{"id": held.ref, "attributes": {"permission": "read_only"}}]
    data.append({"id": "0" * 22, "attributes": {"permission": "read_only"}})
    assert patch(api(olga), PATH, data, BULK).status_code == 404
    assert api(olga).delete(PATH, {"data": data}, BULK).status_code == 404
    assert level(erin, services[0]) == "full"


def test_who_is_not_limited_yet_can_be_given_one(acme, olga, services, api):
    ed = join(acme, "Ed Ell", "engineer")
    assert api(olga).post(PATH, document(ed, services[0], "purge_all"), API).status_code == 200
    form(api(olga), "PUT", f"/user/{ed.ref}", "limit_services=True")
    assert [one["name"] for one in api(ed).get("/service").json()] == ["www"]


def test_an_invited_user_can_be_given_one(olga, services, api):
    ref = form(api(olga), "POST", "/user", "login=a%40example.com&name=A&role=engineer").json()["id"]
    invited = Member.objects.get(ref=ref)
    assert api(olga).post(PATH, document(invited, services[0]), API).status_code == 200


def test_roles_that_reach_everything_take_none(olga, bill, sam, services, api):
    for member in (bill, sam):
        answer = api(olga).post(PATH, document(member, services[0]), API)
        assert (answer.status_code, answer.json()["code"]) == (409, "authorization_unusable")


def test_a_second_one_for_the_same_service_is_a_duplicate(olga, erin, services, api):
    answer = api(olga).post(PATH, document(erin, services[0]), API)
    assert (answer.status_code, answer.json()["msg"]) == (409, "Duplicate record")


def test_a_role_caps_the_level(acme, olga, uma, services, api):
    body = api(olga).post(PATH, document(uma, services[0], "full"), API).json()
    assert body["data"]["attributes"]["permission"] == "read_only"


def test_the_list_pages_in_three_statements(acme, olga, services, held, api, django_assert_num_queries):
    client = api(olga)
    with django_assert_num_queries(4):
        assert client.get(PATH).json()["meta"]["record_count"] == 1
    at = now()
    ServiceGrant.objects.bulk_create(
        ServiceGrant(member=one, service=services[0], level="full", since=at) for one in crowd(acme, 1000)
    )
    with django_assert_num_queries(4):
        body = client.get(f"{PATH}?page%5Bsize%5D=100").json()
    assert (len(body["data"]), body["meta"]["total_pages"]) == (100, 11)
    assert body["links"]["next"].startswith("http://")


def test_they_are_found_by_indexes(acme, held):
    with no_scans():
        authorizations.listed(acme.pk, now(), offset=0, size=20)
        authorizations.some(acme.pk, now(), [held.ref])


def test_the_neighbours_are_unknown(olga, globex, greg, erin, services, held, api):
    theirs = make_service(globex, "theirs")
    assert api(greg).get(f"{PATH}/{held.ref}").status_code == 404
    data = {"attributes": {"permission": "read_only"}}
    assert patch(api(greg), f"{PATH}/{held.ref}", data, API).status_code == 404
    assert api(greg).delete(f"{PATH}/{held.ref}").status_code == 404
    assert api(olga).post(PATH, document(greg, services[1]), API).status_code == 404
    assert api(olga).post(PATH, document(erin, theirs), API).json()["code"] == "service_unknown"
    assert api(greg).get(PATH).json()["data"] == []


def test_superusers_alone_see_and_change_them(olga, erin, bill, uma, services, held, api):
    for member in (erin, bill, uma):
        client = api(member)
        answers = [client.get(PATH), client.get(f"{PATH}/{held.ref}"), client.delete(f"{PATH}/{held.ref}")]
        answers += [client.post(PATH, document(uma, services[1]), API)]
        answers += [patch(client, PATH, [{"id": held.ref, "attributes": {}}], BULK)]
        assert {answer.status_code for answer in answers} == {403}


def test_a_narrow_token_writes_nothing(olga, uma, services, held, api):
    client = api(olga, scopes=("global:read",))
    assert client.get(PATH).status_code == client.get(f"{PATH}/{held.ref}").status_code == 200
    assert client.post(PATH, document(uma, services[1]), API).status_code == 403
    assert client.delete(f"{PATH}/{held.ref}").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        "x",
        {"relationships": []},
        {"relationships": {"user": {"data": {"id": 1}}}},
        {"relationships": {"user": {"id": "\x00"}}},
        {"attributes": {"permission": "hidden"}},
    ],
)
def test_a_body_that_cannot_be_meant_is_a_bad_request(olga, held, api, data):
    sent = json.dumps({"data": data})
    assert api(olga).post(PATH, sent, API).status_code == 400
    if data not in ([], {}, {"relationships": []}) and "relationships" not in (data or ""):
        assert api(olga).patch(f"{PATH}/{held.ref}", sent, API).status_code == 400
    if data:
        assert api(olga).patch(PATH, sent, BULK).status_code == 400
        assert api(olga).delete(PATH, sent, BULK).status_code == 400
