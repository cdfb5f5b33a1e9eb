"""The page behind a mailed invitation."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from ostiary.actions import invitations
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import (
    Delivery,
    Invitation,
    InvitationBlock,
    Member,
    Person,
    Session,
    Standing,
)
from ostiary.models.invitations import LIFE
from ostiary.proofs.links import LinkKind, link_secret
from tests.cast import acting, make_person
from tests.signin.door import log_in
from tests.signin.invited import invite, page_of, state, text

NEW = {"name": "Nina North", "password": "marble lantern drifts beneath tuesday"}

pytestmark = pytest.mark.usefixtures("mail")


def test_the_page_says_who_offers_what_until_when(client, olga):
    invitation = invite(olga)

    page = text(client.get(page_of(invitation)))

    for words in ("Acme", "Olga Ohm", "olga@example.com", "Engineer", "nina@example.org"):
        assert words in page
    assert str(invitation.expires_at.year) in page


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_it_changes_nothing_because_scanners_follow_links(client, olga, method):
    invitation = invite(olga)

    for page in (page_of(invitation), page_of(invitation) + "/block"):
        getattr(client, method)(page)

    invitation.refresh_from_db()
    assert invitation.outcome == "pending"
    assert not Person.objects.filter(address="nina@example.org").exists()
    assert not InvitationBlock.objects.exists()


def test_somebody_new_gives_name_and_password_and_is_in(client, olga):
    invitation = invite(olga)

    answer = client.post(page_of(invitation), NEW)

    assert answer.url == f"/a/{olga.account.ref}/"
    assert state(invitation.member) == "active"
    assert Standing.objects.get().member == invitation.member
    assert Person.objects.get(address="nina@example.org").mailbox_proved_at


def test_c10_an_address_in_the_form_is_ignored(client, olga):
    invitation = invite(olga)

    client.post(
        page_of(invitation), NEW | {"address": "evil@example.org", "account": "x", "role": "superuser"}
    )

    assert Member.objects.get(pk=invitation.member_id).person.address == "nina@example.org"
    assert not Person.objects.filter(address="evil@example.org").exists()


@pytest.mark.parametrize("typed", [{"password": "short"}, {"name": ""}, {"name": "see www.evil.example"}])
def test_what_cannot_be_taken_is_told_and_the_invitation_stays_open(client, olga, typed):
    invitation = invite(olga)

    answer = client.post(page_of(invitation), NEW | typed)

    assert answer.status_code == 422
    assert state(invitation.member) == "invited"
    assert not Person.objects.filter(address="nina@example.org").exists()


def test_a_known_person_signs_in_first_and_only_that_person(client, olga):
    nina = make_person("Nina North", now())
    invitation = invite(olga, nina.address)
    page = client.get(page_of(invitation))
    assert 'name="password"' not in page.content.decode()

    sealed = re.search(r'href="/sign-in\?next=([^"]+)"', page.content.decode())[1]
    assert link_secret(ring(), LinkKind.INVITATION, invitation.ref, 1) not in sealed
    back = log_in(client, nina.address, next=sealed.replace("%3D", "="))

    assert back.url.startswith("/you/invitations")
    offered = client.get(back.url)
    assert "Accept invitation" in text(offered)
    client.post(f"/you/invitations/{invitation.ref}/accept")
    assert state(invitation.member) == "active"


def test_the_link_itself_accepts_for_who_is_signed_in_as_that_person(client, olga):
    nina = make_person("Nina North", now())
    invitation = invite(olga, nina.address)
    log_in(client, nina.address)

    answer = client.post(page_of(invitation) + "/accept")

    assert answer.url == f"/a/{olga.account.ref}/"
    assert state(invitation.member) == "active"
    assert Standing.objects.get().account == olga.account


def test_a_known_person_is_not_made_anew(client, olga):
    nina = make_person("Nina North", now())
    invitation = invite(olga, nina.address)
    before = nina.password

    answer = client.post(page_of(invitation), NEW)

    nina.refresh_from_db()
    assert answer.status_code == 409
    assert nina.password == before
    assert state(invitation.member) == "invited"


def test_c9_c15_signed_in_as_somebody_else_nothing_happens_and_both_addresses_are_masked(client, olga, sam):
    invitation = invite(olga)
    log_in(client, sam.address)

    page = client.get(page_of(invitation))
    accepted = client.post(page_of(invitation) + "/accept")

    assert "n…@e….org" in text(page)
    assert "s…@e….com" in text(page)
    assert "nina@example.org" not in page.content.decode()
    assert sam.address not in page.content.decode()
    assert accepted.url == page_of(invitation)
    assert state(invitation.member) == "invited"


def test_c15_no_form_of_the_page_does_anything_for_who_is_signed_in_as_somebody_else(client, olga, sam):
    invitation = invite(olga)
    log_in(client, sam.address)

    client.post(page_of(invitation), NEW)
    client.post(page_of(invitation) + "/decline")
    client.post(page_of(invitation) + "/block")

    invitation.refresh_from_db()
    assert (invitation.outcome, state(invitation.member)) == ("pending", "invited")
    assert not Person.objects.filter(address="nina@example.org").exists()
    assert not InvitationBlock.objects.exists()


def test_logging_out_leads_back_to_the_invitation(client, olga, sam):
    invitation = invite(olga)
    log_in(client, sam.address)
    sealed = re.search(r'name="next" value="([^"]+)"', client.get(page_of(invitation)).content.decode())[1]

    assert client.post("/sign-out", {"next": sealed}).url == page_of(invitation)


def test_a_wrong_or_older_link_is_dead(client, olga):
    invitation = invite(olga)
    old = page_of(invitation)
    invitations.resend(acting(olga), invitation.ref)

    for page in (old, f"/invitation/{invitation.ref}/{'x' * 43}", f"/invitation/{'0' * 22}/{'x' * 43}"):
        answer = client.get(page)
        assert answer.status_code == 404
        assert "Acme" not in text(answer)
        assert client.post(page, NEW).status_code == 404


def test_c4_an_expired_link_says_so(client, olga):
    invitation = invite(olga)

    with time_machine.travel(invitation.sent_at + LIFE + timedelta(seconds=1)):
        assert "has expired" in text(client.get(page_of(invitation)))
        assert client.post(page_of(invitation), NEW).status_code == 409
    assert state(invitation.member) == "invited"


def test_a_deleted_one_says_so(client, olga):
    invitation = invite(olga)
    invitations.delete(acting(olga), invitation.ref)

    assert "withdrawn" in text(client.get(page_of(invitation)))


def test_a_used_one_says_so(client, olga):
    invitation = invite(olga)
    client.post(page_of(invitation), NEW)

    assert "accepted already" in text(Client().get(page_of(invitation)))
    assert Client().post(page_of(invitation), NEW | {"name": "Another"}).status_code == 409


def test_c6_what_was_open_when_the_page_was_shown_is_checked_again(client, olga):
    invitation = invite(olga)
    client.get(page_of(invitation))
    invitations.delete(acting(olga), invitation.ref)

    assert client.post(page_of(invitation), NEW).status_code == 409
    assert not Person.objects.filter(address="nina@example.org").exists()


def test_declining_needs_no_login(client, olga):
    invitation = invite(olga)

    assert client.post(page_of(invitation) + "/decline").status_code == 200

    invitation.refresh_from_db()
    assert invitation.outcome == "declined"
    assert "was declined" in text(client.get(page_of(invitation)))


def test_an_account_can_be_blocked_by_the_link(client, olga):
    invitation = invite(olga)
    assert "Acme" in text(client.get(page_of(invitation) + "/block"))

    client.post(page_of(invitation) + "/block")

    assert InvitationBlock.objects.get().account == olga.account
    invitation.refresh_from_db()
    assert invitation.outcome == "declined"


def test_a_copied_link_does_not_tell_whether_the_address_is_known(client, olga):
    known, unknown = (
        invite(olga, address) for address in (make_person("Nina North", now()).address, "no@b.org")
    )
    pages = []
    for invitation in (known, unknown):
        Invitation.objects.filter(pk=invitation.pk).update(delivery=Delivery.COPIED)
        pages.append(client.get(page_of(invitation)).content.decode())

    without = [
        re.sub(r'value="[^"]*"|next=[^"]*|invitation/[^"]*|no@b.org|nina@example.com', "", one)
        for one in pages
    ]
    assert without[0] == without[1]


def test_who_came_by_a_copied_link_is_offered_no_other_accounts_invitation(client, olga, globex, greg):
    first = invite(olga)
    Invitation.objects.update(delivery=Delivery.COPIED)
    client.post(page_of(first), NEW)
    second = invite(greg)

    again = Client()
    log_in(again, "nina@example.org", NEW["password"])

    assert "Globex" not in text(again.get("/switch"))
    assert again.post(f"/you/invitations/{second.ref}/accept").status_code == 404
    assert state(second.member) == "invited"


def test_b17_a_secret_of_an_invitation_is_no_other_secret(client, olga):
    invitation = invite(olga)
    secret = link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number)

    assert client.get(f"/reset/{invitation.ref}/{secret}").status_code == 404
    client.cookies[settings.SESSION_COOKIE_NAME] = secret
    client.cookies[settings.SESSION_COOKIE_NAME + "-half"] = secret
    assert client.get("/you/security").status_code == 302
    assert client.get("/sign-in/code").url == "/sign-in"


def test_who_was_made_without_a_mailbox_is_told_what_accepting_ends(client, olga, greg):
    made = make_person("Nina North", now())
    Person.objects.filter(pk=made.pk).update(mailbox_proved_at=None)
    log_in(client, made.address)
    invitation = invite(olga, made.address)

    page = client.get(page_of(invitation))
    answer = client.post(page_of(invitation), NEW)

    assert "Your address is confirmed by this" in text(page)
    assert answer.url == f"/a/{olga.account.ref}/"
    assert Session.objects.filter(ended_at=None).count() == 1
    assert log_in(Client(), made.address).status_code == 422


# After signing in
