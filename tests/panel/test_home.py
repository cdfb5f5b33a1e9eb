"""The overview: who one is here, what one can do and why, and what waits for a superuser."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.actions import contacts, invitations, tokens
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Delivery, Invitation, Member
from tests.cast import acting, join, make_service
from tests.queries.crowds import crowd, many_services
from tests.queries.plans import no_scans

USER = Wanted(roles=frozenset({"user"}))


def text(answer):
    return answer.content.decode()


def concerns(answer):
    return {line["word"]: line["text"] for line in answer.context["waiting"]}


def test_it_says_who_one_is_and_as_what(browser, at, acme, uma):
    said = text(browser(uma).get(at(acme, "home")))

    for words in ("Acme", "Uma Umber", "uma@example.com", "User", acme.ref):
        assert words in said


def test_it_names_the_services_one_is_limited_to_with_the_source(browser, at, acme, erin, services):
    groups = {group["heading"]: group for group in browser(erin).get(at(acme, "home")).context["groups"]}

    assert groups["Services"]["lines"] == [
        {"what": "www", "how": "Full access", "sources": ["Engineer · By hand"]}
    ]


def test_it_does_not_name_what_is_hidden(browser, at, acme, erin, services):
    said = text(browser(erin).get(at(acme, "home")))

    # Word by word: letters of a name may stand in an id.
    assert not {"images", "api"} & set(said.split())


def test_a_floor_and_what_stands_above_it_are_both_there(browser, at, acme, services):
    both = join(acme, "Ivan Ilk", "engineer", "billing", services={services[0]: "purge_all"})

    groups = {group["heading"]: group for group in browser(both).get(at(acme, "home")).context["groups"]}

    assert [(line["what"], line["how"]) for line in groups["Services"]["lines"]] == [
        ("Every service", "Read-only"),
        ("www", "Purge all"),
    ]


def test_many_services_are_counted_not_listed(browser, at, acme):
    services = many_services(acme, 30)
    limited = join(acme, "Ivan Ilk", "engineer", services=dict.fromkeys(services, "full"))

    groups = {group["heading"]: group for group in browser(limited).get(at(acme, "home")).context["groups"]}

    assert len(groups["Services"]["lines"]) == 8
    assert groups["Services"]["more"] == "and 22 more"


@pytest.mark.parametrize("who", ["erin", "bill", "uma", "tess"])
def test_what_waits_for_superusers_is_shown_to_no_one_else(browser, at, acme, request, who):
    answer = browser(request.getfixturevalue(who)).get(at(acme, "home"))

    assert "waiting" not in answer.context
    assert "Needs attention" not in text(answer)


def test_a_lone_superuser_is_a_risk(browser, at, acme, olga):
    client = browser(olga)
    assert concerns(client.get(at(acme, "home")))["Risk"] == "There is one superuser only"

    join(acme, "Sam Sand", "superuser")

    assert "Risk" not in concerns(client.get(at(acme, "home")))


def test_letters_that_were_not_sent_come_first(browser, at, acme, olga):
    invitations.invite(acting(olga), "new@example.com", USER)
    Invitation.objects.update(delivery=Delivery.FAILED)

    waiting = browser(olga).get(at(acme, "home")).context["waiting"]

    assert waiting[0]["text"] == "1 invitation was not sent"


def test_an_invitation_that_ends_tomorrow_is_a_reminder(browser, at, acme, olga):
    invitations.invite(acting(olga), "new@example.com", USER)

    with time_machine.travel(now() + timedelta(days=6, hours=1), tick=False):
        assert concerns(browser(olga).get(at(acme, "home")))["Soon"] == "1 invitation ends within a day"
    with time_machine.travel(now() + timedelta(days=7, hours=1), tick=False):
        assert "Soon" not in concerns(browser(olga).get(at(acme, "home")))


def test_tokens_and_people_not_seen_for_long_ask_for_a_review(browser, at, acme, olga, uma):
    tokens.create(acting(uma), name="t", scopes=["global"])
    long_ago = now() - timedelta(days=91)
    Member.objects.filter(pk=uma.pk).update(last_active_at=long_ago)
    uma.tokens.update(created_at=long_ago)

    said = text(browser(olga).get(at(acme, "home")))

    assert "1 API token was not used for 90 days" in said
    assert "1 user was not seen for 90 days" in said


def test_a_named_primary_contact_needs_no_mention(browser, at, acme, olga):
    client = browser(olga)
    assert "Missing" in concerns(client.get(at(acme, "home")))

    contacts.add(acting(olga), "primary", member_ref=olga.ref, phone="+44 20 7946 0000")

    assert "Missing" not in concerns(client.get(at(acme, "home")))


def test_it_says_who_invited_one(browser, at, acme, olga, uma):
    invitation = Invitation.objects.create(
        account=acme,
        member=uma,
        address_key=uma.address_key,
        inviter=olga,
        created_at=now(),
        sent_at=now(),
        expires_at=now(),
        outcome="accepted",
        closed_at=now(),
    )

    answer = browser(uma).get(at(acme, "home"))

    assert "Invited by Olga Ohm" in text(answer)
    assert answer.context["arrival"].since == invitation.closed_at


def test_it_costs_the_same_in_a_large_account(browser, at, acme, olga, services, statements):
    client = browser(olga)
    few = statements(client, at(acme, "home"))

    crowd(acme, 500)
    make_service(acme, "another")

    assert statements(client, at(acme, "home")) == few <= 6


def test_it_reads_no_whole_table(browser, at, acme, olga, erin):
    for member in (olga, erin):
        client = browser(member)
        with no_scans():
            client.get(at(acme, "home"))
