"""All places where a secret is taken: how it is brought there, what tells that it opened, to which kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from ostiary.models.passkeys import Purpose
from ostiary.web import cookies, kept
from ostiary.web.presence import PASSKEY
from ostiary.web.presence import PASSWORD as PRESENCE
from tests.authenticator import ORIGIN
from tests.cast import PASSWORD
from tests.doors.bad_input import FORM
from tests.doors.browsers import BROWSER, SESSION, TICKET
from tests.doors.good_calls import JSON
from tests.doors.handed_out import TYPED, WAY
from tests.doors.house import House
from tests.doors.passkey_routes import answer
from tests.doors.routes import NEW_PASSWORD, code

Bring = Callable[[House, str], HttpResponse]
# Both stand in for the app, wherever its code is asked for by page.
CODES = ("app's code", "recovery code")
# An app that counts in one account, where that account asks.
CODES_HERE = (*CODES, "code of the account's app")


@dataclass(frozen=True)
class Place:
    bring: Bring
    opens: Callable[[HttpResponse], bool]
    to: tuple[str, ...]


def _new_session(answer: HttpResponse) -> bool:
    return bool(SESSION in answer.cookies and answer.cookies[SESSION].value)


def _shown(answer: HttpResponse) -> bool:
    return answer.status_code == 200


def _leads_to(path: str) -> Callable[[HttpResponse], bool]:
    return lambda answer: answer.status_code == 302 and answer["Location"].startswith(path)


def _post(path: str, who: str = "stranger", **fields: Any) -> Bring:
    """A form at an address; in both, `{secret}` is what is brought, and in the address words of the house."""

    def bring(house: House, secret: str) -> HttpResponse:
        filled = {
            name: value(house) if callable(value) else value.replace("{secret}", secret)
            for name, value in fields.items()
        }
        return _browser(house, who).post(_address(path, house, secret), filled)

    return bring


def _browser(house: House, who: str) -> Client:
    """At the name that passkeys are bound to."""
    browser = house.browser(who)
    browser.defaults["HTTP_HOST"] = urlsplit(ORIGIN).netloc
    return browser


def _address(path: str, house: House, secret: str) -> str:
    return path.format(**house.refs, secret=quote(secret, safe=""))


def _cookie(name: str, ask: Callable[[Client, House], HttpResponse], who: str = "stranger") -> Bring:
    def bring(house: House, secret: str) -> HttpResponse:
        browser = _browser(house, who)
        browser.cookies[name] = secret
        return ask(browser, house)

    return bring


def _join_by_api(house: House, secret: str) -> HttpResponse:
    path = _address("/invitation/accept/{invitation}{secret}", house, secret)
    return Client().put(path, {"name": "Eve", "password": NEW_PASSWORD}, JSON)


def _in_header(name: str, before: str = "") -> Bring:
    return lambda house, secret: Client(headers={name: before + secret}).get("/tokens/self")


def _sudo(house: House, password: str, otp: str) -> HttpResponse:
    sent = {"username": house.members["user"].address, "password": password}
    return Client(headers={"Fastly-OTP": otp}).generic("POST", "/sudo", urlencode(sent), FORM)


def _form_of_another_site(house: House, secret: str) -> HttpResponse:
    browser = house.browser("stranger", enforce_csrf_checks=True)
    browser.get("/reset")
    return browser.post("/reset", {"address": house.address("eve"), "csrfmiddlewaretoken": secret})


def _trusted(browser: Client, house: House) -> HttpResponse:
    return browser.post("/sign-in", {"address": house.members["user"].address, "password": PASSWORD})


def _with_code(browser: Client, house: House) -> HttpResponse:
    return browser.post("/sign-in/code", {"code": code("device")(house)})


def _by_key(browser: Client, house: House) -> HttpResponse:
    return browser.post("/sign-in", {"passkey": answer(Purpose.SIGN_IN, "asking")(house)})


PLACES = {
    # Links
    "invitation": Place(
        _post("/invitation/{invitation}/{secret}", name="Eve", password=NEW_PASSWORD),
        _new_session,
        ("invitation's link",),
    ),
    "invitation, declined": Place(
        _post("/invitation/{invitation}/{secret}/decline"), _shown, ("invitation's link",)
    ),
    "invitation, blocked": Place(
        _post("/invitation/{invitation}/{secret}/block"), _shown, ("invitation's link",)
    ),
    "invitation, a password judged": Place(
        _post("/invitation/{invitation}/{secret}/strength", password=NEW_PASSWORD),
        _shown,
        ("invitation's link",),
    ),
    "invitation, accepted": Place(
        _post("/invitation/{offer}/{secret}/accept", "user"), _leads_to("/a/"), ("offer's link",)
    ),
    "invitation by API": Place(_join_by_api, _shown, ("invitation's link",)),
    "reset": Place(
        _post("/reset/{reset}/{secret}", new=NEW_PASSWORD), _leads_to("/sign-in"), ("reset's link",)
    ),
    "reset, a password judged": Place(
        _post("/reset/{reset}/{secret}/strength", password=NEW_PASSWORD), _shown, ("reset's link",)
    ),
    # Cookies
    "session": Place(
        _cookie(cookies.SESSION, lambda browser, _: browser.get("/you/security")), _shown, ("session",)
    ),
    "sign-in half-way": Place(_cookie(TICKET, _with_code), _new_session, ("sign-in half-way",)),
    "second factor lost": Place(
        _cookie(TICKET, lambda browser, _: browser.get("/sign-in/lost")), _shown, ("sign-in half-way",)
    ),
    "trusted browser": Place(_cookie(cookies.TRUSTED, _trusted), _new_session, ("trusted browser",)),
    "browser that asked": Place(_cookie(BROWSER, _by_key), _new_session, ("browser that asked",)),
    "kept form": Place(
        _cookie(kept.NAME, lambda browser, _: browser.get("/carry-on"), "user"),
        lambda answer: TYPED in answer.content.decode(),
        ("kept form",),
    ),
    # Passwords
    "password": Place(
        _post("/sign-in", address=lambda house: house.members["user"].address, password="{secret}"),
        _leads_to("/sign-in/code"),
        ("password",),
    ),
    "presence": Place(_post("/presence", "user", password="{secret}"), _new_session, ("password",)),
    "presence in a form": Place(
        _post(
            "/you/security/authenticators/add", "user without sudo", name="Tablet", **{PRESENCE: "{secret}"}
        ),
        _new_session,
        ("password",),
    ),
    "current password": Place(
        _post("/you/security/password", "user", current="{secret}", new=NEW_PASSWORD, confirm=NEW_PASSWORD),
        _new_session,
        ("password",),
    ),
    "password by API": Place(
        lambda house, secret: _sudo(house, secret, code("device")(house)), _shown, ("password",)
    ),
    # Codes
    "second step": Place(_post("/sign-in/code", "half-way", code="{secret}"), _new_session, CODES_HERE),
    "second step, by recovery": Place(
        _post("/sign-in/code?with=recovery", "half-way", code="{secret}"), _new_session, CODES_HERE
    ),
    "code of a letter": Place(
        _post("/sign-in/lost/code", "half-way", code="{secret}"), _new_session, ("pass's code",)
    ),
    "presence by code": Place(_post("/presence?with=code", "user", code="{secret}"), _new_session, CODES),
    "account's door": Place(
        _post("/a/{account}/enter", "without code", code="{secret}"), _new_session, CODES_HERE
    ),
    "app being set up": Place(
        _post("/you/security/authenticators/{enrolling}", "user", code="{secret}"),
        _new_session,
        ("code of an app being set up",),
    ),
    "code by API": Place(lambda house, secret: _sudo(house, PASSWORD, secret), _shown, ("app's code",)),
    # Passkeys
    "passkey alone": Place(
        _post("/sign-in", "asking", passkey="{secret}"), _new_session, ("asking: answer for sign_in",)
    ),
    "second step by key": Place(
        _post("/sign-in/code", "half-way", passkey="{secret}"),
        _new_session,
        ("half-way: answer for second_factor",),
    ),
    "presence by key": Place(
        _post("/presence", "user", passkey="{secret}"), _new_session, ("user: answer for presence",)
    ),
    "presence by key in a form": Place(
        _post(
            "/you/security/authenticators/add", "user without sudo", name="Tablet", **{PASSKEY: "{secret}"}
        ),
        _new_session,
        ("user without sudo: answer for presence",),
    ),
    "account's door by key": Place(
        _post("/a/{account}/enter", "without code", passkey="{secret}"),
        _new_session,
        ("without code: answer for entry",),
    ),
    "passkey being made": Place(
        _post("/you/security/passkeys/add", "user", name="Blue key", passkey="{secret}"),
        _new_session,
        ("user: answer for enrolment",),
    ),
    # Headers, and what stands in forms
    "token": Place(_in_header("Fastly-Key"), _shown, ("user's token", "account's token")),
    "bearer": Place(_in_header("Authorization", "Bearer "), _shown, ("user's token", "account's token")),
    "way back": Place(
        lambda house, secret: house.browser("user").get("/sign-in", {"next": secret}),
        _leads_to(WAY),
        ("way back",),
    ),
    "form of another site": Place(_form_of_another_site, _shown, ()),
}
