"""Calling an operation as somebody, and the status that the capability table says they are answered with.

Roles and capabilities are taken from `access/table.py`; the rest is judged here anew, so that an operation
that asks `decide` and is wrong is found.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from ostiary.access import table
from ostiary.access.levels import Level
from ostiary.access.table import Capability
from tests.doors.callers import CALLERS, Caller, program
from tests.doors.good_calls import ANY, JSON, PERSONAL, READING, Good, filled
from tests.doors.house import House
from tests.doors.parts import Part
from tests.doors.route import Refs
from tests.doors.verdicts import level


def call(
    house: House,
    who: str,
    good: Good,
    *,
    path_refs: Refs | None = None,
    body_refs: Refs | None = None,
    query: Mapping[str, str] | None = None,
    **headers: str,
) -> HttpResponse:
    """A good call of the house, unless other ids are put into its path, or into its body and query."""
    path = good.path(house.refs | dict(path_refs or {}))
    inside = house.refs | dict(body_refs or {})
    if asked := filled(good.query, inside) | dict(query or {}):
        path += f"?{urlencode(asked)}"
    body = "" if good.body is None else json.dumps(filled(good.body, inside))
    method = good.operation.method
    return program(house, who).generic(method, path, body, JSON if body else "", headers=headers or None)


def verdict(good: Good, who: str) -> int:
    """The status that answers a live token."""
    caller = CALLERS[who]
    if who in good.also or _may(caller, good):
        return good.success
    if good.on and not _knows(caller.part, good.on):
        return 404
    if good.others in ("403", "404"):
        return int(good.others)
    return 404 if _holds(caller, table.capability(good.others), "") else 403


def _may(caller: Caller, good: Good) -> bool:
    if good.opens_to in FOR_TOKENS:
        return FOR_TOKENS[good.opens_to](caller) and (not good.on or _knows(caller.part, good.on))
    return any(
        _holds(caller, table.capability(code), good.on) and (caller.sudo or not good.sudo)
        for code in good.opens_to.split(" or ")
    )


def _holds(caller: Caller, capability: Capability, on: str) -> bool:
    """By role, by scope and by the token's services; and a person is there where one is asked for."""
    if not any(role in capability.held_by for role in caller.part.roles):
        return False
    if caller.scope != "global" and not (_reads(caller) and capability.reads):
        return False
    if capability.unlimited_only and (caller.only or caller.part.level):
        return False
    if capability.person_only and not (caller.sudo and not caller.automation):
        return False
    return capability.scope != "service" or _level(caller, on) >= capability.least


def _reads(caller: Caller) -> bool:
    return caller.scope in ("global", "global:read")


def _level(caller: Caller, service: str) -> Level:
    if caller.only not in ("", service):
        return Level.HIDDEN
    return level(caller.part, service)


def _knows(part: Part, thing: str) -> bool:
    """A token's bounds hide nothing that its member can see."""
    if "service" in thing:
        return level(part, thing) > Level.HIDDEN
    return any(table.role(code).acts_on_workspaces for code in part.roles)


FOR_TOKENS: dict[str, Callable[[Caller], bool]] = {
    ANY: lambda caller: True,
    READING: _reads,
    PERSONAL: lambda caller: not caller.automation,
}


def answered(answer: HttpResponse) -> Any:
    """What an answer says besides what is new in each."""
    body = json.loads(answer.content) if answer.content else None
    if isinstance(body, dict):
        body.pop("request_id", None)
    return body
