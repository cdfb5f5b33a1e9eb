"""The API described by itself: OpenAPI 3.1, made from the operations that are served."""

import re
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from ..version import version
from . import errors
from .answers import JSON, PROBLEM, answer
from .bodies import FORM
from .calls import Call
from .operations import OPERATIONS, Operation, operation

ADDRESS = "/openapi.json"
PART = re.compile(r"\{(\w+)\}")
ID = {"type": "string", "pattern": "^[0-9A-Za-z]{1,64}$"}
# What any operation may answer besides what it is for.
ALWAYS = (400, 404, 405, 413, 415, 500, 503)


@operation("GET", ADDRESS, auth="none")
def openapi(call: Call) -> HttpResponse:
    """This description."""
    return answer(document())


@cache
def document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _described(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.CONFIG.product} API",
            "version": version(),
            "description": "Send a token in `Fastly-Key`, or as a bearer token. Times are UTC.",
        },
        "servers": [{"url": settings.CONFIG.url}],
        "tags": [{"name": tag} for tag in sorted({one.tag for one in OPERATIONS})],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": SCHEMAS, "securitySchemes": SCHEMES},
    }


def _described(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{one.method.lower()}{one.path}").strip("_"),
        "summary": one.summary,
        "tags": [one.tag],
        "security": [] if one.auth == "none" else [{"token": []}, {"bearer": []}],
        "responses": {**_successes(one), **_refusals(one)},
    }
    if one.auth == "credentials":
        described["security"] += [{"basic": []}, {}]
    if parts := PART.findall(one.path):
        described["parameters"] = [
            {"name": part, "in": "path", "required": True, "schema": ID} for part in parts
        ]
    if one.takes:
        schema = {
            "type": "object",
            "properties": {name: {"description": what} for name, what in one.takes.items()},
        }
        described["requestBody"] = {"content": {JSON: {"schema": schema}, FORM: {"schema": schema}}}
    return described


def _successes(one: Operation) -> dict[str, Any]:
    return {
        str(status): {"description": "Done." if status != 204 else "Done; no body."}
        for status in one.statuses
    }


def _refusals(one: Operation) -> dict[str, Any]:
    kind, schema = (PROBLEM, "Problem") if one.family == "problem" else (JSON, "Error")
    content = {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    statuses = {*ALWAYS}
    if one.auth != "none":
        statuses |= {401, 403}
    if one.writes:
        statuses |= {409, 422, 429}
    return {
        str(status): {"description": errors.TITLES[status], "content": content} for status in sorted(statuses)
    }


SCHEMES = {
    "token": {"type": "apiKey", "in": "header", "name": "Fastly-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
}
OURS = {
    "code": {"type": "string", "description": "Never changes its meaning; see the list of codes."},
    "request_id": {"type": "string"},
    "field": {"type": "string", "description": "What to put right, where it is one field."},
    "capability": {"type": "string", "description": "What was asked for, where access was missing."},
    "missing": {
        "type": "object",
        "description": "Roles, level, workspace, service or scopes, one of which would do.",
    },
    "who_can_give": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Codes of roles, or `yourself`.",
    },
}
SCHEMAS = {
    "Error": {
        "type": "object",
        "required": ["msg"],
        "properties": {"msg": {"type": "string"}, "detail": {"type": "string"}, **OURS},
        "example": {"msg": "Record not found", "detail": "Cannot find user 'x'", "code": "not_found"},
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": ["array", "null"]},
            **OURS,
        },
    },
}
