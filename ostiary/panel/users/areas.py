"""The areas of the editor: what Roles, Services and Workspaces offer, and why the rest is locked."""

from typing import Any

from django.utils.translation import gettext as _

from ...access.combining import combinable, why_not
from ...access.levels import Level
from ...access.redundancy import held_roles
from ...access.table import ROLES
from ...queries import choices
from ...queries.choices import Choice
from ...queries.paging import Page
from ...queries.protected import SERVICES, WORKSPACES
from ...web.access_words import level_in_words, source_in_words
from . import words
from .desk import Desk
from .sheet import Place

# Rows of a list that one chooses from, fewer than of one that one reads.
SIZE = 20


def roles(desk: Desk) -> dict[str, Any]:
    """The chosen roles, those that combine with them, and the others with what stands against each."""
    chosen = desk.room.roles
    offered = combinable(chosen)
    left_out = [role for role in ROLES if role not in chosen and role not in offered]
    return {
        "chosen": [_chosen(desk, role) for role in chosen],
        "elsewhere": [
            {"role": held.role, "sources": [source_in_words(given.source) for given in held.given]}
            for held in held_roles(desk.elsewhere)
        ],
        "offered": offered,
        "clashes": [{"left_out": role, "clash": why_not(role, chosen)[0]} for role in left_out],
    }


def _chosen(desk: Desk, role: Any) -> dict[str, Any]:
    owner = desk.subject is not None and desk.subject.is_owner and role.code == "superuser"
    locked = _("The owner is always a superuser. Transfer ownership first.") if owner else ""
    return {"role": role, "locked": locked}


def services(desk: Desk, place: Place) -> dict[str, Any]:
    """The menu, and where it limits to specific services a page of them with the level on each."""
    control = desk.room.services
    area: dict[str, Any] = {
        "place": place,
        "limited": control.is_open and desk.wanted.limit_services,
        "unused": control.reason == "no_role_uses_it",
        "locked": "" if control.is_open else words.why_services_are_locked(control),
        "top": level_in_words(control.top),
        "floor": level_in_words(control.floor) if control.floor else "",
    }
    if not area["limited"]:
        return area
    found = choices.listed(SERVICES, desk.account_id, search=place.search, window=place.window, size=SIZE)
    return area | {"page": found, "rows": [_service(desk, one) for one in found.rows]}


def _service(desk: Desk, one: Choice) -> dict[str, Any]:
    room = desk.room
    floor, top = room.floor(one.ref), room.services.top
    source = next(iter(desk.elsewhere.level_sources(one.ref)), None)
    locked = ""
    if floor >= top and source:
        locked = words.held_elsewhere(level_in_words(floor), source.source)
    return {
        "service": {"id": one.ref, "name": one.name},
        "levels": [
            {"value": level.code, "label": level_in_words(level), "disabled": not floor <= level <= top}
            for level in Level
        ],
        "value": room.level(one.ref).code,
        "source": _floor_source(desk, floor, source) if floor else "",
        "locked": locked,
    }


def _floor_source(desk: Desk, floor: Level, source: Any) -> str:
    """Where a floor comes from: another source, or a chosen role that cannot be limited."""
    if source and source.level == floor:
        return source_in_words(source.source)
    fixed = [role for role in desk.room.roles if not role.limits_services and role.top == floor]
    return _("Role %(name)s") % {"name": _(fixed[0].name)} if fixed else ""


def workspaces(desk: Desk, place: Place) -> dict[str, Any]:
    """The menu, and where it limits to specific workspaces a page of them with an Off/On switch each."""
    control = desk.room.workspaces
    area: dict[str, Any] = {
        "place": place,
        "limited": control.is_open and desk.wanted.limit_workspaces,
        "unused": control.reason == "no_role_uses_it",
        "locked": "" if control.is_open else words.why_workspaces_are_locked(control),
    }
    if not area["limited"]:
        return area
    found: Page[Choice] = choices.listed(
        WORKSPACES, desk.account_id, search=place.search, window=place.window, size=SIZE
    )
    return area | {"page": found, "rows": [_workspace(desk, one) for one in found.rows]}


def _workspace(desk: Desk, one: Choice) -> dict[str, Any]:
    held = desk.room.is_held_on(one.ref)
    return {
        "ref": one.ref,
        "name": one.name,
        "on": held or one.ref in desk.wanted.workspaces,
        "held": held,
        "note": _("On by another source, such as a group.") if held else "",
    }
