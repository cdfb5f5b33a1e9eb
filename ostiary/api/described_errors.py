"""Refusals as the description has them: which statuses an operation may answer with, and their bodies."""

from typing import Any

from django.conf import settings

from ..access import table
from ..access.access import Access
from ..access.ceilings import SCOPES
from ..access.decisions import explain
from ..access.levels import Level
from ..access.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal, Throttled
from ..actions.credentials import WRONG, NotProved
from . import errors
from .answers import JSON, PROBLEM
from .bodies import LONGEST, TooLarge, UnknownMediaType
from .callers import Unauthorized
from .operations import OPERATIONS, Operation
from .schemas import (
    Schema,
    always,
    example_id,
    flag,
    many,
    noun_of,
    nullable,
    number,
    one_of,
    ref,
    shape,
    text,
    whole,
)

REQUEST = example_id("request")
MISSING = whole(
    {
        "roles": many(one_of(role.code for role in table.ROLES), "One of these would do."),
        "level": nullable(one_of(level.code for level in Level)),
        "workspace": nullable(ref("workspace")),
        "service": nullable(ref("service")),
        "scopes": many(one_of(SCOPES), "A token with one of these would do."),
        "person": flag("Whether it asks for somebody who is present."),
    }
)
OURS: dict[str, Schema] = {
    "code": text("Never changes its meaning. /api-reference#codes lists them all.", "not_found"),
    "request_id": text("As in the header X-Request-Id, and in the request's events.", REQUEST),
    "field": text("What to put right, where it is one field.", "name"),
    "capability": text("What was asked for, where access was missing.", "members.view"),
    "missing": MISSING,
    "who_can_give": many(text("", "superuser"), "Codes of roles, or “yourself”."),
}
EXPIRIES = {"expires_at", "expiry_time"}
ONLY_FOR_ACCESS = ("field", "capability", "missing", "who_can_give")
# One refusal for each status, to show how it is written.
EXAMPLES: dict[int, Refusal] = {
    400: Invalid("name", "name_missing"),
    401: Unauthorized(),
    403: Forbidden(explain(Access("active", ()), "members.view")),
    404: NotFound(),
    409: Conflict("name_taken", name="Editors"),
    413: TooLarge("body_too_large", most=LONGEST),
    415: UnknownMediaType("media_type_unknown", kind="text/plain"),
    422: Invalid("expires_at", "expiry_past"),
    429: Throttled(600, "rate_exceeded", most=settings.CONFIG.api_writes),
    500: errors.Failed(),
    503: errors.TooBusy(),
}
OF_GRANTS = {400: NotProved(WRONG)}
LEGACY = {
    "msg": text("", "Record not found"),
    "detail": text("What happened and what to do.", "Cannot find user"),
    **OURS,
}
PLAIN = {
    "type": always("about:blank"),
    "title": text("", "Record not found"),
    "status": number(example=404),
    "detail": text("What happened and what to do.", "Cannot find workspace"),
    "errors": {"type": "null"},
    **OURS,
}
ERROR = shape("Error", LEGACY, may_lack=ONLY_FOR_ACCESS)
PROBLEM_SHAPE = shape("Problem", PLAIN, may_lack=ONLY_FOR_ACCESS)

HEADERS: dict[str, Any] = {
    "RequestId": {"schema": OURS["request_id"], "required": True},
    "RateLimitRemaining": {
        "required": True,
        "description": "How many writes are left in this hour.",
        "schema": number(example=999, minimum=0),
    },
    "RateLimitReset": {
        "required": True,
        "description": "When the next hour begins, in seconds since 1970.",
        "schema": number(example=1769864400),
    },
    "RetryAfter": {
        "description": "In seconds; not where the hour's writes are used up.",
        "schema": number(example=30),
    },
    "Authenticate": {"schema": always("Bearer"), "required": True},
    "Link": {
        "description": "The pages beside this one: last, next, prev and first.",
        "schema": text("", '<https://id.example.com/service?page=2&per_page=20>; rel="next"'),
    },
}


def refusals(one: Operation) -> dict[str, Any]:
    """By status. Operations share them: they differ by family, and by whether they answer a write."""
    return {str(status): {"$ref": f"#/components/responses/{_name(one, status)}"} for status in statuses(one)}


def responses() -> dict[str, Any]:
    """All of these."""
    found = {_name(one, status): _refusal(one, status) for one in OPERATIONS for status in statuses(one)}
    return dict(sorted(found.items()))


def statuses(one: Operation) -> list[int]:
    """All that an operation may refuse with."""
    found = {500, 503}
    if one.auth != "none":
        found |= {401, 403, 404}
    if one.query:
        found |= {400}
    if one.writes:
        found |= {400, 404, 409, 413, 429}
    if one.takes:
        found |= {415}
    if one.takes and not EXPIRIES.isdisjoint(one.takes["properties"]):
        found |= {422}
    return sorted(found)


def examples() -> dict[int, dict[str, Any]]:
    """One refusal of each status, as most operations write it."""
    one = next(one for one in OPERATIONS if one.family == "legacy" and one.writes and one.parts)
    return {status: errors.body(refusal, one, _parts(one), REQUEST) for status, refusal in EXAMPLES.items()}


def _name(one: Operation, status: int) -> str:
    return f"{one.family}_{status}{'_to_a_write' if one.writes else ''}"


def _refusal(one: Operation, status: int) -> dict[str, Any]:
    kind, schema = (PROBLEM, PROBLEM_SHAPE) if one.family == "problem" else (JSON, ERROR)
    refusal = OF_GRANTS.get(status, EXAMPLES[status]) if one.family == "grant" else EXAMPLES[status]
    shown = errors.body(refusal, one, _parts(one), REQUEST)
    return {
        "description": errors.TITLES[status],
        "headers": headers(one, status),
        "content": {kind: {"schema": schema, "example": shown}},
    }


def _parts(one: Operation) -> dict[str, str]:
    return {name: example_id(noun_of(name)) for name in one.parts}


def headers(one: Operation, status: int) -> dict[str, Any]:
    """Those that tell a client something, beside what every answer has."""
    found = {"X-Request-Id": "RequestId"}
    if one.writes:
        found |= {
            "Fastly-RateLimit-Remaining": "RateLimitRemaining",
            "Fastly-RateLimit-Reset": "RateLimitReset",
        }
    if status == 401:
        found |= {"WWW-Authenticate": "Authenticate"}
    if status == 429:
        found |= {"Retry-After": "RetryAfter"}
    if status == one.status and one.query and one.gives and one.gives.get("type") == "array":
        found |= {"Link": "Link"}
    return {name: {"$ref": f"#/components/headers/{its}"} for name, its in found.items()}
