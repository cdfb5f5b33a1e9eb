"""Levels on a service as the wire names them, and the resources that a document is related to."""

from collections.abc import Mapping
from typing import Any

from ..access.levels import Level
from ..access.refusals import Invalid
from .bodies import Fields, relation
from .schemas import one_of

# What is hidden is not authorized at all.
PERMISSIONS = [level.code for level in Level if level > Level.HIDDEN]
USUAL = Level.FULL.code
PERMISSION = one_of(PERMISSIONS, f"The level. Without one: {USUAL}.")


def permission(resource: Mapping[str, Any]) -> str:
    """The level that a document gives; all there is, where it names none."""
    attributes = resource.get("attributes")
    code = Fields(attributes if isinstance(attributes, Mapping) else {}).text("permission", USUAL)
    if code not in PERMISSIONS:
        raise Invalid("permission", "permission_unknown")
    return code


def related(resource: Mapping[str, Any], name: str) -> str:
    """The id of what a document is related to, by that name."""
    ref = Fields(relation(resource, name)).text("id")
    if not ref:
        raise Invalid(name, "relation_missing", field_name=name)
    return ref
