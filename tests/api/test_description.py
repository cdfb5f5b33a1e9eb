"""The API's description of itself, for programs and for people, is that of what is served."""

import pytest

from ostiary.api.served import OPERATIONS
from ostiary.web.wording import SENTENCES


def test_every_operation_is_described_once(client, db):
    description = client.get("/openapi.json").json()
    described = {(method, path) for path, item in description["paths"].items() for method in item}
    assert described == {(one.method.lower(), one.path) for one in OPERATIONS}
    names = [
        operation["operationId"] for item in description["paths"].values() for operation in item.values()
    ]
    assert len(names) == len(set(names))


def test_every_operation_says_what_it_does():
    assert [one.name for one in OPERATIONS if not one.summary] == []


def test_every_part_of_a_path_is_a_parameter(client, db):
    for path, item in client.get("/openapi.json").json()["paths"].items():
        for operation in item.values():
            parts = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert parts == {piece[1:-1] for piece in path.split("/") if piece.startswith("{")}


def test_the_page_names_every_operation_and_every_code(client, db):
    text = client.get("/api-reference").content.decode()
    for one in OPERATIONS:
        assert f"{one.method} {one.path}" in text
    for code in SENTENCES:
        assert code in text


@pytest.mark.parametrize("method", ["post", "delete"])
def test_the_page_is_only_read(client, db, method):
    assert getattr(client, method)("/api-reference").status_code in (403, 405)
