"""Automation tokens: made by superusers who are present, shown once, listed whole, revoked for good."""

from datetime import timedelta

import pytest
from django.test import Client

from ostiary.actions import automation_tokens, members
from ostiary.clock import now
from ostiary.models import Event, Token
from ostiary.proofs.tokens import digest
from tests.cast import PASSWORD, acting, make_workspace
from tests.queries.plans import no_scans
from tests.signin.door import demand, give_factor

FORM = {
    "name": "night shift",
    "role": "engineer",
    "scope": ["global"],
    "expiration": "usual",
    "access": "all",
    "workspace_access": "all",
}


def made(member, name="night shift", **more):
    asked = {"role": "engineer", "scopes": ["global"], **more}
    return automation_tokens.create(acting(member), name=name, **asked)


def client_of(secret):
    return Client(headers={"Fastly-Key": secret})


def test_a_superuser_makes_one_and_its_secret_is_shown_once(browser, at, acme, sam):
    client = browser(sam)
    answer = client.post(at(acme, "automation-token-new"), FORM)

    token, secret = Token.objects.get(), answer.context["secret"]
    assert bytes(token.digest) == digest(secret)
    assert (token.kind, token.member, token.creator, token.role) == ("aut", None, sam, "engineer")
    assert timedelta(days=89) < token.expires_at - now() <= timedelta(days=90)
    assert answer["Cache-Control"] == "no-store"
    for page in ("automation-tokens", "account-tokens"):
        shown = client.get(at(acme, page)).content.decode()
        assert token.hint in shown
        assert secret not in shown
    assert client_of(secret).get("/tokens/self").json()["id"] == token.ref


def test_everything_that_was_chosen_is_kept_and_told(browser, at, acme, sam, services):
    form = {
        **FORM,
        "role": "billing",
        "tls_access": "on",
        "scope": ["global:read"],
        "expiration": "never",
        "access": "some",
        "services": [services[0].ref],
    }
    browser(sam).post(at(acme, "automation-token-new"), form)

    token = Token.objects.get()
    assert (token.role, token.tls_access, token.scopes) == ("billing", True, "global:read")
    assert (token.services, token.limits_services, token.expires_at) == ([services[0].ref], True, None)
    event = Event.objects.filter(account=acme).latest("number")
    assert event.name == "token.created"
    assert (event.body["after"]["role"], event.body["after"]["tls"]) == ("billing", True)
    said = browser(sam).get(at(acme, "automation-tokens")).content.decode()
    for words in ("Billing", "TLS admin", "Read-only access", "www", "by Sam Sand", "Never"):
        assert words in said


def test_a_security_role_is_for_workspaces_and_what_is_left_of_another_role_does_not_count(
    browser, at, acme, sam, services, workspaces
):
    leftovers = {"access": "some", "services": [services[0].ref]}
    of_workspaces = {"workspace_access": "some", "workspaces": [workspaces[0].ref]}
    address = at(acme, "automation-token-new")

    browser(sam).post(address, FORM | {"role": "security_user"} | leftovers | of_workspaces)
    browser(sam).post(address, FORM | leftovers | of_workspaces)

    security, engineer = Token.objects.order_by("id")
    assert (security.services, security.workspaces) == ([], [workspaces[0].ref])
    assert security.limits_workspaces
    assert (engineer.services, engineer.workspaces) == ([services[0].ref], [])
    assert "Storefront" in browser(sam).get(at(acme, "automation-tokens")).content.decode()
    event = Event.objects.filter(account=acme, name="token.created").earliest("number")
    assert event.body["after"]["workspaces"] == [workspaces[0].ref]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"role": ""}, "role"),
        ({"role": "superuser"}, "role"),
        ({"role": "security_owner"}, "role"),
        ({"role": "tls_admin"}, "role"),
        ({"scope": []}, "scope"),
        ({"scope": ["everything"]}, "scope"),
        ({"expiration": "date", "expires_at": "2020-01-01"}, "expires_at"),
        ({"access": "some"}, "services"),
        ({"access": "some", "services": ["0" * 22]}, "services"),
        ({"role": "security_user", "workspace_access": "some"}, "workspaces"),
        ({"role": "security_user", "workspace_access": "some", "workspaces": ["0" * 22]}, "workspaces"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browser, at, acme, sam, wrong, field):
    answer = browser(sam).post(at(acme, "automation-token-new"), FORM | wrong)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Token.objects.exists()


def test_the_neighbours_services_and_workspaces_cannot_be_named(browser, at, acme, sam, globex):
    theirs = make_workspace(globex, "Theirs").ref
    form = FORM | {"role": "security_user", "workspace_access": "some", "workspaces": [theirs]}

    answer = browser(sam).post(at(acme, "automation-token-new"), form)

    assert answer.status_code == 422
    assert "Theirs" not in answer.content.decode()


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_nobody_else_sees_or_makes_any(browser, at, acme, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "automation-tokens")).status_code == 403
    assert client.post(at(acme, "automation-token-new"), FORM).status_code == 403
    assert client.post(at(acme, "automation-token-find"), FORM).status_code == 403
    assert not Token.objects.exists()


def test_the_password_comes_first(browser, at, acme, sam):
    client, address = browser(sam, sudo=False), at(acme, "automation-token-new")

    assert client.get(address).status_code == 302
    assert b"presence_password" in client.post(address, FORM).content
    assert not Token.objects.exists()

    client.post(address, FORM | {"presence_password": PASSWORD})
    assert Token.objects.get().name == "night shift"


def test_a_double_click_shows_one_secret_twice(browser, at, acme, sam):
    client = browser(sam)
    answers = [client.post(at(acme, "automation-token-new"), FORM | {"once": "k"}) for _ in range(2)]

    assert answers[0].context["secret"] == answers[1].context["secret"]
    assert Token.objects.count() == 1


def test_the_panel_stays_open_where_the_api_refuses(browser, at, acme, olga, sam):
    """Whoever is in has given all that the account asks for, which a password by API is not."""
    demand(sam, sso="optional", requires_second_factor=True)
    give_factor(sam.person)
    client = browser(sam)
    for proved in (sam.standings, sam.person.sessions):
        proved.update(methods=["password", "totp"])

    answer = client.post(at(acme, "automation-token-new"), FORM)

    assert answer.status_code == 200
    assert Token.objects.get().kind == "aut"


def test_it_is_revoked_after_a_question_and_dies_at_once(browser, at, acme, sam):
    token = made(sam)
    client, address = browser(sam), at(acme, "token-revoke", token["token"])
    assert client_of(token["secret"]).get("/tokens/self").status_code == 200

    assert "Revoke the token “night shift”?" in client.get(address).content.decode()
    answer = client.post(address)

    assert answer["Location"] == at(acme, "automation-tokens")
    assert client_of(token["secret"]).get("/tokens/self").status_code == 401
    assert Event.objects.filter(account=acme).latest("number").name == "token.ended"


def test_it_works_on_when_whoever_made_it_has_left_and_still_says_who(browser, at, acme, olga, sam):
    token = made(sam)
    members.delete(acting(olga), sam.ref, revoke_tokens=True)

    assert client_of(token["secret"]).get("/tokens/self").status_code == 200
    assert "by Sam Sand" in browser(olga).get(at(acme, "automation-tokens")).content.decode()


def test_the_neighbours_and_personal_ones_are_not_listed(browser, at, acme, sam, greg):
    made(greg, "theirs")
    made(sam, "ours")

    listed = browser(sam).get(at(acme, "automation-tokens")).context["tokens"]

    assert [token["row"].name for token in listed] == ["ours"]


def test_limited_to_no_service_is_not_shown_as_all(browser, at, acme, sam):
    made(sam, limits_services=True)

    for page in ("automation-tokens", "account-tokens"):
        (row,) = browser(sam).get(at(acme, page)).context["tokens"]
        assert not row["everywhere"]


def test_a_search_keeps_what_is_typed_and_makes_nothing(browser, at, acme, sam, services, workspaces):
    form = FORM | {"tls_access": "on", "find": "imag", "find_workspace": "check"}
    answer = browser(sam).post(at(acme, "automation-token-find"), form | {"services": [services[0].ref]})

    shown = answer.context["form"]
    assert dict(shown.fields["services"].choices) == {
        services[0].ref: "www",
        services[1].ref: "images",
    }
    assert list(dict(shown.fields["workspaces"].choices).values()) == ["Checkout"]
    assert 'value="night shift"' in answer.content.decode()
    assert not Token.objects.exists()


def test_the_list_costs_the_same_for_few_and_for_many(browser, at, acme, sam, services, statements):
    client, address = browser(sam), at(acme, "automation-tokens")
    made(sam, services=[services[0].ref])
    few = statements(client, address)
    for number in range(60):
        made(sam, f"t{number}", services=[services[number % 3].ref])

    assert statements(client, address) == few <= 6
    with no_scans():
        client.get(address)
