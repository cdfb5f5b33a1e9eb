"""*Delete user*: consequences first, tokens reviewed or revoked, never the owner or primary contact."""

import os
from datetime import timedelta

import pytest

from ostiary.actions import contacts, invitations
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Contact, Event, Invitation, MemberState, Ownership, Token
from tests.cast import acting, join


def state(member):
    return MemberState.objects.current().get(member=member).state


def token(member, name="ci", **times):
    return Token.objects.create(
        kind="pat",
        account=member.account,
        member=member,
        name=name,
        digest=os.urandom(32),
        created_at=now(),
        **times,
    )


def primary(member, by):
    contacts.add(acting(by), "primary", member_ref=member.ref, phone="+44 20 7946 0000")


def owner(account):
    return Ownership.objects.current().get(account=account).member


@pytest.fixture
def page(look, olga, erin):
    return look(olga, "user-delete", erin.ref)


def test_the_guide_leads_to_a_deleted_user(page, erin):
    assert "Delete Erin Elm from Acme?" in page.text

    done = page.press("Confirm and delete")

    assert "Erin Elm is deleted from Acme." in done.text
    assert state(erin) == "ended"
    assert "Options: Erin Elm" not in done.response.content.decode()


def test_what_will_end_is_counted_and_named(look, olga, sam, browser, at, acme):
    token(sam)
    browser(sam).get(at(acme, "home"))
    invitations.invite(acting(sam), "nora@example.org", Wanted(frozenset({"user"})))
    contacts.add(acting(olga), "security", member_ref=sam.ref, phone="+44 20 7946 0000")

    text = look(olga, "user-delete", sam.ref).text

    assert "1 API token is revoked" in text
    assert "1 session in this account ends" in text
    assert "1 pending invitation is withdrawn nora@example.org" in text
    assert "1 company contact is removed Security" in text


def test_what_there_is_none_of_is_not_mentioned(page):
    assert "What will end" not in page.text
    assert "They hold no API tokens" in page.text


def test_live_tokens_are_listed_with_their_last_use_and_a_way_to_review_them(look, olga, erin):
    token(erin, "Deploys", last_used_at=now() - timedelta(days=3))
    token(erin, "Old", expires_at=now() - timedelta(days=1))

    page = look(olga, "user-delete", erin.ref)

    assert "Active API tokens 1" in page.text
    assert "Deploys" in page.text
    assert "Old" not in page.text
    assert "Deleting an API token will break any integration actively using that credential." in page.text
    review = page.follow("Review this user's API tokens")
    assert review.status == 200
    assert "Deploys" in review.text


def test_a_user_with_live_tokens_is_deleted_only_with_the_box_ticked(look, olga, erin):
    live = token(erin)
    page = look(olga, "user-delete", erin.ref)

    late = page.press("Confirm and delete")
    assert late.status == 409
    assert "This user still has active API tokens (1)." in late.text
    assert state(erin) == "active"

    page.press("Confirm and delete", revoke_tokens="on")
    assert state(erin) == "ended"
    live.refresh_from_db()
    assert live.ended_at is not None


def test_sessions_and_invitations_end_at_once(look, olga, sam, browser, at, acme):
    theirs = browser(sam)
    invitations.invite(acting(sam), "nora@example.org", Wanted(frozenset({"user"})))

    look(olga, "user-delete", sam.ref).press("Confirm and delete")

    assert theirs.get(at(acme, "home")).status_code == 404
    assert Invitation.objects.get().outcome == "deleted"


def test_a_double_click_deletes_once_and_says_so_twice(page, erin):
    sent = dict(page.form_of("Confirm and delete")[0].fields)

    first = page.client.post(page.address, sent)
    second = page.client.post(page.address, sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Event.objects.filter(name="member.deleted").count() == 1


def test_nobody_deletes_themselves(look, olga, sam, at, acme, browser):
    page = look(sam, "user-delete", sam.ref)
    assert "You cannot delete yourself" in page.text
    assert "Leave account" in page.links

    assert browser(sam).post(at(acme, "user-delete", sam.ref)).status_code == 409
    assert state(sam) == "active"


def test_an_invited_member_is_no_user_to_delete(look, olga):
    ids = invitations.invite(acting(olga), "nora@example.org", Wanted(frozenset({"user"})))

    assert look(olga, "user-delete", ids["member"]).status == 404


def test_for_the_owner_the_page_is_the_transfer(look, olga, sam, erin, acme):
    page = look(sam, "user-delete", olga.ref)
    assert "Choose a new owner first" in page.text
    choices = page.form_of("Transfer ownership")[0].choices["successor"]
    assert choices == [erin.ref]

    page = page.press("Transfer ownership", successor=erin.ref)
    assert "Ownership is transferred." in page.text
    assert owner(acme) == erin

    page.press("Confirm and delete")
    assert state(olga) == "ended"


def test_a_transfer_asks_for_presence_and_then_goes_on(browser, at, acme, olga, sam, erin):
    client = browser(sam, sudo=False)

    asked = client.post(at(acme, "user-delete-owner", olga.ref), {"successor": erin.ref})

    assert "presence_password" in asked.content.decode()
    assert owner(acme) == olga


@pytest.mark.parametrize("successor", ["", "nonsense", "0" * 22])
def test_a_transfer_to_nobody_is_refused(browser, at, acme, olga, sam, erin, successor):
    answer = browser(sam).post(at(acme, "user-delete-owner", olga.ref), {"successor": successor})

    assert answer.status_code in (404, 422)
    assert owner(acme) == olga


def test_nobody_makes_themselves_the_owner_on_the_way(browser, at, acme, olga, sam):
    answer = browser(sam).post(at(acme, "user-delete-owner", olga.ref), {"successor": sam.ref})

    assert answer.status_code == 403
    assert owner(acme) == olga


def test_the_neighbours_owner_is_no_successor(browser, at, acme, olga, sam, greg):
    answer = browser(sam).post(at(acme, "user-delete-owner", olga.ref), {"successor": greg.ref})

    assert answer.status_code == 404
    assert owner(acme) == olga


def test_for_the_primary_contact_the_page_is_naming_another(look, olga, sam, erin):
    primary(erin, olga)

    page = look(olga, "user-delete", erin.ref)
    assert "Name another primary contact first" in page.text
    again = page.press("Make primary contact", successor=sam.ref, phone="x")
    assert again.status == 422
    assert "Enter a phone number" in again.text

    page = page.press("Make primary contact", successor=sam.ref, phone="+44 20 7946 0001")
    assert Contact.objects.current().get(kind="primary").member == sam
    page.press("Confirm and delete")
    assert state(erin) == "ended"


def test_a_post_does_not_pass_by_the_primary_contact(browser, at, acme, olga, erin):
    primary(erin, olga)

    answer = browser(olga).post(at(acme, "user-delete", erin.ref))

    assert answer.status_code == 409
    assert "Name another primary contact first" in answer.content.decode()
    assert state(erin) == "active"


def test_a_long_list_of_candidates_is_searched(look, olga, sam, acme):
    for n in range(25):
        join(acme, f"P{n:02} Person", "user")

    page = look(sam, "user-delete", olga.ref)
    assert "The first 20 of 25." in page.text

    page = page.press("Search", q="p24")
    assert len(page.form_of("Transfer ownership")[0].choices["successor"]) == 1
