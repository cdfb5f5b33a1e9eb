"""Personal tokens: made after the password, shown once, never more than their user, and revoked for good."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.actions import tokens
from ostiary.clock import now
from ostiary.models import Event, OnceKey, Token
from ostiary.proofs.tokens import digest
from tests.cast import PASSWORD, acting, make_service
from tests.queries.crowds import many_services
from tests.queries.plans import no_scans

FORM = {"name": "CI", "scope": ["global"], "expiration": "usual", "access": "all"}


def secret_in(answer):
    return answer.context["secret"]


def test_a_token_is_made_and_its_secret_is_shown(browser, at, acme, uma):
    answer = browser(uma).post(at(acme, "token-new"), FORM)

    token = Token.objects.get()
    assert answer.status_code == 200
    assert bytes(token.digest) == digest(secret_in(answer))
    assert secret_in(answer) in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert (token.member, token.name, token.scopes, token.services) == (uma, "CI", "global", [])
    assert timedelta(days=89) < token.expires_at - now() <= timedelta(days=90)


def test_the_secret_is_in_no_list_and_in_no_event(browser, at, acme, olga):
    client = browser(olga)
    secret = secret_in(client.post(at(acme, "token-new"), FORM))

    for page in ("tokens", "account-tokens", "home"):
        assert secret not in client.get(at(acme, page)).content.decode()
    assert not [event for event in Event.objects.all() if secret in f"{event.body}{event.personal}"]
    assert not [key for key in OnceKey.objects.all() if secret in key.sealed_result]


def test_a_double_click_shows_one_secret_twice(browser, at, acme, uma):
    client = browser(uma)

    first, second = (client.post(at(acme, "token-new"), FORM | {"once": "k"}) for _ in range(2))

    assert secret_in(first) == secret_in(second)
    assert Token.objects.count() == 1


def test_the_password_comes_before_the_form_and_before_the_token(browser, at, acme, uma):
    client = browser(uma, sudo=False)

    assert client.get(at(acme, "token-new")).status_code == 302
    asked = client.post(at(acme, "token-new"), FORM | {"once": "k"})
    assert b"presence_password" in asked.content
    assert not Token.objects.exists()

    client.post(at(acme, "token-new"), FORM | {"once": "k", "presence_password": PASSWORD})
    assert Token.objects.get().name == "CI"


def test_presence_wears_off(browser, at, acme, uma):
    client = browser(uma)

    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        client.post(at(acme, "token-new"), FORM)

    assert not Token.objects.exists()


def test_a_token_can_be_for_services_scopes_and_a_time(browser, at, acme, erin, services):
    day = (now() + timedelta(days=10)).date()
    form = {
        "name": "Purges",
        "scope": ["purge_all", "purge_select"],
        "expiration": "date",
        "expires_at": day.isoformat(),
        "access": "some",
        "services": [services[0].ref],
    }

    browser(erin).post(at(acme, "token-new"), form)

    token = Token.objects.get()
    assert (token.scopes, token.services) == ("purge_all purge_select", [services[0].ref])
    # The whole of that day, in UTC for somebody who set no time zone.
    assert token.expires_at.date() == day + timedelta(days=1)


def test_a_day_ends_where_the_person_is(browser, at, acme, uma):
    uma.person.time_zone = "America/New_York"
    uma.person.save()
    day = (now() + timedelta(days=10)).date()

    browser(uma).post(at(acme, "token-new"), FORM | {"expiration": "date", "expires_at": day.isoformat()})

    assert Token.objects.get().expires_at.hour in (4, 5)


def test_never_is_a_choice(browser, at, acme, uma):
    browser(uma).post(at(acme, "token-new"), FORM | {"expiration": "never"})

    assert Token.objects.get().expires_at is None


def test_services_ticked_beside_all_services_do_not_count(browser, at, acme, uma, services):
    browser(uma).post(at(acme, "token-new"), FORM | {"services": [services[0].ref]})

    assert Token.objects.get().services == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"name": "a\x07"}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"scope": []}, "scope"),
        ({"scope": ["everything"]}, "scope"),
        ({"expiration": ""}, "expiration"),
        ({"expiration": "soon"}, "expiration"),
        ({"expiration": "date"}, "expires_at"),
        ({"expiration": "date", "expires_at": "2001-01-01"}, "expires_at"),
        ({"expiration": "date", "expires_at": "0001-01-01"}, "expires_at"),
        ({"expiration": "date", "expires_at": "9999-12-31"}, "expires_at"),
        ({"expiration": "date", "expires_at": "tomorrow"}, "expires_at"),
        ({"access": ""}, "access"),
        ({"access": "some"}, "services"),
        ({"access": "some", "services": ["0" * 22]}, "services"),
        ({"access": "some", "services": ["\x00" * 22]}, "services"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(browser, at, acme, uma, wrong, field):
    answer = browser(uma).post(at(acme, "token-new"), FORM | wrong)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Token.objects.exists()


def test_an_empty_form_is_no_error_of_ours(browser, at, acme, uma):
    assert browser(uma).post(at(acme, "token-new"), {}).status_code == 422


def test_nobody_makes_a_token_for_what_they_do_not_see(browser, at, acme, erin, services, globex):
    theirs = make_service(globex, "theirs")
    client = browser(erin)

    for service in (services[1], theirs):
        form = FORM | {"access": "some", "services": [service.ref]}
        answer = client.post(at(acme, "token-new"), form)
        assert answer.status_code == 422
        assert service.names.get().name not in answer.content.decode()
    assert not Token.objects.exists()


def test_the_hundred_and_first_token_is_refused_in_words(browser, at, acme, uma):
    made = tokens.create(acting(uma), name="t", scopes=["global"])
    one = Token.objects.get(ref=made["token"])
    Token.objects.bulk_create(
        Token(
            account=acme,
            member=uma,
            kind="pat",
            name=f"t{n}",
            digest=bytes([n] * 32),
            created_at=one.created_at,
        )
        for n in range(99)
    )

    answer = browser(uma).post(at(acme, "token-new"), FORM)

    assert answer.status_code == 409
    assert "You have 100 active tokens" in answer.content.decode()


def test_searching_for_a_service_keeps_what_was_typed_and_makes_nothing(browser, at, acme, sam):
    services = many_services(acme, 200)
    typed = {"name": "CI", "scope": ["purge_all"], "expiration": "never", "access": "some"}

    answer = browser(sam).post(
        at(acme, "token-services"), typed | {"services": [services[7].ref], "find": "s0019"}
    )

    form = answer.context["form"]
    assert answer.status_code == 200
    assert (form["name"].value(), form["scope"].value(), form["access"].value()) == (
        "CI",
        ["purge_all"],
        "some",
    )
    offered = [label for _ref, label in form.fields["services"].choices]
    assert offered[0] == "s00007"
    assert offered[1:] == [f"s0019{n}" for n in range(10)]
    assert 'value="' + services[7].ref + '" id="id_services_0" checked' in answer.content.decode()
    assert not Token.objects.exists()


@pytest.mark.parametrize("find", ["\x00", "%", "a" * 5000, "<b>"])
def test_whatever_is_searched_for_the_form_comes_back(browser, at, acme, sam, services, find):
    answer = browser(sam).post(
        at(acme, "token-services"), {"find": find, "services": ["\x00", "x", "0" * 22]}
    )

    assert answer.status_code == 200


def test_revoking_asks_first_and_warns_of_integrations(browser, at, acme, uma):
    client = browser(uma)
    client.post(at(acme, "token-new"), FORM)
    address = at(acme, "token-revoke", Token.objects.get().ref)

    assert "breaks any integration" in client.get(address).content.decode()
    assert Token.objects.get().ended_at is None

    assert [client.post(address, {"once": "k"}).status_code for _ in range(2)] == [302, 302]
    assert Token.objects.get().ended_at
    assert client.post(address, {"once": "again"}).status_code == 404


def test_a_colleagues_token_does_not_exist_for_a_plain_user(browser, at, acme, uma, bill):
    ref = tokens.create(acting(bill), name="t", scopes=["global"])["token"]
    client = browser(uma)

    assert client.get(at(acme, "token-revoke", ref)).status_code == 404
    assert client.post(at(acme, "token-revoke", ref)).status_code == 404
    assert Token.objects.get().ended_at is None


def test_the_list_names_services_and_marks_what_has_expired(browser, at, acme, uma, services):
    tokens.create(acting(uma), name="short", scopes=["global"], services=[services[1].ref],
                  expires_at=now() + timedelta(minutes=1))  # fmt: skip
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        said = browser(uma).get(at(acme, "tokens")).content.decode()

    assert "images" in said
    assert "Expired" in said


def test_the_list_costs_the_same_for_one_and_for_many(browser, at, acme, uma, services, statements):
    client = browser(uma)
    tokens.create(acting(uma), name="t", scopes=["global"], services=[services[0].ref])
    few = statements(client, at(acme, "tokens"))

    for n in range(30):
        tokens.create(acting(uma), name=f"t{n}", scopes=["global"], services=[services[n % 3].ref])

    assert statements(client, at(acme, "tokens")) == few <= 5


def test_no_page_reads_a_whole_table(browser, at, acme, uma, services):
    client = browser(uma)
    ref = tokens.create(acting(uma), name="t", scopes=["global"])["token"]

    with no_scans():
        for page in ("tokens", "token-new"):
            client.get(at(acme, page))
        client.get(at(acme, "token-revoke", ref))
