"""A token opens the API and nothing else, and the API says no secret but a new token's own.

Rows B17, C2, C3, G1, G3 and G4 of the adversarial list.
"""

import pytest
from django.test import Client

from ostiary.actions import automation_tokens, tokens
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Invitation, Member, Session, Token
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.proofs.tokens import TokenKind, digest, make
from tests.cast import PASSWORD, acting
from tests.doors.asking import apart, ask, told
from tests.doors.browsers import SESSION, TICKET
from tests.doors.callers import CALLERS
from tests.doors.calling import call, verdict
from tests.doors.changes import A_NOTE, outcome, undone
from tests.doors.good_calls import GOOD, JSON, Good
from tests.doors.house import House
from tests.doors.route import PUBLIC, Route
from tests.doors.routes import ROUTES
from tests.doors.test_secrets_and_names import secrets_of

pytestmark = pytest.mark.any_database

PAGES = [route for route in ROUTES if route.opens_to != PUBLIC and not route.case]
READS = [good for good in GOOD if not good.operation.writes]
# The one answer that shows the secret of what it made.
SHOWS_ONCE = "POST /automation-tokens"


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_g3_a_token_opens_no_page_and_makes_no_session(acme: House, route: Route):
    """Whoever holds the strongest token there is, is a stranger to every page, its forms included."""
    secret = acme.sends["superuser in sudo"]["Fastly-Key"]
    sent = ({"HTTP_FASTLY_KEY": secret}, {"HTTP_AUTHORIZATION": f"Bearer {secret}"})
    before = Session.objects.count()
    for method in route.allowed:
        stranger = told(ask(acme.browser("stranger"), route, acme, method))
        for headers in sent:
            answer, changed = outcome(
                lambda headers=headers, method=method: ask(
                    acme.browser("stranger"), route, acme, method, **headers
                )
            )
            assert not apart(stranger, told(answer)), method
            assert not changed
    assert Session.objects.count() == before


def test_g3_no_operation_answers_with_a_cookie(acme: House):
    for good in GOOD:
        with undone():
            assert not call(acme, "superuser in sudo", good).cookies, good


@pytest.mark.parametrize("who", CALLERS)
def test_c3_g1_no_answer_holds_a_secret(acme: House, who: str):
    """Neither of a weaker nor of a stronger token, nor of anything else; nor what is kept in its place."""
    secrets = secrets_of(acme) | {
        name: sent["Fastly-Key"] for name, sent in acme.sends.items() if "Fastly-Key" in sent
    }
    for good in READS:
        answer = call(acme, who, good)
        said = f"{answer.headers}{answer.content.decode()}"
        found = [word for word, text in secrets.items() if text in said]
        assert not found, (good, found)


@pytest.mark.parametrize("good", [good for good in GOOD if good.operation.writes], ids=str)
def test_c2_a_write_answers_with_no_link_and_no_token_but_a_new_ones_own(acme: House, good: Good):
    with undone():
        answer = call(acme, "superuser in sudo", good)
        said = answer.content.decode()
        links = [
            link_secret(ring(), LinkKind.INVITATION, one.ref, one.number)
            for one in Invitation.objects.filter(account=acme.account)
        ]
        assert answer.status_code == verdict(good, "superuser in sudo")
        assert not [link for link in links if link in said]
        assert ("ost_" in said) is (good.name == SHOWS_ONCE)


@pytest.mark.parametrize("kind", ["personal", "automation"])
def test_g4_a_token_shows_nothing_of_other_accounts(acme: House, globex: House, kind: str):
    """Its maker is in both accounts, here a superuser: the other one's name, ids and people are nowhere."""
    both = Member.objects.get(account=acme.account, address="acme-twofold@example.com")
    there = Member.objects.get(account=globex.account, person=both.person_id)
    if kind == "personal":
        made = tokens.create(acting(both), name="mine", scopes=["global"])
    else:
        made = automation_tokens.create(acting(both), name="ci", role="engineer", scopes=["global"])
    hidden = {there.ref, '"Globex"', *(text for word, text in globex.refs.items() if word != "offer")}
    for good in READS:
        said = call(acme, "nothing", good, **{"Fastly-Key": made["secret"]}).content.decode()
        assert not [text for text in hidden if text in said], good


def test_b17_a_token_is_no_other_secret(acme: House):
    secret, refs = acme.sends["superuser"]["Fastly-Key"], acme.refs
    browser = acme.browser("stranger")
    for cookie in (SESSION, TICKET):
        browser.cookies[cookie] = secret
    assert browser.get(f"/a/{refs['account']}/users").status_code == 302
    for path in (f"/invitation/{refs['invitation']}/{secret}", f"/reset/{refs['reset']}/{secret}"):
        answer, changed = outcome(lambda path=path: browser.post(path, {"new": PASSWORD, "name": "Eve"}))
        assert (answer.status_code, changed - A_NOTE) == (404, set()), path


@pytest.mark.parametrize(
    "code",
    [
        "{automation_secret}",
        "{invitation}{reset_secret}",
        "{invitation}{token_secret}",
        "{reset}{reset_secret}",
    ],
)
def test_b17_no_other_secret_is_the_code_of_an_invitation(acme: House, code: str):
    path = f"/invitation/accept/{code.format_map(acme.refs)}"
    body = {"name": "Eve", "password": "marble lantern drifts on tuesday"}
    answer, changed = outcome(lambda: Client().put(path, body, JSON))
    assert (answer.status_code, answer.json()["code"], changed - A_NOTE) == (404, "link_dead", set())


def test_b17_no_other_secret_is_a_token(acme: House):
    refs = acme.refs
    others = [refs["reset_secret"], refs["invitation_secret"], f"ost_pat_{refs['invitation_secret']}"[:46]]
    others += [value for jar in acme.cookies.values() for value in jar.values()]
    others += [PASSWORD, refs["token"], refs["account"], f"ost_aut_{refs['token_secret'][8:]}"]
    others.append(make(TokenKind.DIRECTORY))
    live = {"kind": TokenKind.DIRECTORY, "digest": digest(others[-1]), "created_at": now()}
    Token.objects.create(account=acme.account, name="a directory's", **live)
    for text in others:
        for headers in ({"Fastly-Key": text}, {"Authorization": f"Bearer {text}"}):
            assert Client(headers=headers).get("/tokens/self").status_code == 401
