"""Passwords: a user's own changed, and letters with a way to a new one."""

from typing import ClassVar

from django.http import HttpResponse

from ..access.refusals import Forbidden, Invalid, NotFound, Refusal
from ..actions import passwords
from ..actions.credentials import WRONG, NotProved
from ..models import Account, Member
from ..models.rows import get
from ..queries import users
from . import proving
from .answers import answer, ok
from .calls import Call
from .operations import operation
from .schemas import DONE, fields, password
from .user_shape import USER, user

NOT_WHO_THEY_SAY = (WRONG, "credentials_missing")


class WrongCredentials(Refusal):
    status: ClassVar[int] = 401


@operation(
    "POST",
    "/current_user/password",
    auth="credentials",
    noun="user",
    gives=USER,
    takes=fields(
        {
            "old_password": password("That of now, as in basic authentication."),
            "new_password": password("The new one."),
        },
        needs=("old_password", "new_password"),
    ),
)
def change(call: Call) -> HttpResponse:
    """Change one's own password, by the old one in basic authentication. Every session ends."""
    given = proving.given(call)
    if not given.password:
        raise WrongCredentials("credentials_missing")
    if call.fields.text("old_password") != given.password:
        raise Invalid("old_password", "password_wrong")
    try:
        actor = proving.prove(call)
    except NotProved as refusal:
        raise _refusal(refusal.code) from refusal
    passwords.change_by_credentials(actor, given.password, call.fields.text("new_password"))
    member, account = get(Member, pk=actor.as_member), get(Account, pk=actor.in_account)
    row = users.one(account.pk, member.ref, call.now)
    if row is None:
        raise NotFound()
    return answer(user(row, account.ref))


def _refusal(code: str) -> Refusal:
    if code in NOT_WHO_THEY_SAY:
        return WrongCredentials(code)
    return NotProved(code) if code == "account_not_chosen" else Forbidden(code=code)


@operation("POST", "/user/{login}/password/request_reset", noun="user", gives=DONE)
def request_reset(call: Call, login: str) -> HttpResponse:
    """Mail a user a way to a new password: oneself, or for superusers any user of the customer."""
    passwords.request_reset_of_member(call.actor(), login)
    return ok()
