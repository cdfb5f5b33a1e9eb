"""Where the vendor's clients differ, and how errors are written: a test for each row of the wire's own list.

`test_7_n` is row n of what differs between clients. What is about bytes is sent over a socket as well, in
`tests/conformance/test_bytes.py`.
"""

import json
from base64 import b64encode
from dataclasses import replace

import pytest
from django.test import Client

from ostiary.access import table
from ostiary.actions import automation_tokens, members
from ostiary.models import Token
from tests.api.conftest import form, secret_of
from tests.cast import PASSWORD, acting
from tests.signin.door import give_factor

JSON, API = "application/json", "application/vnd.api+json"
BULK = "application/vnd.api+json; ext=bulk"
PROBLEM = "application/problem+json"
FORM = "application/x-www-form-urlencoded"
SECRET = "password=" + PASSWORD.replace(" ", "+")
OLGA = f"username=olga%40example.com&{SECRET}"
BASIC = "Basic " + b64encode(f"olga@example.com:{PASSWORD}".encode()).decode()


def sent(client: Client, method: str, path: str, body, kind: str = JSON, **headers: str):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.generic(method, path, text, kind, headers=headers or None)


@pytest.fixture
def authorization(olga, erin, api) -> str:
    (one,) = api(olga).get("/service-authorizations").json()["data"]
    return one["id"]


@pytest.mark.parametrize("kind", [JSON, API])
@pytest.mark.parametrize("with_id", [False, True])
def test_7_1_an_authorization_changes_in_two_media_types(olga, api, authorization, kind, with_id):
    data = {"type": "service_authorization", "attributes": {"permission": "purge_all"}}
    data |= {"id": authorization} if with_id else {}
    answer = sent(api(olga), "PATCH", f"/service-authorizations/{authorization}", {"data": data}, kind)
    shown = answer.json()["data"]
    assert (answer.status_code, answer["Content-Type"]) == (200, API)
    assert shown["attributes"]["permission"] == "purge_all"
    assert set(shown["relationships"]) == {"service", "user"}


@pytest.mark.parametrize(
    ("body", "kind", "accept"),
    [
        (f"{OLGA}&name=key&scope=global&services%5B%5D=x&expires_at=soon", FORM, JSON),
        ({"username": "olga@example.com", "password": PASSWORD}, JSON, f"{API}, {PROBLEM}"),
        (SECRET, FORM, JSON),
    ],
)
def test_7_2_sudo_as_each_client_asks_for_it(olga, api, body, kind, accept):
    answer = sent(api(olga), "POST", "/sudo", body, kind, Accept=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, JSON)
    assert answer.json()["expiry_time"].endswith("+00:00")


def test_7_3_lists_joined_by_commas_and_repeated_in_brackets(olga, uma, services, api):
    refs = [table.role(code).ref for code in ("engineer", "billing")]
    roles = form(api(olga), "PUT", f"/user/{uma.ref}", f"roles={refs[0]}%2C{refs[1]}")
    assert roles.json()["roles"] == refs
    ids = [service.ref for service in services[:2]]
    made = form(Client(), "POST", "/tokens", f"{OLGA}&services%5B%5D={ids[0]}&services%5B%5D={ids[1]}")
    assert made.json()["services"] == ids
    assert made.json()["service_id"] == ids[1]


@pytest.mark.parametrize("word", ["True", "true", "False", "false"])
def test_7_4_yes_and_no_with_and_without_a_capital(olga, uma, api, word):
    answer = form(api(olga), "PUT", f"/user/{uma.ref}", f"limit_services={word}")
    assert answer.json()["limit_services"] is (word.lower() == "true")


@pytest.mark.parametrize("bare", ["service", "user", "both", "neither"])
def test_7_5_relations_with_and_without_data(olga, erin, services, api, bare):
    def link(kind: str, ref: str):
        resource = {"type": kind, "id": ref}
        return resource if bare in (kind, "both") else {"data": resource}

    data = {
        "type": "service_authorization",
        "attributes": {"permission": "full"},
        "relationships": {"service": link("service", services[1].ref), "user": link("user", erin.ref)},
    }
    answer = sent(api(olga).oddly(), "POST", "/service-authorizations", {"data": data, "included": []}, API)
    assert answer.json()["data"]["relationships"] == {
        "service": {"data": {"id": services[1].ref, "type": "service"}},
        "user": {"data": {"id": erin.ref, "type": "user"}},
    }


def test_7_6_an_empty_pair_beside_a_token_is_none(olga, api):
    answer = sent(api(olga), "POST", "/tokens", f"{SECRET}&name=x", FORM, Authorization="Basic Og==")
    assert (answer.status_code, answer.json()["name"]) == (200, "x")
    answer = sent(api(olga), "POST", "/tokens", "name=x", FORM, Authorization="Basic Og==")
    assert answer.json()["code"] == "invalid_request"


def test_7_7_a_token_by_an_empty_form_a_token_and_a_pair(olga, api):
    answer = sent(api(olga), "POST", "/tokens", "", FORM, Authorization=BASIC)
    assert (answer.status_code, answer.json()["scope"], answer.json()["services"]) == (200, "global", [])


@pytest.mark.parametrize("wrapped", [False, True])
def test_7_8_a_token_of_the_accounts_own_flat_and_under_attributes(olga, services, api, wrapped):
    client = api(olga).oddly()
    form(client, "POST", "/sudo", SECRET)
    body = {"name": "ci", "expires_at": None, "role": "billing", "services": [services[0].ref]}
    answer = sent(client, "POST", "/automation-tokens", {"attributes": body} if wrapped else body)
    shown = answer.json()
    assert (shown["name"], shown["role"], shown["services"]) == ("ci", "billing", [services[0].ref])


def test_7_9_it_is_revoked_by_two_paths_with_two_statuses(olga, api):
    for path, status in (("/automation-tokens", 200), ("/tokens", 204)):
        made = automation_tokens.create(acting(olga), name="ci", role="user", scopes=["global"])
        answer = api(olga).delete(f"{path}/{made['token']}")
        assert answer.status_code == status
        if status == 200:
            assert set(answer.json()) == {"title", "detail", "status", "errors"}
        assert api(olga).get(f"/automation-tokens/{made['token']}").status_code == 404


def test_7_10_roles_in_two_interfaces_side_by_side(olga, api):
    older, newer = api(olga).get("/roles?per_page=100").json(), api(olga).get("/iam/v1/roles").json()
    assert [one["id"] for one in older["data"]] == [one["id"] for one in newer["data"]]
    assert set(older) == {"data", "meta"}
    assert (set(newer), newer["next_cursor"]) == ({"limit", "next_cursor", "data"}, "")


@pytest.mark.parametrize(
    ("path", "brackets"),
    [("/invitations", "%5B{}%5D"), ("/service-authorizations", "%5B{}%5D"), ("/events", "[{}]")],
)
def test_7_11_links_are_absolute_by_the_name_that_was_asked(olga, erin, api, path, brackets):
    size = brackets.format("size")
    links = api(olga).get(f"{path}?page{size}=1", headers={"Host": "localhost"}).json()["links"]
    for link in links.values():
        assert link.startswith(f"http://localhost{path}?page{brackets.format('number')}=")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"X-Original-Host": "evil.example", "X-Host": "evil.example"},
        {"Host": "evil.example"},
    ],
)
def test_7_11_no_header_leads_links_to_another_host(olga, api, headers):
    """A client follows them with its token. What only a header claims is nobody's name."""
    for path in ("/events", "/invitations", "/service-authorizations"):
        answer = api(olga).get(f"{path}?page[size]=1", headers=headers)
        assert answer.status_code == 200
        assert "evil.example" not in answer.content.decode()
    service = api(olga).get("/service?per_page=1", headers=headers)
    assert "evil.example" not in str(service.headers)


@pytest.mark.parametrize("login", ["uma@example.com", "uma%40example.com"])
def test_7_12_a_login_in_a_path_escaped_and_not(olga, uma, api, login):
    answer = api(olga).post(f"/user/{login}/password/request_reset", content_type=JSON)
    assert (answer.status_code, answer.content) == (200, b'{"status":"ok"}')


def test_7_13_an_error_of_the_oldest_form_on_a_document(olga, api):
    answer = api(olga).get(f"/service-authorizations/{'0' * 22}", headers={"Accept": API})
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (404, JSON)
    assert body["msg"] == "Record not found"
    assert body["detail"] == f"Cannot find serviceauthorization '{'0' * 22}'"


def test_7_14_writes_alone_tell_what_is_left_and_nothing_says_when_to_come_back(
    olga, api, settings, in_one_hour
):
    client = api(olga)
    assert "Fastly-RateLimit-Remaining" not in client.get("/current_user").headers
    assert client.head("/current_user").headers.get("Fastly-RateLimit-Reset") is None
    settings.CONFIG = replace(settings.CONFIG, api_writes=1)
    for name, status, left in (("www", 200, "0"), ("images", 429, "0")):
        write = form(client, "POST", "/service", f"name={name}")
        assert (write.status_code, write["Fastly-RateLimit-Remaining"]) == (status, left)
        assert int(write["Fastly-RateLimit-Reset"]) % 3600 == 0
        assert "Retry-After" not in write.headers
    assert error(write)[1:3] == (JSON, "You have exceeded your hourly rate limit")


# Errors: who asks, for what, and what is answered: status, kind, the first word of it, and its sentence.
NOBODY = "0" * 22


def error(answer) -> tuple[int, str, str, str]:
    body = answer.json()
    said = body.get("msg") or body["title"]
    return answer.status_code, answer["Content-Type"], said, body.get("detail", "")


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("GET", f"/user/{NOBODY}", "", (404, JSON, "Record not found", f"Cannot find user '{NOBODY}'")),
        ("DELETE", f"/tokens/{NOBODY}", "", (404, JSON, "Record not found", f"Cannot find token '{NOBODY}'")),
        ("GET", f"/events/{NOBODY}", "", (404, JSON, "Record not found", f"Cannot find event '{NOBODY}'")),
        (
            "DELETE",
            f"/service-authorizations/{NOBODY}",
            "",
            (404, JSON, "Record not found", f"Cannot find serviceauthorization '{NOBODY}'"),
        ),
        (
            "GET",
            f"/automation-tokens/{NOBODY}",
            "",
            (404, PROBLEM, "Record not found", f"Cannot find automation token '{NOBODY}'"),
        ),
        (
            "GET",
            f"/ngwaf/v1/workspaces/{NOBODY}",
            "",
            (404, PROBLEM, "Record not found", f"Cannot find workspace '{NOBODY}'"),
        ),
        (
            "POST",
            "/automation-tokens",
            '{"name":"x","role":"user"}',
            (
                403,
                PROBLEM,
                "You must POST /sudo to access this endpoint",
                "Confirm your password to continue.",
            ),
        ),
        ("POST", "/user-groups", "[]", (400, JSON, "Bad request", "The body must be a JSON object.")),
        ("PATCH", "/current_user", "", (405, JSON, "Method not allowed", "")),
        ("PATCH", "/ngwaf/v1/workspaces", "", (405, PROBLEM, "Method not allowed", "")),
        ("GET", "/automation-tokens/a/b/c", "", (404, PROBLEM, "Record not found", "")),
        ("GET", "/tokens/a/b", "", (404, JSON, "Record not found", "")),
    ],
)
def test_an_error_is_of_its_family(olga, api, method, path, body, expected):
    status, kind, title, detail = expected
    found = error(sent(api(olga), method, path, body))
    assert found[:3] == (status, kind, title)
    assert not detail or found[3] == detail or status == 403


def test_a_problem_has_all_its_fields(olga, api):
    answer = api(olga).get(f"/automation-tokens/{NOBODY}").json()
    assert {name: answer[name] for name in ("type", "status", "errors")} == {
        "type": "about:blank",
        "status": 404,
        "errors": None,
    }


@pytest.mark.parametrize("path", ["/current_user", "/events", "/user-groups"])
def test_401_is_json_and_says_the_one_sentence(olga, path):
    for headers in ({}, {"Fastly-Key": "x"}, {"Fastly-Key": secret_of(olga)[:-1] + "_"}):
        answer = Client(headers=headers).get(path)
        assert error(answer)[:3] == (401, JSON, "Provided credentials are missing or invalid")
    problem = Client().get("/automation-tokens")
    assert error(problem)[:3] == (401, PROBLEM, "Provided credentials are missing or invalid")


def test_what_is_there_already_is_a_duplicate(olga, uma, services, api):
    for method, path, body in (
        ("POST", "/user", "login=uma%40example.com&role=user"),
        ("POST", "/service", "name=www"),
    ):
        assert error(form(api(olga), method, path, body))[:3] == (409, JSON, "Duplicate record")


def test_what_is_deleted_is_a_bad_request(olga, services, api):
    client, path = api(olga), f"/service/{services[0].ref}"
    assert client.delete(path).json() == {"status": "ok"}
    assert error(client.delete(path)) == (
        400,
        JSON,
        "Bad request",
        f"Service '{services[0].ref}' is deleted",
    )


def test_a_wrong_password_for_sudo_is_forbidden(olga, api):
    assert error(form(api(olga), "POST", "/sudo", SECRET + "x"))[:2] == (403, JSON)


def test_each_code_of_making_a_token_stands_in_both_fields(olga, sam, uma):
    members.lock(acting(olga), uma.ref, locked=True)
    give_factor(sam.person)
    for body, status, code in (
        (OLGA + "x", 400, "invalid_grant"),
        ("", 400, "invalid_request"),
        (f"{OLGA}&scope=everything", 400, "invalid_scope"),
        (OLGA.replace("olga", "uma"), 400, "account_locked"),
        (OLGA.replace("olga", "sam"), 400, "2fa.verify"),
    ):
        answer = form(Client(), "POST", "/tokens", body)
        said = answer.json()
        assert (answer.status_code, answer["Content-Type"]) == (status, JSON)
        assert (said["msg"], said["code"]) == (code, code)
    said = form(Client(), "POST", "/tokens", OLGA.replace("olga", "sam")).json()
    assert said["detail"].startswith("Invalid one-time password")
    assert form(Client(), "POST", "/tokens", f"{OLGA}&expires_at=soon").status_code == 422
    assert not Token.objects.exists()


def test_no_answer_names_a_charset_and_all_are_kept_by_nobody(olga, api):
    client = api(olga)
    for path in ("/current_user", "/invitations", "/automation-tokens", f"/user/{NOBODY}", "/openapi.json"):
        answer = client.get(path)
        assert "charset" not in answer["Content-Type"]
        assert answer["Cache-Control"] == "no-store"
