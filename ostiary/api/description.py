"""The API described by itself: OpenAPI 3.1, made from what is served and the shapes it gives."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from ..version import version
from . import described_errors, schemas
from .answers import answer
from .calls import Call
from .operations import OPERATIONS, Operation, operation
from .role_fields import ROLE_ID
from .schemas import Schema, example

ADDRESS = "/openapi.json"
# Parts of paths that are no ids as we draw them.
PARTS: dict[str, Schema] = {
    "login": schemas.text("The user's address.", "olga@example.com"),
    "code": schemas.text("The last two parts of the link in the letter, put together.", "(from the letter)"),
    "role_id": ROLE_ID,
}
# What may be sent with each write.
ONCE = schemas.text(
    "Sending the same again with the same key gets the first answer, while the credentials sent are live.",
    "deploy-42",
    maxLength=255,
)
PASSCODE = schemas.text("The code of the second factor, where the user has one.", "123456")
ABOUT = """\
Send a token in `Fastly-Key`, or as a bearer token. Times are UTC. In a request `null` is the same as a field
that is left out, and what is not known is not read. A path answers 405 to methods it is not served by."""
SCHEMES = {
    "token": {"type": "apiKey", "in": "header", "name": "Fastly-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
}


@operation("GET", ADDRESS, auth="none", gives=schemas.by_name({}, "OpenAPI 3.1.", {"openapi": "3.1.0"}))
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
            "description": ABOUT,
        },
        "servers": [{"url": settings.CONFIG.url}],
        "tags": [{"name": tag} for tag in sorted({one.tag for one in OPERATIONS})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.COMPONENTS.items())),
            "responses": described_errors.responses(),
            "headers": described_errors.HEADERS,
            "securitySchemes": SCHEMES,
        },
    }


def _described(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.summary,
        "tags": [one.tag],
        "security": [] if one.auth == "none" else [{"token": []}, {"bearer": []}],
        "parameters": [*parameters(one)],
        "responses": {**_success(one), **described_errors.refusals(one)},
    }
    if one.auth == "credentials":
        described["security"] += [{"basic": []}, {}]
    if one.takes:
        content = {kind: _content(one.takes) for kind in one.sends}
        described["requestBody"] = {"required": "required" in one.takes, "content": content}
    return described


def parameters(one: Operation) -> Iterator[dict[str, Any]]:
    for name in one.parts:
        its = PARTS.get(name) or schemas.ref(schemas.noun_of(name))
        yield {"name": name, "in": "path", "required": True, **_schema(its)}
    for name, its in one.query.items():
        yield {"name": name, "in": "query", **_schema(its)}
    if one.auth == "credentials":
        yield {"name": "Fastly-OTP", "in": "header", **_schema(PASSCODE)}
    if one.writes and one.auth != "none":
        yield {"name": "Idempotency-Key", "in": "header", **_schema(ONCE)}


def _schema(schema: Schema) -> dict[str, Any]:
    about = {"description": schema["description"]} if "description" in schema else {}
    return {**about, "schema": {name: its for name, its in schema.items() if name != "description"}}


def _content(schema: Schema) -> dict[str, Any]:
    return {"schema": schema, "example": example(schema)}


def _success(one: Operation) -> dict[str, Any]:
    if one.refuses_everybody:
        return {}
    found: dict[str, Any] = {
        "description": "Done." if one.gives else "Done; no body.",
        "headers": described_errors.headers(one, one.status),
    }
    if one.gives:
        found["content"] = {one.kind: _content(one.gives)}
    return {str(one.status): found}
