"""Sudo: for five minutes after a password, a token may do what asks for a person."""

from django.http import HttpResponse

from ..access.refusals import Forbidden
from ..actions import credentials
from ..actions.credentials import NotProved
from . import proving
from .answers import answer
from .calls import Call
from .operations import operation
from .schemas import fields, moment, text, whole

# These cannot be meant; everything else is not allowed.
BAD_REQUESTS = ("credentials_missing", "account_not_chosen")
GRANTED = whole({"expiry_time": text("When it ends.", "2026-01-31T12:05:00+00:00", format="date-time")})

UNTIL = {"expiry_time": moment("When it ends, if sooner than in five minutes.")}


@operation("POST", "/sudo", auth="credentials", gives=GRANTED, takes=fields(proving.TAKES | UNTIL))
def sudo(call: Call) -> HttpResponse:
    """Prove with a password that the token's user is there. It holds for this token, for five minutes."""
    try:
        actor = proving.prove(call)
    except NotProved as refusal:
        if refusal.code in BAD_REQUESTS:
            raise
        raise Forbidden(code=refusal.code) from refusal
    return answer({"expiry_time": credentials.sudo(actor, call.fields.moment("expiry_time"))})
