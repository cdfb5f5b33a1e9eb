"""What ended opens nothing in the same instant: no cookie and no token has a life of its own (row E6)."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from ostiary.actions import factors, members, passwords
from ostiary.actions.actors import Actor, Door, operator
from ostiary.keyring import ring
from ostiary.models import PasswordReset, TotpDevice
from ostiary.proofs.links import LinkKind, link_secret
from tests.cast import PASSWORD, acting
from tests.doors.asking import DONE, word
from tests.doors.calling import program
from tests.doors.house import House
from tests.doors.routes import NEW_PASSWORD
from tests.signin.door import code_of

pytestmark = pytest.mark.any_database

Deed = Callable[[House], object]

# What the user holds, and a request with it.
HELD: dict[str, Callable[[House], HttpResponse]] = {
    "session": lambda house: house.browser("user").get("/you/security"),
    "standing": lambda house: house.browser("user").get(f"/a/{house.refs['account']}/"),
    "sign-in half-way": lambda house: house.browser("half-way").get("/sign-in/code"),
    "token": lambda house: program(house, "user").get("/tokens/self"),
}


def posted(path: str, who: str, **body: str) -> Deed:
    return lambda house: house.browser(who).post(path.format(**house.refs), body)


def revoke(house: House) -> HttpResponse:
    return program(house, "user").delete("/tokens/self")


def lock(house: House) -> None:
    members.lock(acting(house.members["superuser"]), house.refs["user"], locked=True)


def delete(house: House) -> None:
    members.delete(acting(house.members["superuser"]), house.refs["user"], revoke_tokens=True)


def end_factors(house: House) -> None:
    factors.end_all(operator(), house.members["user"].person.ref)


def change_by_api(house: House) -> HttpResponse:
    pair = b64encode(f"{house.members['user'].address}:{PASSWORD}".encode()).decode()
    code = code_of(TotpDevice.objects.get(ref=house.refs["device"]))
    client = Client(headers={"Authorization": f"Basic {pair}", "Fastly-OTP": code})
    body = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}
    return client.post("/current_user/password", body, "application/json")


def reset(house: House) -> HttpResponse:
    passwords.request_reset(Actor(Door.PANEL, ip="192.0.2.7"), house.members["user"].address)
    asked = PasswordReset.objects.latest("pk")
    secret = link_secret(ring(), LinkKind.PASSWORD_RESET, asked.ref, asked.number)
    return house.browser("stranger").post(f"/reset/{asked.ref}/{secret}", {"new": NEW_PASSWORD})


NEW = {"current": PASSWORD, "new": NEW_PASSWORD, "confirm": NEW_PASSWORD}
ENDS: dict[str, tuple[Deed, set[str]]] = {
    "a new password, in another session": (
        posted("/you/security/password", "user without sudo", **NEW),
        {"session", "standing", "sign-in half-way"},
    ),
    "a new password, by API": (change_by_api, {"session", "standing", "sign-in half-way"}),
    "a new password, by mail": (reset, {"session", "standing", "sign-in half-way"}),
    "its person, from the list": (
        posted("/you/security/sessions/end-others", "user without sudo"),
        {"session", "standing", "sign-in half-way"},
    ),
    "its person, signing out": (posted("/sign-out", "user"), {"session", "standing"}),
    "a superuser": (posted("/a/{account}/users/{user}/sessions/end", "superuser"), {"standing"}),
    "a lock": (lock, {"standing", "token"}),
    "removal": (delete, {"standing", "token"}),
    "the operator": (end_factors, {"session", "standing", "sign-in half-way"}),
    "whoever found the token": (revoke, {"token"}),
}


def open_to(house: House) -> set[str]:
    return {what for what, ask in HELD.items() if word(ask(house)) == DONE}


@pytest.mark.parametrize("by", ENDS)
def test_e6_what_ended_is_worth_nothing_at_once(acme: House, by: str):
    deed, ended = ENDS[by]
    assert open_to(acme) == set(HELD)

    deed(acme)

    assert open_to(acme) == set(HELD) - ended
