"""Whoever the token acts for."""

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..queries import users
from ..queries.users import UserRow
from .answers import answer
from .calls import Call
from .operations import operation
from .user_shape import USER, user


@operation("GET", "/current_user", noun="user", gives=USER)
def current_user(call: Call) -> HttpResponse:
    """The user that the token acts for."""
    member = call.caller.member
    if member is None:  # a token of the account's own acts for nobody
        raise NotFound()
    held = users.held_by(member.id, call.now)
    row = UserRow(
        ref=member.ref,
        address=member.address,
        name=member.name,
        roles=held.roles,
        limits_services=held.limits_services,
        limits_workspaces=held.limits_workspaces,
        locked=member.locked,
        has_factor=member.has_factor,
        created_at=member.created_at,
        updated_at=member.updated_at,
        last_active_at=member.last_active_at,
    )
    return answer(user(row, call.caller.account.ref))
