"""Schemas in words, for the reference: one line for each field, however deep it stands."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from .schemas import ID, Schema, name_of

FORMATS = {"date-time": "time", "uri": "address", "password": "password"}
TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "null"}


class Line(NamedTuple):
    """`needed` is that a request has it, or that an answer always does. `shape` names what it refers to."""

    name: str
    words: str
    needed: bool
    about: str
    shape: str


def lines(schema: Schema, within: str = "") -> Iterator[Line]:
    for name, one in schema.get("properties", {}).items():
        full = f"{within}{name}"
        inner = one.get("items", one)
        yield Line(
            full, words(one), name in schema.get("required", ()), one.get("description", ""), shape(one)
        )
        yield from lines(inner, f"{full}[]." if "items" in one else f"{full}.")


def words(schema: Schema) -> str:
    """The type of a value."""
    if "$ref" in schema:
        return name_of(schema)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "items" in schema:
        return f"list of {words(schema['items'])}"
    declared = schema.get("type", "anything")
    kinds: list[str] = declared if isinstance(declared, list) else [declared]
    kind, *others = kinds
    also = "".join(f" or {other}" for other in others)
    if "enum" in schema:
        return " | ".join(value for value in schema["enum"] if value is not None) + also
    if kind == "string" and schema.get("pattern") == ID:
        return f"id{also}"
    if kind == "string":
        return FORMATS.get(schema.get("format", ""), "text") + also
    if kind == "integer" and "maximum" in schema:
        return f"{schema.get('minimum', 0)} to {schema['maximum']}{also}"
    return {**TYPES, "array": "empty list"}.get(kind, kind) + also


def shape(schema: Schema) -> str:
    """The name of what is referred to, alone or in a list."""
    one = schema.get("items", schema)
    return name_of(one) if "$ref" in one else ""
