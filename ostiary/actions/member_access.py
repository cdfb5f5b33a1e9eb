"""Changing access: roles, levels, workspaces and Bypass SSO in one atomic change against a version."""

from ..access.grants import normalise, require_grantable
from ..access.refusals import Conflict, Invalid, NotFound
from ..models import Ownership, State
from ..models.rows import change as change_row
from ..models.rows import find
from . import given
from . import wanted as wants
from .act import Act
from .histories import succeed
from .kernel import action
from .membership import must_not_be_the_last_superuser, state_of
from .wanted import Wanted


@action(needs="members.change_access")
def change(act: Act, member_ref: str, wanted: Wanted, *, version: int) -> list[dict[str, str]]:
    """Give a member or an invited member exactly the wanted access, effective at once.

    Refused with `changed_meanwhile` when somebody else changed it since `version`. Limits that the roles
    cannot have are dropped, levels are capped by the roles. Returns what was dropped, to be told.
    """
    member = act.member(member_ref)
    state = state_of(member)
    if state.state == State.ENDED:
        raise NotFound()
    if member.version != version:
        raise Conflict("changed_meanwhile", member=member.ref, version=member.version)
    wanted, dropped = allowed(act, wanted, using="members.change_access")
    is_owner = find(Ownership, account=act.account, member=member, until=None) is not None
    if "superuser" not in wanted.roles:
        if is_owner:
            raise Invalid("roles", "owner_is_superuser", member=member.ref)
        if state.state == State.ACTIVE:
            must_not_be_the_last_superuser(act, member)
    bypass = _bypass(wanted, is_owner=is_owner)
    before, after = given.write(act, member, wanted, given.BY_HAND)
    if state.bypass_sso != bypass:
        succeed(state, act.now, bypass_sso=bypass)
        before["bypass_sso"], after["bypass_sso"] = state.bypass_sso, bypass
    if not after:
        act.nothing_changed()
        return dropped
    change_row(member, version=version + 1)
    act.record("member.access_changed", member, before=before, after=after)
    return dropped


def allowed(act: Act, wanted: Wanted, *, using: str) -> tuple[Wanted, list[dict[str, str]]]:
    """What may be given here and by this actor, in its normal form, and what had to be dropped for it."""
    bundle, dropped = normalise(wants.known(act, wanted).bundle())
    if not act.actor.trusted:
        require_grantable(act.access, using, bundle)
    return Wanted.of(bundle, bypass_sso=wanted.bypass_sso), [{"what": d.what, "ref": d.ref} for d in dropped]


def _bypass(wanted: Wanted, *, is_owner: bool) -> bool:
    """Bypass SSO is for superusers; the owner's cannot be unticked."""
    if is_owner:
        return True
    if wanted.bypass_sso and "superuser" not in wanted.roles:
        raise Invalid("bypass_sso", "bypass_is_for_superusers")
    return wanted.bypass_sso
