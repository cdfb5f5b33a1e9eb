"""What no page says: secrets to nobody, and of other people and things only what one may know.

Rows C2, C3, F9 and H5 of the adversarial list, over every page that opens to each part.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from ostiary.actions import authenticators
from ostiary.models import Account, Event, Job, Person, Session, Token, TotpDevice
from ostiary.proofs import totp
from tests.doors.asking import apart, ask, told
from tests.doors.changes import outcome
from tests.doors.conftest import Street
from tests.doors.house import House
from tests.doors.parts import PARTS
from tests.doors.route import OWN, PUBLIC, Route
from tests.doors.routes import ROUTES

pytestmark = pytest.mark.any_database

PAGES = [route for route in ROUTES if "GET" in route.allowed and route.opens_to != PUBLIC]
READERS = ("superuser", "limited engineer", "user", "security observer")
NOBODYS = "0" * 22
# Pages about the company show its owner and its contacts to whoever may open them.
NAMES_AN_OWNER = {"company"}


def secrets_of(house: House) -> dict[str, str]:
    """Everything that opens something, and every digest and hash that one is kept as."""
    found = {word: text for word, text in house.refs.items() if word.endswith("_secret")}
    found |= {f"cookie of {who}": value for who, jar in house.cookies.items() for value in jar.values()}
    for token in Token.objects.filter(account=house.account):
        found[f"digest of {token.name}"] = bytes(token.digest).hex()
    for session in Session.objects.filter(person__members__account=house.account):
        found[f"digest of session {session.pk}"] = bytes(session.digest).hex()
    for person in Person.objects.filter(members__account=house.account):
        found[f"password of {person.name}"] = person.password.rpartition("$")[2]
    return found


Read = Callable[[str], list[tuple[Route, str]]]


@pytest.fixture(scope="module")
def read(street: Street) -> Read:
    """Every page that opens to a part, as text with its headers; each is read once for all tests here."""

    @cache
    def read_by(who: str) -> list[tuple[Route, str]]:
        answers = [(route, ask(street.acme.browser(who), route, street.acme)) for route in PAGES]
        return [
            (route, f"{one.headers}{one.content.decode()}")
            for route, one in answers
            if one.status_code == 200
        ]

    return read_by


@pytest.mark.parametrize("who", READERS)
def test_c2_c3_no_page_shows_a_secret_or_what_it_is_kept_as(acme: House, read: Read, who: str):
    """Links, tokens, sessions, passwords: after the answer that made them, they are nowhere."""
    secrets = secrets_of(acme)
    shown = [
        f"{route} shows {word} to the {who}"
        for route, text in read(who)
        for word, secret in secrets.items()
        if secret in text
    ]
    assert not shown, "\n".join(["", *shown])


def test_c2_the_trail_and_the_jobs_hold_no_secret(acme: House):
    panel = f"/a/{acme.account.ref}/users/invitations"
    copied = acme.browser("superuser").post(f"{panel}/{acme.refs['known_invitation']}/copy").content.decode()
    kept = str(list(Event.objects.values_list("body", "personal"))) + str(
        list(Job.objects.values_list("payload"))
    )

    secrets = secrets_of(acme)
    assert not [word for word, secret in secrets.items() if secret in kept]
    assert "/invitation/" in copied
    assert "/invitation/" not in kept


def test_c2_a_copied_link_is_on_that_answer_alone(acme: House):
    superuser, panel = acme.browser("superuser"), f"/a/{acme.account.ref}/users"
    answer = superuser.post(f"{panel}/invitations/{acme.refs['known_invitation']}/copy")
    link = answer.content.decode().split("/invitation/")[1][:66].partition("/")[2][:43]

    again = superuser.post(f"{panel}/invitations/{acme.refs['known_invitation']}/copy")

    assert len(link) == 43
    assert link not in superuser.get(panel).content.decode()
    assert link not in f"{answer.headers}{answer.cookies}"
    assert link not in again.content.decode()


def test_h5_no_answer_holds_the_code_or_the_key_it_asks_for(acme: House):
    """The key of an app is shown while it is set up, and on no page afterwards."""
    device = TotpDevice.objects.get(ref=acme.refs["device"])
    key = totp.grouped(authenticators.secret_of(device))
    for who in ("user", "half-way", "without code"):
        for route in (route for route in ROUTES if route.name in ("sign-in-code", "security", "enter")):
            page = ask(acme.browser(who), route, acme)
            assert key not in page.content.decode()
            assert key.replace(" ", "") not in page.content.decode()


def strangers_to(house: House, who: str) -> set[str]:
    """The addresses of everybody else, in the account or invited to it."""
    addresses = {member.address for member in house.account.members.all()}
    return addresses - {house.members[who].address}


@pytest.mark.parametrize("who", [part for part in PARTS if part not in ("owner", "superuser")])
def test_f9_nobody_but_superusers_learns_who_else_is_here(acme: House, read: Read, who: str):
    """No address and no name of another member or invitee on any page; the owner's only where it is said."""
    own_name = acme.members[who].person.name
    names = {f"Acme-{part.replace(' ', '-')}" for part in (*PARTS, "spare", "locked", "former")}
    names = {name for name in names if name not in own_name}
    told = [
        f"{route}: {text_of}"
        for route, text in read(who)
        for text_of in (*strangers_to(acme, who), *names)
        if text_of in text and not (route.name in NAMES_AN_OWNER and "owner" in text_of)
    ]
    assert not told, "\n".join(["", *told])


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        ("limited engineer", ("Acme images", "Acme api")),
        ("reading engineer", ("Acme images", "Acme api")),
        ("limited user", ("Acme images", "Acme api")),
        ("tls admin", ("Acme www", "Acme images", "Acme api", "Acme shop", "Acme till")),
        ("security admin", ("Acme till", "Acme www", "Acme images", "Acme api")),
        ("security observer", ("Acme till", "Acme www", "Acme images", "Acme api")),
        ("user", ("Acme shop", "Acme till")),
    ],
)
def test_f9_what_is_hidden_is_neither_listed_nor_counted(read: Read, who: str, hidden: tuple[str, ...]):
    named = [f"{route}: {name}" for route, text in read(who) for name in hidden if name in text]
    counted = {"services": "of 3", "workspaces": "of 2"}
    lists = {hidden_list(name) for name in hidden}

    assert not named, "\n".join(["", *named])
    assert not [route for route, text in read(who) if route.name in lists and counted[route.name] in text]


def hidden_list(name: str) -> str:
    return "workspaces" if name.endswith(("shop", "till")) else "services"


def test_f9_no_page_tells_that_there_is_a_neighbour(acme: House, globex: House):
    """Nothing of theirs is listed, offered or counted: without them every page is what it was."""
    pages, limited = [route for route in PAGES if route.is_of_account], acme.refs["limited_engineer"]

    def read() -> list[dict[str, Any]]:
        """Of members, of one whose services are chosen one by one: all that there are are offered."""
        asked = (ask(acme.browser("superuser"), route, acme, path_refs={"spare": limited}) for route in pages)
        return [told(answer) for answer in asked]

    with_them = read()

    Account.objects.filter(pk=globex.account.pk).delete()

    found = [
        f"{route}: {line}"
        for route, *two in zip(pages, with_them, read(), strict=True)
        for line in apart(*two)
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "name", ["users", "users-pending", "users-past", "account-tokens", "tokens", "services", "workspaces"]
)
def test_f10_a_cursor_of_the_neighbours_leads_to_nothing_of_theirs(acme: House, globex: House, name: str):
    """A cursor names a row by a public id or a name, and is looked for among one's own alone."""
    route = next(route for route in ROUTES if route.name == name and not route.case)
    words = ("user", "spare", "invitation", "declined", "token", "own_token", "service", "workspace")
    for cursor in (*(globex.refs[word] for word in words), "globex www", "globex-user"):
        for field in ("after", "before"):
            page = acme.browser("superuser").get(f"{route.path(acme.refs)}?{field}={cursor}")
            shown = page.content.decode()
            assert page.status_code == 200
            theirs = {ref for word, ref in globex.refs.items() if word != "offer"} - {cursor}
            assert not [ref for ref in theirs if ref in shown]
            # Services and workspaces page by the place of a text in the alphabet, whoever's it is.
            if cursor in globex.refs.values() and name not in ("services", "workspaces"):
                none = acme.browser("superuser").get(f"{route.path(acme.refs)}?{field}={NOBODYS}")
                assert not apart(told(page, {"cursor": cursor}), told(none, {"cursor": NOBODYS}))


@pytest.mark.parametrize(
    "cursor", ["'", '" or "a"="a', "1) union select 1--", "eyJpZCI6MX0=", "-1", "999999999999999999999"]
)
@pytest.mark.parametrize("name", ["users", "account-tokens", "services"])
def test_f10_a_made_up_cursor_is_no_statement(acme: House, name: str, cursor: str):
    route = next(route for route in ROUTES if route.name == name and not route.case)
    for field in ("after", "before", "q", "member_gone"):
        answer, changed = outcome(
            lambda field=field: acme.browser("superuser").get(route.path(acme.refs), {field: cursor})
        )
        assert (answer.status_code, changed) == (200, set())


@pytest.mark.parametrize("who", READERS)
def test_every_page_offers_to_log_out(read: Read, who: str):
    """ASVS 7.4.4: a form of one click, on each page that shows who one is."""
    pages = [(route, text) for route, text in read(who) if "<!doctype html>" in text]
    assert [route for route, text in pages if 'method="post" action="/sign-out"' not in text] == []
    assert len(pages) > 5


def test_every_page_is_read_here(read: Read):
    """What a superuser can open is read above; what is a person's own, as the user it belongs to."""
    opened = {route.name for who in ("superuser", "user") for route, _ in read(who)}
    elsewhere = {
        "add-account-app",
        "confirm-account-app",
        "enter",
        "emergency",
        "carry-on",
        "invitations",
        "user-delete-owner",
    }
    assert {route.name for route in PAGES if route.opens_to != OWN} - elsewhere <= opened
