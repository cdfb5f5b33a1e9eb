"""Roles and permissions as clients list them: what the table says, and nothing to change."""

import pytest

from ostiary.access import table
from ostiary.access.table import CAPABILITIES, ROLES

ENGINEER = table.role("engineer")


def test_permissions_are_the_tables_rows(uma, api):
    answer = api(uma).get("/permissions")
    found = {one["id"]: one for one in answer.json()["data"]}
    assert (answer.status_code, len(found)) == (200, len(CAPABILITIES))
    purge = table.capability("service.purge_all")
    assert found[purge.ref] == {
        "id": purge.ref,
        "object": "permission",
        "name": "service.purge_all",
        "description": purge.sentence,
        "resource_name": "Services",
        "resource_description": "What the account delivers.",
        "scope": "service",
    }
    assert {one["scope"] for one in found.values()} == {"service", "account"}


def test_roles_are_listed_by_cursor(uma, api):
    whole = api(uma).get("/iam/v1/roles?limit=100").json()
    assert (whole["limit"], whole["next_cursor"], len(whole["data"])) == (100, "", len(ROLES))
    assert whole["data"][1] == {
        "id": ENGINEER.ref,
        "name": "engineer",
        "display_name": "Engineer",
        "description": ENGINEER.sentence,
    }
    walked, cursor = [], ""
    for _ in range(4):
        page = api(uma).get(f"/iam/v1/roles?limit=3&cursor={cursor}").json()
        walked, cursor = [*walked, *page["data"]], page["next_cursor"]
    assert (walked, cursor) == (whole["data"], "")


def test_a_role_shows_its_permissions_when_asked(uma, api):
    path = f"/iam/v1/roles/{ENGINEER.ref}"
    assert "permissions" not in api(uma).get(path).json()
    assert set(api(uma).get(f"{path}?include=permissions").json()["permissions"]) == ENGINEER.capabilities


def test_the_older_interface_stands_beside(uma, api):
    listed = api(uma).get("/roles?per_page=4&page=3").json()
    assert listed["meta"] == {"current_page": 3, "per_page": 4, "record_count": 10, "total_pages": 3}
    assert len(listed["data"]) == 2
    path = f"/roles/{ENGINEER.ref}"
    assert api(uma).get(path).json() == {
        "id": ENGINEER.ref,
        "object": "role",
        "name": "engineer",
        "description": ENGINEER.sentence,
        "custom": False,
        "permissions_count": len(ENGINEER.capabilities),
        "_links": {"self": path, "permissions": f"{path}/permissions"},
    }
    held = api(uma).get(f"{path}/permissions?per_page=100").json()
    assert {one["name"] for one in held["data"]} == ENGINEER.capabilities
    assert held["meta"]["record_count"] == len(ENGINEER.capabilities)


@pytest.mark.parametrize("path", ["/roles/{}", "/roles/{}/permissions", "/iam/v1/roles/{}"])
def test_an_unknown_role_is_not_there(uma, api, path):
    for ref in ("0" * 22, "engineer", "%00"):
        answer = api(uma).get(path.format(ref))
        assert answer.status_code == 404
    assert answer.json()["msg"] == "Record not found"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/roles"),
        ("patch", "/roles/{}"),
        ("delete", "/roles/{}"),
        ("post", "/roles/{}/permissions"),
        ("delete", "/roles/{}/permissions"),
    ],
)
def test_roles_are_not_changed(olga, api, method, path):
    answer = getattr(api(olga), method)(path.format(ENGINEER.ref))
    assert (answer.status_code, answer.json()["code"]) == (409, "roles_built_in")
    assert "built in" in answer.json()["detail"]


def test_a_cursor_that_was_never_given_is_refused(olga, api):
    assert api(olga).get("/iam/v1/roles?cursor=nowhere").status_code == 400


def test_a_token_for_purging_reads_nothing(olga, api):
    client = api(olga, scopes=("purge_all",))
    for path in ("/permissions", "/roles", "/iam/v1/roles", f"/roles/{ENGINEER.ref}"):
        assert client.get(path).status_code == 403
    assert api(olga, scopes=("global:read",)).get("/permissions").status_code == 200
