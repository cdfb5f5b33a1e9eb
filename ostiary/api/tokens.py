"""Tokens of a user."""

from django.http import HttpResponse

from .answers import answer
from .calls import Call
from .operations import operation
from .token_shape import token


@operation("GET", "/tokens/self", noun="token")
def self_(call: Call) -> HttpResponse:
    """The token that this request was sent with."""
    caller = call.caller
    user_ref = caller.member.ref if caller.member else ""
    return answer(token(caller.token, account_ref=caller.account.ref, user_ref=user_ref))
