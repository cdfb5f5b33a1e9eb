"""The filters of *Active users*: read from the address, and shown so that each is an address again."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...access import table
from ...queries.choices import Suggestions, called, suggestions
from ...queries.home import LONG_UNSEEN
from ...queries.member_filters import Filter
from ...web.addresses import here
from ...web.asking import asked, filtered
from ...web.request import InsideRequest

LONG = str(LONG_UNSEEN.days)
# Filters that are on or off: the field of the address, its value, and the words of its chip.
CHIPS = (
    ("factor", "without", gettext_lazy("Without 2FA")),
    ("tokens", "yes", gettext_lazy("With API tokens")),
    ("unseen", LONG, format_lazy(gettext_lazy("Not seen for {days} days"), days=LONG)),
    ("bypass", "yes", gettext_lazy("Bypass SSO")),
    ("locked", "yes", gettext_lazy("Locked")),
)
DAYS = ("30", LONG)
NAMED = ("q", "role", "service", "workspace")
FIELDS = (*NAMED, *dict.fromkeys(field for field, _value, _words in CHIPS))


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the names that its fields can offer."""

    filter: Filter
    names: Suggestions
    unknown: list[str]


def read(request: InsideRequest) -> Asked:
    """Unknown values ask nothing; a service or workspace that does not exist is told by its name."""
    service, workspace = asked(request, "service"), asked(request, "workspace")
    names = suggestions(request.visit.account_id, service, workspace)
    found = {
        "service": called(names.services, service) if service else None,
        "workspace": called(names.workspaces, workspace) if workspace else None,
    }
    wanted = {"service": service, "workspace": workspace}
    unknown = [text for what, text in wanted.items() if text and found[what] is None]
    refs = {what: choice.ref for what, choice in found.items() if choice}
    return Asked(_filter(request, refs), names, unknown)


def _filter(request: InsideRequest, refs: dict[str, str]) -> Filter:
    days = asked(request, "unseen")
    factor = asked(request, "factor")
    return Filter(
        search=asked(request, "q"),
        role=_role(asked(request, "role")),
        factor=factor if factor in ("with", "without") else "",
        unseen=int(days) if days in DAYS else 0,
        tokens=bool(asked(request, "tokens")),
        locked=bool(asked(request, "locked")),
        bypass=bool(asked(request, "bypass")),
        **refs,
    )


def _role(code: str) -> table.Role | None:
    return next((role for role in table.ROLES if role.code == code), None)


def shown(request: InsideRequest, found: Asked) -> dict[str, Any]:
    """What templates/panel/users/filters.html shows."""
    chips = [_chip(request, *chip) for chip in CHIPS]
    fields = {name: asked(request, name) for name in FIELDS}
    return {
        "filters": chips,
        "asked": fields,
        "named": any(fields[name] for name in NAMED if name != "q"),
        "keep": [(name, value) for name, value in fields.items() if value and name not in NAMED],
        "clear_href": here(request, "users") if any(fields.values()) else "",
        "names": found.names,
        "unknown": [_("Nothing here is called “%(name)s”.") % {"name": name} for name in found.unknown],
        "roles": table.ROLES,
    }


def _chip(request: InsideRequest, field: str, value: str, words: Any) -> dict[str, Any]:
    on = asked(request, field) == value
    return {"label": words, "on": on, "href": filtered(request, **{field: "" if on else value})}
