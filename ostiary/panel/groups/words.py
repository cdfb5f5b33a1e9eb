"""What a group gives to everybody in it, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...access.access import Access
from ...access.levels import Level
from ...access.sources import Bundle, GivenRole, Grant, Source
from ...access.table import Role
from ...web.access_words import level_in_words, what_one_can_do


def what_a_group_gives(roles: Iterable[Role], services: int) -> list[str]:
    """A line for each role: *Engineer on 3 services: Full access*. `services` counts what is reached."""
    return [_line(role, services) for role in roles]


def _line(role: Role, services: int) -> str:
    words = {"role": _(role.name), "n": services, "level": level_in_words(role.top)}
    if role.uses_services and not role.limits_services:
        return _("%(role)s on every service: %(level)s") % words
    if role.uses_services and not services:
        return _("%(role)s on no service yet: add a service group") % words
    if role.uses_services:
        text = ngettext(
            "%(role)s on %(n)d service: %(level)s", "%(role)s on %(n)d services: %(level)s", services
        )
        return text % words
    if role.uses_workspaces:
        return _("%(role)s in every workspace") % words
    return _("%(role)s in the account") % words


def effect(roles: Iterable[Role], services: Mapping[str, str]) -> list[dict[str, Any]]:
    """The services and workspaces for `parts/summary.html`, as for somebody who has this alone.

    The roles are said above them, and the page is about one source, so no line names it.
    """
    source = Source("group")
    bundle = Bundle(
        source.kind,
        tuple(GivenRole(role, source) for role in roles),
        limits_services=True,
        services={ref: Grant(Level.FULL, source) for ref in services},
    )
    groups = what_one_can_do(Access("active", (bundle,)), services, {})[1:]
    return [{**group, "lines": [{**line, "sources": []} for line in group["lines"]]} for group in groups]
