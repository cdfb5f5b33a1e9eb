"""Users: the members of an account, active ones and, where one is asked for by id, invited ones."""

from typing import Any

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..actions import invitations
from ..actions import users as actions
from ..actions.users import Wish
from ..actions.wanted import Wanted
from ..queries import users
from .answers import answer, ok
from .calls import Call
from .operations import operation
from .role_fields import TAKES as TAKES_ROLES
from .role_fields import all_roles, roles_of
from .schemas import DONE, fields, flag, many, text
from .user_shape import USER, user

LOGIN = {"login": text("The mail address. It stays what it is.", "nora@example.org")}
TAKES = {**LOGIN, "name": text("The name in this account.", "Nora North"), **TAKES_ROLES}
LOCKED = {"locked": flag("Whether the user can use nothing, whatever was given.")}


@operation("POST", "/user", noun="user", gives=USER, takes=fields(TAKES, needs=LOGIN))
def create(call: Call) -> HttpResponse:
    """Invite somebody, and show the invited as a user. They are active once they accept."""
    fields = call.fields
    wanted = Wanted(roles=all_roles(fields), limit_services=fields.flag("limit_services"))
    name = fields.text("name")
    made = invitations.invite(call.actor(), fields.text("login"), wanted, name=name)
    return _shown(call, made["member"])


@operation("GET", "/user/{user_id}", noun="user", gives=USER)
def get(call: Call, user_id: str) -> HttpResponse:
    """One user. Whoever may not see all sees themselves."""
    member = call.caller.member
    if member is None or member.ref != user_id:
        call.require("members.view")
    return _shown(call, user_id)


@operation("PUT", "/user/{user_id}", noun="user", gives=USER, takes=fields({**TAKES, **LOCKED}))
def update(call: Call, user_id: str) -> HttpResponse:
    """Change a user, all of it or nothing. Whoever may not change others changes their own name."""
    fields, sent = call.fields, dict[str, Any]()
    if "login" in fields:
        sent["address"] = fields.text("login")
    if "roles" in fields:
        sent["roles"] = roles_of(fields)
    sent |= {name: fields.text(name) for name in ("name", "role") if name in fields}
    sent |= {name: fields.flag(name) for name in ("limit_services", "locked") if name in fields}
    actions.change(call.actor(), user_id, Wish(**sent))
    return _shown(call, user_id)


@operation("DELETE", "/user/{user_id}", noun="user", gives=DONE)
def delete(call: Call, user_id: str) -> HttpResponse:
    """End a user's membership, or take back their invitation. Their tokens are revoked before."""
    actions.delete(call.actor(), user_id)
    return ok()


@operation("GET", "/customer/{customer_id}/users", noun="customer", gives=many(USER))
def of_customer(call: Call, customer_id: str) -> HttpResponse:
    """All users of the customer."""
    call.must_be_own_account(customer_id)
    call.require("members.view")
    found = users.of_account(call.caller.account.id, call.now)
    return answer([user(row, customer_id) for row in found])


def _shown(call: Call, ref: str) -> HttpResponse:
    row = users.one(call.caller.account.id, ref, call.now)
    if row is None:
        raise NotFound()
    return answer(user(row, call.caller.account.ref))
