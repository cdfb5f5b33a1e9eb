"""Everybody who can call the API, by the name that failures call them, with what they send."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import timedelta

from django.test import Client

from ostiary.access.ceilings import SCOPES
from ostiary.actions import automation_tokens, postal_addresses, tokens
from ostiary.actions.actors import operator
from ostiary.clock import now
from ostiary.models import Event, Member, ServiceGrant, Token
from ostiary.proofs.tokens import TokenKind, make
from tests.cast import PASSWORD, acting
from tests.doors.browsers import SESSION
from tests.doors.good_calls import LINES
from tests.doors.house import House
from tests.doors.parts import PARTS, Part

Headers = dict[str, str]


@dataclass(frozen=True)
class Caller:
    """A live token: whose part it has, its scope, and the one service that it is for."""

    part: Part
    scope: str = "global"
    only: str = ""
    automation: bool = False
    sudo: bool = False


SUPERUSER = Caller(PARTS["superuser"])
AUTOMATION = Caller(Part(("engineer",)), automation=True)
CALLERS = {
    **{name: Caller(part) for name, part in PARTS.items()},
    "superuser in sudo": replace(SUPERUSER, sudo=True),
    **{f"superuser for {scope}": replace(SUPERUSER, scope=scope) for scope in SCOPES if scope != "global"},
    "superuser for one service": replace(SUPERUSER, only="service"),
    "superuser for another service": replace(SUPERUSER, only="hidden_service"),
    "automation engineer": AUTOMATION,
    "automation billing": replace(AUTOMATION, part=Part(("billing",))),
    "automation user": replace(AUTOMATION, part=Part(("user",))),
    "automation with TLS": replace(AUTOMATION, part=Part(("user", "tls_admin"))),
    "automation for global:read": replace(AUTOMATION, scope="global:read"),
    "automation for one service": replace(AUTOMATION, only="service"),
}
# No live token, whatever else is sent.
STRANGERS = (
    "nothing",
    "garbage",
    "mistyped",
    "never given out",
    "of a directory",
    "expired",
    "revoked",
    "former",
    "session cookie",
    "session as a token",
    "right password",
    "token in the address",
    "token in a cookie",
)


def hand_out_tokens(house: House) -> None:
    """What everybody sends, and what the API has names for besides."""
    superuser = acting(house.members["superuser"])
    for name, caller in CALLERS.items():
        secret = _automation(house, caller) if caller.automation else _own(house, name)
        house.sends[name] = {"Fastly-Key": secret}
    _put_strangers(house)
    made = automation_tokens.create(superuser, name=f"{house.name} ci", role="user", scopes=["global"])
    postal_addresses.add(superuser, "billing", LINES)
    grant = ServiceGrant.objects.current().get(member=house.members["limited engineer"])
    house.refs |= {
        "automation": made["token"],
        "automation_secret": made["secret"],
        "authorization": grant.ref,
        "service_name": f"{house.name} www",
        "event": Event.objects.filter(account=house.account).latest("number").ref,
    }


def _own(house: House, name: str) -> str:
    """A token of the member who plays the part; what the panel would not make is written down."""
    caller = CALLERS[name]
    member = house.members[name if name in PARTS else "superuser"]
    made = tokens.create(
        acting(member),
        name=f"{house.name} {name}",
        scopes=[caller.scope],
        services=[house.refs[caller.only]] if caller.only else [],
    )
    if caller.sudo:
        Token.objects.filter(ref=made["token"]).update(sudo_until=now() + timedelta(minutes=5))
    return made["secret"]


def _automation(house: House, caller: Caller) -> str:
    return automation_tokens.create(
        acting(house.members["superuser"]),
        name=f"{house.name} automation",
        role=caller.part.roles[0],
        tls_access="tls_admin" in caller.part.roles,
        scopes=[caller.scope],
        services=[house.refs[caller.only]] if caller.only else [],
    )["secret"]


def _put_strangers(house: House) -> None:
    live = house.sends["superuser"]["Fastly-Key"]
    cookie = house.cookies["superuser"][SESSION]
    pair = b64encode(f"{house.members['superuser'].address}:{PASSWORD}".encode()).decode()
    house.sends |= {
        "nothing": {},
        "garbage": {"Fastly-Key": "\x01ost_pat_' or 1=1"},
        "mistyped": {"Fastly-Key": live[:-1] + ("a" if live[-1] != "a" else "b")},
        "never given out": {"Fastly-Key": make(TokenKind.PERSONAL)},
        "of a directory": {"Fastly-Key": make(TokenKind.DIRECTORY)},
        "expired": {"Fastly-Key": _with(house.members["superuser"], expires_at=now())},
        "revoked": {"Fastly-Key": _with(house.members["superuser"], ended_at=now())},
        "former": {"Fastly-Key": house.refs["former_token_secret"]},
        "locked": {"Fastly-Key": _with(house.members["locked"])},
        "session cookie": {"Cookie": f"{SESSION}={cookie}"},
        "session as a token": {"Fastly-Key": cookie},
        "right password": {"Authorization": f"Basic {pair}"},
        "token in the address": {},
        "token in a cookie": {"Cookie": f"Fastly-Key={live}; {SESSION}={live}"},
    }


def _with(member: Member, **columns: object) -> str:
    """The secret of a token that is what `columns` say."""
    made = tokens.create_for(operator(member.account_id), member.ref, name="spoiled", scopes=["global"])
    if columns:
        Token.objects.filter(ref=made["token"]).update(**columns)
    return made["secret"]


def program(house: House, who: str) -> Client:
    """A program that sends what this one sends."""
    return Client(raise_request_exception=False, headers=house.sends[who])
