"""A user as programs know one: invited or active, with name, role, limit and lock all in one."""

from dataclasses import dataclass, replace

from ..access import one_role, table
from ..access.refusals import Conflict, Invalid
from ..models import Invitation, Member, State
from . import checks, given, invitations, member_access, members
from . import wanted as wants
from .act import Act
from .kernel import action
from .membership import state_of
from .wanted import Wanted


@dataclass(frozen=True)
class Wish:
    """What is to change; `None` stays as it is. `role` is the one that is shown, `roles` are all of them."""

    address: str | None = None
    name: str | None = None
    role: str | None = None
    roles: frozenset[str] | None = None
    limit_services: bool | None = None
    locked: bool | None = None


@action()
def change(act: Act, member_ref: str, wish: Wish) -> None:
    """All of it or nothing. Everybody may change their own name; the rest is asked of the table.

    Whoever may change nothing of somebody is refused before anything is compared: they learn nothing by it.
    """
    member = act.member(member_ref)
    act.require("profile.update_own" if member.pk == act.actor.member_id else "members.update")
    if wish.address is not None and checks.address(wish.address, field="login")[1] != member.address_key:
        raise Invalid("login", "login_stays")
    act.nothing_changed()
    if wish.name is not None:
        members.rename(act, member_ref, wish.name)
    if {wish.role, wish.roles, wish.limit_services} != {None}:
        act.require("members.change_access")
        wanted = _wanted(act, member, wish)
        member_access.change(act, member_ref, wanted, version=member.version)
    if wish.locked is not None:
        act.require("members.update")
        if state_of(member).state == State.INVITED:
            raise Conflict("member_invited", field="locked")
        if wish.locked != state_of(member).locked:
            members.lock(act, member_ref, locked=wish.locked)


@action(needs="members.delete")
def delete(act: Act, member_ref: str) -> None:
    """End a membership, or the invitation of somebody who has not accepted. Refused while tokens live."""
    member = act.member(member_ref)
    if state_of(member).state == State.INVITED:
        latest = Invitation.objects.filter(member=member).latest("pk")
        return invitations.delete(act, latest.ref)
    return members.delete(act, member_ref)


def _wanted(act: Act, member: Member, wish: Wish) -> Wanted:
    had = given.wanted(member, act.now)
    roles = wish.roles
    if roles is None and wish.role is not None:
        held = map(table.role, had.roles)
        roles = one_role.with_main_role(held, wants.role(wish.role).code)
    limited = had.limit_services if wish.limit_services is None else wish.limit_services
    wanted = replace(had, limit_services=limited, roles=had.roles if roles is None else roles)
    # Bypass SSO is for superusers: it goes with the role.
    return wanted if "superuser" in wanted.roles else replace(wanted, bypass_sso=False)
