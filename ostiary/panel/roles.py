"""The *Roles* page: who may do what, drawn from the table that decides it. Open to every member."""

from functools import cache
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access.areas import AREAS
from ..access.combining import Clash, combinable, why_not
from ..access.levels import Level
from ..access.table import CAPABILITIES, ROLES, Capability, Role
from ..web.guards import in_account
from ..web.request import InsideRequest


class Described(NamedTuple):
    """A role, the roles that go with it, and the others with what stands against them."""

    role: Role
    combines: list[Role]
    clashes: list[Clash]


class Row(NamedTuple):
    capability: Capability
    cells: list[tuple[Role, bool]]


class Area(NamedTuple):
    name: str
    sentence: str
    rows: list[Row]


@in_account
@require_safe
def roles(request: InsideRequest, account: str) -> HttpResponse:
    held = request.visit.access.roles()
    shown = {"described": described(), "areas": areas(), "roles": ROLES, "levels": list(Level), "held": held}
    return render(request, "panel/roles.html", shown)


@cache
def described() -> list[Described]:
    return [Described(role, combinable([role]), why_not(role, ROLES)) for role in ROLES]


@cache
def areas() -> list[Area]:
    """The table by what its capabilities are about; areas nobody holds anything in are left out."""
    found = [
        Area(name, sentence, [_row(capability) for capability in CAPABILITIES if capability.area == code])
        for code, (name, sentence) in AREAS.items()
    ]
    return [area for area in found if area.rows]


def _row(capability: Capability) -> Row:
    return Row(capability, [(role, capability.code in role.capabilities) for role in ROLES])
