"""Services by API: made, found, listed, changed and deleted, by whoever the table lets."""

import pytest

from ostiary.models import Member, Service, ServiceGrant
from tests.api.conftest import form
from tests.cast import join, make_service
from tests.queries.crowds import many_services


def names(answer):
    return [one["name"] for one in answer.json()]


def test_a_service_is_made_by_a_form(acme, olga, api):
    answer = form(api(olga), "POST", "/service", "name=key-1&type=wasm&comment=two%20words")
    body = answer.json()
    ref = Service.objects.get().ref
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert body.pop("created_at") == body.pop("updated_at")
    assert body.pop("versions")[0] | {"created_at": "", "updated_at": ""} == {
        "number": 1,
        "service_id": ref,
        "active": False,
        "locked": False,
        "deployed": False,
        "staging": False,
        "testing": False,
        "comment": "",
        "created_at": "",
        "updated_at": "",
        "deleted_at": None,
    }
    assert body == {
        "id": ref,
        "name": "key-1",
        "comment": "two words",
        "customer_id": acme.ref,
        "type": "wasm",
        "paused": False,
        "publish_key": "",
        "deleted_at": None,
    }


def test_a_limited_engineer_gets_full_access_on_what_they_make(erin, api):
    ref = form(api(erin), "POST", "/service", "name=mine").json()["id"]
    assert ServiceGrant.objects.get(member=erin, service__ref=ref).level == "full"
    assert form(api(erin), "PUT", f"/service/{ref}", "name=still+mine").json()["name"] == "still mine"


def test_the_list_pages_as_recorded(acme, olga, api):
    for number in range(5):
        make_service(acme, f"s{number}")
    client = api(olga)
    query = "sort=created&direction=descend"
    first = client.get(f"/service?{query}&page=1&per_page=2", headers={"Host": "localhost"})
    assert names(first) == ["s4", "s3"]
    assert "publish_key" not in first.json()[0]
    assert first.json()[0]["version"] == 1
    base = f"http://localhost/service?{query}"
    assert first["Link"] == (
        f'<{base}&page=3&per_page=2>; rel="last", <{base}&page=2&per_page=2>; rel="next"'
    )
    middle, last = (client.get(f"/service?page={page}&per_page=2") for page in (2, 3))
    assert [part.split("; ")[1] for part in middle["Link"].split(", ")] == [
        'rel="last"',
        'rel="next"',
        'rel="prev"',
        'rel="first"',
    ]
    assert [part.split("; ")[1] for part in last["Link"].split(", ")] == ['rel="prev"', 'rel="first"']
    assert (names(middle), names(last)) == (["s2", "s3"], ["s4"])
    assert "Link" not in client.get("/service").headers


@pytest.mark.parametrize("query", ["sort=price", "direction=up", "page=x", "per_page=-1", "sort=%00"])
def test_a_list_that_cannot_be_meant_is_refused(olga, api, query):
    assert api(olga).get(f"/service?{query}").status_code == 400


def test_a_list_costs_the_same_for_many(acme, olga, api, django_assert_num_queries):
    client = api(olga)
    make_service(acme, "one")
    with django_assert_num_queries(4):
        client.get("/service?per_page=200")
    many_services(acme, 1000)
    with django_assert_num_queries(4):
        assert len(client.get("/service?per_page=200").json()) == 200


def test_one_sees_what_ones_access_shows(acme, erin, uma, bill, services, api):
    seen, hidden, _ = services
    assert names(api(erin).get("/service")) == ["www"]
    assert len(names(api(uma).get("/service"))) == len(names(api(bill).get("/service"))) == 3
    assert names(api(join(acme, "Tilda Tal", "tls_viewer")).get("/service")) == []
    for path in ("", "/details", "/domain"):
        assert api(erin).get(f"/service/{seen.ref}{path}").status_code == 200
        answer = api(erin).get(f"/service/{hidden.ref}{path}")
        assert (answer.status_code, answer.json()["msg"]) == (404, "Record not found")
    assert api(erin).get("/service/search?name=images").status_code == 404
    assert api(erin).get("/service/search?name=www").json()["id"] == seen.ref


def test_a_hidden_and_an_unknown_service_are_answered_alike(globex, erin, services, api):
    theirs = make_service(globex, "theirs").ref
    for method in ("GET", "PUT", "DELETE"):
        for ref in (services[1].ref, theirs, "0" * 22, "%00", "x"):
            body = "name=mine" if method == "PUT" else ""
            answer = form(api(erin), method, f"/service/{ref}", body)
            assert answer.status_code == 404, (method, ref)


def test_the_details_name_the_version_and_that_none_is_active(olga, services, api):
    body = api(olga).get(f"/service/{services[0].ref}/details").json()
    assert (body["version"], body["active_version"]) == (body["versions"][0], None)


def test_a_name_or_a_comment_changes_and_the_rest_stays(olga, services, api):
    path = f"/service/{services[0].ref}"
    commented = form(api(olga), "PUT", path, "comment=new&ServiceID=stray").json()
    renamed = form(api(olga), "PUT", path, "name=web").json()
    assert (commented["name"], commented["comment"]) == ("www", "new")
    assert (renamed["name"], renamed["comment"]) == ("web", "new")


def test_a_deleted_service_is_gone_and_says_so_to_who_deletes_it_again(olga, services, api):
    path = f"/service/{services[0].ref}"
    first, again = (api(olga).delete(path) for _ in range(2))
    assert (first.status_code, first.content) == (200, b'{"status":"ok"}')
    assert again.status_code == 400
    assert again.json()["msg"] == "Bad request"
    assert again.json()["detail"] == f"Service '{services[0].ref}' is deleted"
    assert api(olga).get(path).status_code == 404


def test_a_deleted_service_is_unknown_to_whom_it_was_hidden(olga, erin, services, api):
    api(olga).delete(f"/service/{services[1].ref}")
    assert api(erin).delete(f"/service/{services[1].ref}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ("", 400, "name"),
        ("name=%00", 400, "name"),
        ("name=a&type=html", 400, "type"),
        ("name=www", 409, "name"),
        ("name=a&comment=%07", 400, "comment"),
        ("name=a&comment=" + "x" * 1001, 400, "comment"),
        ("name=a&name=b", 400, "name"),
    ],
)
def test_what_cannot_be_made_names_its_field(olga, services, api, body, status, field):
    answer = form(api(olga), "POST", "/service", body)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert status != 409 or answer.json()["msg"] == "Duplicate record"


def test_nothing_is_made_for_another_account(olga, globex, api):
    answer = form(api(olga), "POST", "/service", f"name=a&customer_id={globex.ref}")
    assert answer.status_code == 404
    assert not Service.objects.exists()


MAKES = {"olga": 200, "erin": 200, "bill": 403, "uma": 403}


@pytest.mark.parametrize("who", MAKES)
def test_whoever_the_table_lets_makes_and_deletes(who, services, api, request):
    member: Member = request.getfixturevalue(who)
    assert form(api(member), "POST", "/service", "name=new").status_code == MAKES[who]
    assert api(member).delete(f"/service/{services[0].ref}").status_code == MAKES[who]


@pytest.mark.parametrize("scope", ["global:read", "purge_all", "purge_select"])
def test_a_narrow_token_writes_nothing(olga, services, api, scope):
    client, path = api(olga, scopes=(scope,)), f"/service/{services[0].ref}"
    answers = [
        form(client, "POST", "/service", "name=new"),
        form(client, "PUT", path, "name=new"),
        client.delete(path),
    ]
    assert {answer.status_code for answer in answers} == {403}
    reads = [client.get(one).status_code for one in ("/service", path, "/service/search?name=www")]
    assert set(reads) == ({200} if scope == "global:read" else {403})
