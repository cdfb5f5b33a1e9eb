"""What a request brings, whatever its dialect: a form, JSON, or JSON:API.

An operation asks for fields by name; how a client wrote them is read here. What is not asked for is ignored.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from ..access.refusals import Invalid, Refusal

# In bytes; longer bodies are refused unread.
LONGEST = 1_048_576
MOST_FIELDS = 10_000
DEEPEST = 32
FORM = "application/x-www-form-urlencoded"
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
TRUE, FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off", "")


class BadBody(Refusal):
    """A body that cannot be read at all."""


class TooLarge(Refusal):
    status = 413


class UnknownMediaType(Refusal):
    status = 415


class Fields:
    """Named values of one request. `None` in JSON is the same as not being there."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {name.removesuffix("[]"): value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if not is_text(value):
            raise Invalid(name, "field_not_text", field_name=name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """`True` and `False` come capitalised from one client, and as JSON's own from another."""
        value = self.values.get(name, default)
        if isinstance(value, bool):
            return value
        word = str(value).lower()
        if word not in TRUE + FALSE:
            raise Invalid(name, "field_not_boolean", field_name=name)
        return word in TRUE

    def moment(self, name: str) -> datetime | None:
        """A time of ISO 8601; without an offset it is UTC, and empty is none."""
        text = self.text(name)
        try:
            found = datetime.fromisoformat(text) if text else None
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC) if found else None
        except (ValueError, OverflowError):
            raise Invalid(name, "expiry_malformed", field_name=name) from None

    def many(self, name: str, *, separator: str = ",") -> list[str]:
        """An array: repeated, in brackets, joined by commas, or JSON's own."""
        value = self.values.get(name, [])
        found = value if isinstance(value, list) else [value]
        if not all(map(is_text, found)):
            raise Invalid(name, "field_not_list", field_name=name)
        return [part for one in found for part in one.split(separator) if part]


def is_text(value: Any) -> TypeGuard[str]:
    """A text that a database can keep: neither zeros nor halves of characters are in it."""
    return isinstance(value, str) and not _UNKEPT.search(value)


def fields(request: HttpRequest) -> Fields:
    """The fields of a form or of a JSON object, be it bare, or in `attributes`, or in JSON:API's `data`."""
    kind, text = _read(request)
    if not text:
        return Fields({})
    if kind == FORM:
        return Fields(_form(text))
    return Fields(_attributes(_object(text)))


def document(request: HttpRequest) -> Any:
    """The `data` of a JSON:API document, an object or a list of them, also when it is sent as plain JSON."""
    _, text = _read(request)
    data = _object(text).get("data") if text else None
    if not isinstance(data, dict | list):
        raise BadBody("document_missing")
    return data


def relation(resource: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What a resource is related to, with the link's `data` around it or bare."""
    return _inner(_mapping(_mapping(resource.get("relationships")).get(name)))


def relations(resource: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The same for many, each of which one client wraps once more."""
    found = _mapping(_mapping(resource.get("relationships")).get(name)).get("data")
    return [_inner(_mapping(one)) for one in found] if isinstance(found, list) else []


def _inner(value: Mapping[str, Any]) -> Mapping[str, Any]:
    wrapped = value.get("data")
    if isinstance(wrapped, list):
        wrapped = wrapped[0] if wrapped else None
    return wrapped if isinstance(wrapped, Mapping) else value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def whole(request: HttpRequest) -> bytes:
    """The body as it came. Raises `TooLarge`."""
    try:
        body = request.body
    except RequestDataTooBig:  # by its header, and unread
        raise TooLarge("body_too_large", most=LONGEST) from None
    if len(body) > LONGEST:
        raise TooLarge("body_too_large", most=LONGEST)
    return body


def _read(request: HttpRequest) -> tuple[str, str]:
    body = whole(request)
    kind = (request.content_type or "").lower()
    if body and kind not in (FORM, "application/json", "application/vnd.api+json"):
        raise UnknownMediaType("media_type_unknown", kind=kind)
    try:
        return kind, body.decode()
    except UnicodeDecodeError:
        raise BadBody("body_not_utf8") from None


def _form(text: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise BadBody("form_malformed") from None
    found = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return {name: sent if name.endswith("[]") or len(sent) > 1 else sent[0] for name, sent in found.items()}


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadBody("json_malformed") from None
    if not isinstance(value, dict):
        raise BadBody("json_not_object")
    if _is_too_deep(value):
        raise BadBody("json_too_deep", most=DEEPEST)
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _is_too_deep(value: Any) -> bool:
    """Layer by layer: a million brackets cost little, whoever sends them."""
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for one in layer if isinstance(one, dict | list) for inner in _inside(one)]
    return bool(layer)


def _inside(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _attributes(value: dict[str, Any]) -> Mapping[str, Any]:
    data = value.get("data")
    if isinstance(data, dict):
        value = data
    inner = value.get("attributes")
    return {**value, **inner} if isinstance(inner, dict) else value
