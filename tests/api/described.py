"""A client that believes no answer: whatever comes back must be as the API describes it.

It closes every described object, so that a field which is served and not described is found as well.
"""

import json
from functools import cache
from typing import Any, get_args

from django.test import Client
from openapi_schema_validator import OAS31Validator

from ostiary.access.decisions import Rule
from ostiary.api.description import document
from ostiary.api.door import PATHS
from ostiary.api.operations import Operation

# What the rules of access refuse with.
ACCESS = {*get_args(Rule), "sudo_needed"}
FORMATS = OAS31Validator.FORMAT_CHECKER


class Described(Client):
    asks_properly = True

    def oddly(self) -> "Described":
        """The same, for sending what is understood and not described."""
        self.asks_properly = False
        return self

    def generic(self, method: str, path: str, data: Any = "", content_type: str = "", **options: Any) -> Any:
        self.sent = data.encode() if isinstance(data, str) else data
        self.kind = content_type.lower()
        return super().generic(method, path, data, content_type, **options)

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        if operation := operation_at(request["REQUEST_METHOD"], request["PATH_INFO"]):
            method = operation.method.lower()
            check(operation.path, method, answer)
            check_field(operation, answer)
            check_what_is_missing(answer)
            if self.asks_properly and answer.status_code < 300 and not self.kind.endswith("-urlencoded"):
                check_request(operation.path, method, self.kind, self.sent)
        return answer


def operation_at(method: str, path: str) -> Operation | None:
    """What serves a path, as the server finds it; the environment of WSGI has the path in latin-1."""
    methods, _ = PATHS.at(path.encode("latin-1").decode(errors="replace"))
    return methods.get("GET" if method == "HEAD" else method)


def check(path: str, method: str, answer: Any) -> None:
    """Status, headers, media type and body are described."""
    what = f"{method} {path} {answer.status_code}: {answer.content[:1000]!r}"
    responses = described()["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, f"not described: {what}"
    response = referred(responses[str(answer.status_code)])
    for name, header in response["headers"].items():
        assert name in answer.headers or not referred(header).get("required"), f"without {name}: {what}"
    if "content" not in response:
        assert not answer.content, what
    elif answer.request["REQUEST_METHOD"] != "HEAD":
        kind = answer.headers["Content-Type"]
        assert kind in response["content"], f"as {kind}: {what}"
        assert_valid(json.loads(answer.content), closed(response["content"][kind]["schema"]), what)


def check_field(operation: Operation, answer: Any) -> None:
    """A refusal that names a field names one that the operation takes."""
    if answer.status_code >= 400 and (name := answer.json().get("field")):
        assert name in {*operation.field_names, *operation.query, *operation.parts}, answer.content


def check_what_is_missing(answer: Any) -> None:
    """Where access was missing, it says which and who can give it."""
    if answer.status_code == 403 and answer.json()["code"] in ACCESS:
        assert {"missing", "who_can_give"} <= {*answer.json()}, answer.content


def check_request(path: str, method: str, kind: str, sent: bytes) -> None:
    """What was done is described as something that can be asked for. The values of forms have no types."""
    operation = described()["paths"][path][method]
    if not sent or not operation.get("requestBody"):
        return
    what = f"{method} {path} with {sent[:1000]!r}"
    content = operation["requestBody"]["content"]
    assert kind in content, f"as {kind}: {what}"
    assert_valid(without_nulls(json.loads(sent)), content[kind]["schema"], what)


def assert_valid(value: Any, schema: dict[str, Any], what: str) -> None:
    validator = OAS31Validator({**schema, "components": components()}, format_checker=FORMATS)
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
    assert not found, f"{found} in {what}"


@cache
def components() -> dict[str, Any]:
    return closed(described()["components"])


def closed(schema: Any) -> Any:
    """The schema without room for what it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(one) for name, one in schema.items()}
    is_object = schema.get("type") == "object" and "properties" in schema
    return {"additionalProperties": False, **inner} if is_object else inner


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def referred(one: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in one:
        *_, kind, name = one["$ref"].split("/")
        one = described()["components"][kind][name]
    return one


@cache
def described() -> dict[str, Any]:
    return document()
