"""Which members a list is about: every filter of the users page as a condition on a member's state `s`.

The roles that a condition names come from the table; nothing here says what a role may do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..access.table import ROLES, Role
from ..proofs.names import name_key
from .held_factors import holds_factor
from .holding import LASTS, LIVE_TOKEN

HAS_ROLE = f"""(exists (
  select 1 from ostiary_memberrole r where r.member_id = s.member_id and r.role in ({{roles}})
     and r.until is null and {LASTS.format("r")} {{limited}}
) or exists (
  select 1 from ostiary_groupmember gm
    join ostiary_grouprole gr on gr.group_id = gm.group_id and gr.until is null and gr.role in ({{roles}})
   where gm.member_id = s.member_id and gm.until is null and {LASTS.format("gm")} {{grouped}}
))"""  # noqa: S608 -- put together from constants
# What one source gives is limited, or not, by that source's own row.
UNLIMITED = """and not exists (
  select 1 from ostiary_limit l where l.member_id = r.member_id and l.until is null and l.{what}
     and l.source = case when r.source = 'invitation' then 'hand' else r.source end)"""
GRANTED = f"""exists (
  select 1 from ostiary_{{what}}grant g join ostiary_{{what}} x on x.id = g.{{what}}_id
   where g.member_id = s.member_id and g.until is null and x.ref = %({{what}})s and {LASTS.format("g")})"""  # noqa: S608
BY_GROUP = """and exists (
  select 1 from ostiary_groupservices gs
    join ostiary_servicegroupservice sgs
      on sgs.service_group_id = gs.service_group_id and sgs.until is null
    join ostiary_service x on x.id = sgs.service_id
   where gs.group_id = gm.group_id and gs.until is null and x.ref = %(service)s)"""

NOBODY, ANYBODY = "and 1 = 0", ""

HAS_FACTOR = f"""exists (
  select 1 from ostiary_member m where m.id = s.member_id and {holds_factor("m.person_id")})"""  # noqa: S608
HAS_TOKENS = f"""exists (
  select 1 from ostiary_token t where t.member_id = s.member_id and {LIVE_TOKEN})"""  # noqa: S608
MATCHES = """(s.sort_key like %(like)s escape '!' or exists (
  select 1 from ostiary_member m where m.id = s.member_id and m.address_key like %(like)s escape '!'))"""
NOT_SEEN = """exists (
  select 1 from ostiary_member m
   where m.id = s.member_id and coalesce(m.last_active_at, m.created_at) < %(seen)s)"""


@dataclass(frozen=True)
class Filter:
    """What is asked for. Empty fields ask nothing; `factor` is "with" or "without", `unseen` in days."""

    search: str = ""
    role: Role | None = None
    service: str = ""
    workspace: str = ""
    factor: str = ""
    unseen: int = 0
    tokens: bool = False
    locked: bool = False
    bypass: bool = False


def conditions(chosen: Filter) -> str:
    """The filter as the end of a `where`."""
    return "".join(f"\n   and {condition}" for condition in _conditions(chosen))


def _conditions(chosen: Filter) -> Iterator[str]:
    if chosen.search:
        yield MATCHES
    if chosen.role:
        yield _has_role([chosen.role])
    if chosen.service:
        yield _sees_service()
    if chosen.workspace:
        yield _sees_workspace()
    if chosen.factor:
        yield HAS_FACTOR if chosen.factor == "with" else f"not {HAS_FACTOR}"
    if chosen.unseen:
        yield NOT_SEEN
    if chosen.tokens:
        yield HAS_TOKENS
    if chosen.locked:
        yield "s.locked"
    if chosen.bypass:
        yield "s.bypass_sso"


def _sees_service() -> str:
    """A role that reaches every service, one that is not limited, or a grant to one that is."""
    using = [role for role in ROLES if role.uses_services]
    everywhere = [role for role in using if not role.limits_services]
    limitable = [role for role in using if role.limits_services]
    return _any(
        _has_role(everywhere),
        _has_role(limitable, limited=UNLIMITED.format(what="services"), grouped=BY_GROUP),
        f"({_has_role(limitable, grouped=NOBODY)} and {GRANTED.format(what='service')})",
    )


def _sees_workspace() -> str:
    """The same for a workspace; a group's roles reach every one."""
    using = [role for role in ROLES if role.uses_workspaces]
    everywhere = [role for role in using if not role.limits_workspaces]
    limitable = [role for role in using if role.limits_workspaces]
    return _any(
        _has_role(everywhere),
        _has_role(limitable, limited=UNLIMITED.format(what="workspaces")),
        f"({_has_role(limitable, grouped=NOBODY)} and {GRANTED.format(what='workspace')})",
    )


def _any(*those: str) -> str:
    return f"({' or '.join(those)})"


def _has_role(roles: Iterable[Role], *, limited: str = ANYBODY, grouped: str = ANYBODY) -> str:
    codes = ", ".join(f"'{role.code}'" for role in roles)
    return HAS_ROLE.format(roles=codes, limited=limited, grouped=grouped)


def values(chosen: Filter, now: datetime) -> dict[str, Any]:
    """What the conditions leave to be filled in."""
    key = name_key(chosen.search)
    for special in "!%_":
        key = key.replace(special, f"!{special}")
    return {
        "now": now,
        "like": f"%{key}%",
        "service": chosen.service,
        "workspace": chosen.workspace,
        "seen": now - timedelta(days=chosen.unseen),
    }
