"""The API's description of itself, for programs and for people, is that of what is served.

That answers are as described is looked at wherever a test of the API asks for one (`described.py`).
"""

import ast
import re
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from ostiary import api
from ostiary.api.description import document
from ostiary.api.served import OPERATIONS
from ostiary.proofs.tokens import PATTERN, BadToken, parse
from ostiary.web.wording import SENTENCES
from tests.api.described import assert_valid, referred

METHODS = {"get", "post", "put", "patch", "delete"}


def operations():
    return [
        (f"{method} {path}", operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_it_is_openapi_at_its_address(client, db):
    answer = client.get("/openapi.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == document()
    assert [error.message for error in OpenAPIV31SpecValidator(document()).iter_errors()] == []


def test_every_operation_is_described_once(client, db):
    described = {(method, path) for path, item in document()["paths"].items() for method in item}
    assert described == {(one.method.lower(), one.path) for one in OPERATIONS}
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names))


def test_every_operation_says_what_it_does():
    assert [one.name for one in OPERATIONS if not one.summary] == []


def test_every_operation_says_what_it_gives():
    """Nothing, or a body; those that refuse everybody give none."""
    silent = [one for one in OPERATIONS if not one.gives and not one.refuses_everybody and one.status != 204]
    assert [one.name for one in silent] == []


def test_every_part_of_a_path_is_a_parameter():
    for name, operation in operations():
        parts = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert parts == set(re.findall(r"\{(\w+)\}", name)), name


def test_every_example_is_what_it_is_an_example_of():
    for name, operation in operations():
        bodies = [operation.get("requestBody", {}), *map(referred, operation["responses"].values())]
        for content in (one for body in bodies for one in body.get("content", {}).values()):
            assert_valid(content["example"], content["schema"], name)
        for parameter in operation["parameters"]:
            for value in parameter["schema"].get("examples", ()):
                assert_valid(value, parameter["schema"], f"{parameter['name']} of {name}")


def test_no_example_looks_like_a_secret_that_lives(client, db):
    text = client.get("/openapi.json").content.decode()
    assert not re.search(PATTERN, text)
    for found in re.findall(r"ost_\w+", text):
        with pytest.raises(BadToken):
            parse(found)


def test_no_field_is_read_that_is_not_described():
    """Each name that a module of the API reads from a body stands among what its operations take."""
    wrong = []
    for path in Path(api.__path__[0]).glob("*.py"):
        its = [one for one in OPERATIONS if one.view.__module__.endswith(f".{path.stem}")]
        taken = {name for one in its or OPERATIONS for name in one.field_names}
        wrong += [f"{path.name}: {name}" for name in read_in(path) - taken]
    assert not wrong


def read_in(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in ("text", "flag", "many", "moment")
        and ast.unparse(node.func.value).endswith("fields")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_the_page_names_every_operation_and_every_code(client, db):
    text = client.get("/api-reference").content.decode()
    for one in OPERATIONS:
        assert f"{one.method} {one.path}" in text
    for code in SENTENCES:
        assert code in text


@pytest.mark.parametrize("method", ["post", "delete"])
def test_the_page_is_only_read(client, db, method):
    assert getattr(client, method)("/api-reference").status_code in (403, 405)
