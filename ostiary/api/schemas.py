"""The words that the API's description is written in: JSON Schema (2020-12), with an example at every leaf.

A shape is declared by these beside the function that makes it; examples of whole bodies are put together
from those of the fields.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from ..proofs import ids

Schema = dict[str, Any]

# The shapes that have a name; operations refer to them.
COMPONENTS: dict[str, Schema] = {}
_REFERENCE = "#/components/schemas/"
ID = f"^[0-9A-Za-z]{{{ids.LENGTH}}}$"
MOMENT = "2026-01-31T12:00:00Z"
PASSWORD = "a passphrase of several words"  # noqa: S105 -- in examples


def text(about: str = "", example: str = "", **rules: Any) -> Schema:
    return {"type": "string", **_about(about), **rules, "examples": [example]}


def password(about: str) -> Schema:
    return text(about, PASSWORD, format="password")


def ref(noun: str, about: str = "") -> Schema:
    """An id. In examples, the same thing has the same one throughout."""
    return text(about, example_id(noun), pattern=ID)


def moment(about: str = "") -> Schema:
    return text(about, MOMENT, format="date-time")


def one_of(values: Iterable[str], about: str = "") -> Schema:
    return {"type": "string", **_about(about), "enum": [*values]}


def flag(about: str = "") -> Schema:
    return {"type": "boolean", **_about(about), "examples": [False]}


def number(about: str = "", example: int = 1, **rules: Any) -> Schema:
    return {"type": "integer", **_about(about), **rules, "examples": [example]}


def always(value: str | int | bool, about: str = "") -> Schema:
    return {"const": value, **_about(about)}


def many(of: Schema, about: str = "", **rules: Any) -> Schema:
    return {"type": "array", **_about(about), **rules, "items": of}


def always_empty() -> Schema:
    return {"type": "array", "maxItems": 0, "examples": [[]]}


def by_name(of: Schema, about: str, example: Any) -> Schema:
    """An object whose names are not fixed."""
    return {"type": "object", **_about(about), "additionalProperties": of, "examples": [example]}


def nullable(schema: Schema) -> Schema:
    also_null = {**schema, "type": [schema["type"], "null"]}
    return also_null | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def nothing_yet(about: str = "") -> Schema:
    return {"type": "null", **_about(about)}


def fields(named: dict[str, Schema], *, needs: Iterable[str] = (), about: str = "") -> Schema:
    """An object of a request: what it needs, and what it may have."""
    needed = {"required": [*needs]} if needs else {}
    return {"type": "object", **_about(about), **needed, "properties": named}


def whole(named: dict[str, Schema], *, may_lack: Iterable[str] = ()) -> Schema:
    """An object of an answer: everything is there but what it may lack."""
    return fields(named, needs=[name for name in named if name not in {*may_lack}])


def shape(name: str, named: dict[str, Schema], *, may_lack: Iterable[str] = ()) -> Schema:
    """The same under a name of its own; what is given back refers to it."""
    COMPONENTS[name] = whole(named, may_lack=may_lack)
    return {"$ref": _REFERENCE + name}


def resource(name: str, kind: str, attributes: dict[str, Schema], related: dict[str, Schema]) -> Schema:
    """A resource of JSON:API, under a name of its own."""
    relationships = {"relationships": whole({one: data(to) for one, to in related.items()})}
    return shape(
        name,
        {
            "id": ref(noun_of(kind)),
            "type": always(kind),
            "attributes": whole(attributes),
            **(relationships if related else {}),
        },
    )


def link(kind: str) -> Schema:
    """What a resource is related to."""
    return whole({"id": ref(noun_of(kind)), "type": always(kind)})


def sent_resource(
    kind: str,
    attributes: dict[str, Schema],
    related: dict[str, Schema] | None = None,
    *,
    needs: Iterable[str] = (),
    needs_attributes: Iterable[str] = (),
    with_id: bool = False,
) -> Schema:
    """A resource of JSON:API in a request: the attributes and relationships that it needs, and may have."""
    named: dict[str, Schema] = {"id": ref(noun_of(kind))} if with_id else {}
    named["type"] = always(kind)
    if attributes:
        named["attributes"] = fields(attributes, needs=needs_attributes)
    if related:
        named["relationships"] = fields({name: data(one) for name, one in related.items()}, needs=needs)
    needed = [
        *(["id"] if with_id else []),
        *(["attributes"] if needs_attributes else []),
        *(["relationships"] if needs else []),
    ]
    return fields(named, needs=needed)


def data(of: Schema) -> Schema:
    return whole({"data": of})


def named(schema: Schema) -> Schema:
    """The schema itself, where it is referred to."""
    return COMPONENTS[name_of(schema)] if "$ref" in schema else schema


def name_of(schema: Schema) -> str:
    return str(schema["$ref"]).removeprefix(_REFERENCE)


def names_in(schema: Schema) -> Iterator[str]:
    """The names of all fields, however deep."""
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from names_in(inner)
    yield from names_in(schema["items"]) if "items" in schema else ()


def example(schema: Schema) -> Any:
    schema = named(schema)
    if "examples" in schema:
        return schema["examples"][0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        return {name: example(inner) for name, inner in schema["properties"].items()}
    return [example(schema["items"])] if "items" in schema else None


def noun_of(part: str) -> str:
    """What a part of a path names: `user_id` a user."""
    return part.removesuffix("_id").replace("_", " ")


def example_id(noun: str) -> str:
    return ids.encode(int.from_bytes(sha256(noun.encode()).digest()) % 62**ids.LENGTH, ids.LENGTH)


def _about(about: str) -> Schema:
    return {"description": about} if about else {}


# Done, and nothing to show for it.
DONE = shape("Done", {"status": always("ok")})
