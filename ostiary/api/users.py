"""Users: the active members of an account."""

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..queries import users
from .answers import answer
from .calls import Call
from .operations import operation
from .user_shape import user


@operation("GET", "/user/{user_id}", noun="user")
def get(call: Call, user_id: str) -> HttpResponse:
    """One user. Whoever may not see all sees themselves."""
    member = call.caller.member
    if member is None or member.ref != user_id:
        call.require("members.view")
    row = users.one(call.caller.account.id, user_id, call.now)
    if row is None:
        raise NotFound()
    return answer(user(row, call.caller.account.ref))


@operation("GET", "/customer/{customer_id}/users", noun="customer")
def of_customer(call: Call, customer_id: str) -> HttpResponse:
    """All users of the customer."""
    call.must_be_own_account(customer_id)
    call.require("members.view")
    found = users.of_account(call.caller.account.id, call.now)
    return answer([user(row, customer_id) for row in found])
