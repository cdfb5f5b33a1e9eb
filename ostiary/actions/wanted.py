"""The access that somebody wants a member to have, checked against the table and the account."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..access import combining, table
from ..access.levels import Level
from ..access.refusals import Invalid
from ..access.sources import Bundle, GivenRole, Grant, Source, Switch
from ..models import Service, Workspace
from ..queries.access import GIVEN
from . import many
from .act import Act

BY_HAND = Source("hand")


@dataclass(frozen=True)
class Wanted:
    """Roles and where they may be used, as a form or a request names them: codes and public ids.

    `services` maps a service's id to a level's code; it counts when `limit_services` is set. The same for
    `workspaces`.
    """

    roles: frozenset[str]
    limit_services: bool = False
    services: dict[str, str] = field(default_factory=dict)
    limit_workspaces: bool = False
    workspaces: frozenset[str] = frozenset()
    bypass_sso: bool = False

    def bundle(self) -> Bundle:
        """The same as the access core sees it: one bundle, given by hand."""
        return Bundle(
            GIVEN,
            tuple(GivenRole(role, BY_HAND) for role in table.in_order(map(table.role, self.roles))),
            limits_services=self.limit_services,
            services={ref: Grant(Level.of(code), BY_HAND) for ref, code in self.services.items()},
            limits_workspaces=self.limit_workspaces,
            workspaces={ref: Switch(BY_HAND) for ref in self.workspaces},
        )

    @classmethod
    def of(cls, bundle: Bundle, *, bypass_sso: bool) -> "Wanted":
        return cls(
            roles=frozenset(given.role.code for given in bundle.roles),
            limit_services=bundle.limits_services,
            services={ref: grant.level.code for ref, grant in bundle.services.items()},
            limit_workspaces=bundle.limits_workspaces,
            workspaces=frozenset(bundle.workspaces),
            bypass_sso=bypass_sso,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "roles": sorted(self.roles),
            "limit_services": self.limit_services,
            "services": dict(sorted(self.services.items())),
            "limit_workspaces": self.limit_workspaces,
            "workspaces": sorted(self.workspaces),
            "bypass_sso": self.bypass_sso,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Wanted":
        return cls(
            roles=frozenset(kept.get("roles", [])),
            limit_services=bool(kept.get("limit_services")),
            services=dict(kept.get("services", {})),
            limit_workspaces=bool(kept.get("limit_workspaces")),
            workspaces=frozenset(kept.get("workspaces", [])),
            bypass_sso=bool(kept.get("bypass_sso")),
        )


def known(act: Act, wanted: Wanted) -> Wanted:
    """Refuse roles, levels, services and workspaces that do not exist here, and roles that do not combine."""
    roles = [role(code) for code in sorted(wanted.roles)]
    if not roles:
        raise Invalid("roles", "role_missing")
    combining.require_possible(roles)
    known_levels(wanted.services.values())
    known_services(act, set(wanted.services))
    known_workspaces(act, set(wanted.workspaces))
    return wanted


def role(code: str) -> table.Role:
    """The role with this code. Raises `Invalid` where there is none."""
    try:
        return table.role(code)
    except KeyError:
        raise Invalid("roles", "role_unknown") from None


def known_levels(codes: Iterable[str]) -> None:
    if not set(codes) <= {level.code for level in Level}:
        raise Invalid("services", "level_unknown")


def known_services(act: Act, refs: set[str]) -> None:
    _exist(act, Service, refs, "services", "service_unknown")


def known_workspaces(act: Act, refs: set[str]) -> None:
    _exist(act, Workspace, refs, "workspaces", "workspace_unknown")


def _exist(act: Act, kind: Any, refs: set[str], field: str, code: str) -> None:
    """Another account's id is as unknown as one that was never given out."""
    if not refs:
        return
    there = kind.objects.filter(account=act.account, names__until__isnull=True)
    if refs - set(many.narrowed(there, refs).values_list("ref", flat=True)):
        raise Invalid(field, code)
