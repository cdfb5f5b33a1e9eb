"""Invitations attacked as their mail, their pages and their forms are: the rows C of the adversarial list.

What opening, joining and declining do for honest people is in `tests/signin/test_invitation.py`.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from ostiary.actions import member_access
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Invitation, Member, MemberRole, MemberState, Person, Session, Token
from ostiary.models.invitations import LIFE
from ostiary.queries.access import access_of
from tests.cast import acting
from tests.doors.asking import apart, told
from tests.doors.browsers import SESSION
from tests.doors.changes import A_NOTE, outcome
from tests.doors.house import House, link_to
from tests.doors.routes import NEW_PASSWORD

NEW = {"name": "Nora Nord", "password": NEW_PASSWORD}
WAYS = ("", "/accept", "/decline", "/block")


def invitation_of(house: House, word: str = "invitation") -> Invitation:
    return Invitation.objects.select_related("member").get(ref=house.refs[word])


def state(member: Member) -> str:
    return MemberState.objects.current().get(member=member).state


def reached(path: str, fields: dict[str, str] | None = None, who: Client | None = None) -> HttpResponse:
    return (who or Client(raise_request_exception=False)).post(path, fields or NEW)


def test_c1_nothing_about_an_invitation_can_be_edited_on_the_way(acme, globex):
    """The link says which invitation it is; whom, where and as what is kept here, whatever is sent along."""
    invitation = invitation_of(acme)
    browser = Client()
    other = {"account": globex.refs["account"], "role": "superuser", "roles": "superuser", "member": "x"}
    for name, value in other.items():
        browser.cookies[name] = value

    reached(
        link_to(invitation) + f"?account={globex.refs['account']}&role=superuser",
        NEW | other | {"address": "eve@evil.example", "email": "eve@evil.example", "source": "hand"},
        browser,
    )

    member = Member.objects.get(person__name="Nora Nord")
    assert (member.account, member.person.address) == (acme.account, "new@acme.example")
    assert [role.code for role in access_of(member.pk, now()).roles()] == ["user"]
    assert Member.objects.filter(person=member.person).count() == 1


@pytest.mark.parametrize("way", WAYS)
def test_c1_a_link_that_was_changed_by_one_character_is_dead(acme, way):
    link = link_to(invitation_of(acme))
    dead = f"/invitation/{'0' * 22}/{'x' * 43}{way}"
    for position in (12, 20, 40, 60, len(link) - 1):
        changed = "a" if link[position] != "a" else "b"
        path = link[:position] + changed + link[position + 1 :] + way

        answer, what = outcome(reached, path)
        none = outcome(reached, dead).answer

        assert what <= A_NOTE
        assert not apart(told(answer, {"a": path}), told(none, {"a": dead}))


@pytest.mark.parametrize("way", WAYS)
def test_c11_a_links_secret_is_good_at_its_own_invitation_alone(acme, globex, way):
    """Not for another invitation of the account, not for the neighbour's, and not for a password."""
    secret = link_to(invitation_of(acme)).rpartition("/")[2]
    for ref in (acme.refs["known_invitation"], globex.refs["invitation"], acme.refs["reset"]):
        answer, changed = outcome(reached, f"/invitation/{ref}/{secret}{way}")
        assert answer.status_code in (302, 404)
        assert changed <= A_NOTE
    answer, changed = outcome(reached, f"/reset/{acme.refs['invitation']}/{secret}", {"new": NEW_PASSWORD})
    assert (answer.status_code, changed - A_NOTE) == (404, set())


def test_c4_nobody_has_to_clean_up_for_a_link_to_be_over(acme):
    invitation = invitation_of(acme)
    link = link_to(invitation)

    with time_machine.travel(invitation.sent_at + LIFE - timedelta(seconds=1), tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel(invitation.sent_at + LIFE + timedelta(seconds=1), tick=False):
        for way in WAYS:
            answer, changed = outcome(reached, link + way)
            assert answer.status_code in (302, 409), way
            assert changed <= A_NOTE, way


@pytest.mark.parametrize("again", ["resend", "copy"])
def test_c5_sending_again_at_the_panel_kills_the_link_before(acme, again):
    invitation = invitation_of(acme)
    old = link_to(invitation)

    acme.browser("superuser").post(f"/a/{acme.account.ref}/users/invitations/{invitation.ref}/{again}")

    assert Client().get(old).status_code == 404
    assert reached(old).status_code == 404
    assert reached(link_to(invitation_of(acme))).status_code == 302


def test_c6_a_page_that_is_still_open_accepts_nothing_once_it_is_over(acme):
    """Shown to two, accepted by one; withdrawn between the page and the button."""
    first, second = Client(), Client()
    link = link_to(invitation_of(acme))
    for browser in (first, second):
        assert browser.get(link).status_code == 200
    withdrawn = link_to(invitation_of(acme, "known_invitation"))
    first.get(withdrawn)

    reached(link, NEW, first)
    late = reached(link, NEW | {"name": "Eve Evil"}, second)
    acme.browser("superuser").post(
        f"/a/{acme.account.ref}/users/invitations/{acme.refs['known_invitation']}/delete"
    )

    assert late.status_code == 409
    assert not Person.objects.filter(name="Eve Evil").exists()
    assert Client().post(withdrawn + "/decline").status_code == 409


def test_c7_one_link_lets_one_person_in_whatever_cookies_come_with_it(acme):
    link, first = link_to(invitation_of(acme)), Client()
    reached(link, NEW, first)
    people = Person.objects.count()

    for cookies in ({}, {SESSION: first.cookies[SESSION].value}, acme.cookies["neighbour"]):
        browser = Client()
        for name, value in cookies.items():
            browser.cookies[name] = value
        for way in WAYS:
            reached(link + way, NEW | {"name": "Eve Evil", "address": "eve@evil.example"}, browser)

    assert Person.objects.count() == people
    assert not Member.objects.filter(account=acme.account, person__name="Eve Evil").exists()
    assert state(invitation_of(acme).member) == "active"


def test_c9_an_address_that_was_never_proved_accepts_nothing(acme):
    """A person with the invited address, in a session of their own, whom no mailbox ever vouched for."""
    known = Person.objects.get(address_key="acme-invited@example.com")
    Person.objects.filter(pk=known.pk).update(mailbox_proved_at=None)
    browser, ref = acme.browser("invited"), acme.refs["known_invitation"]

    assert ref not in browser.get("/switch").content.decode()
    assert browser.post(f"/you/invitations/{ref}/accept").status_code == 404
    assert browser.post(f"/you/invitations/{ref}/decline").status_code == 404
    assert state(invitation_of(acme, "known_invitation").member) == "invited"


def test_c13_an_invited_member_is_nobody_yet(acme):
    """Promised everything, they own nothing, answer for nothing, and stand in no menu of members."""
    invitee = invitation_of(acme, "known_invitation").member
    MemberRole.objects.filter(member=invitee).update(role="superuser")
    superuser, panel = acme.browser("superuser"), f"/a/{acme.account.ref}"

    owner = superuser.post(f"{panel}/company/owner/{invitee.ref}")
    contact = superuser.post(
        f"{panel}/company/contacts/add", {"kind": "billing", "who": "member", "address": invitee.address}
    )
    successor = superuser.post(f"{panel}/users/{acme.refs['owner']}/delete/owner", {"successor": invitee.ref})

    assert (owner.status_code, contact.status_code, successor.status_code) == (404, 422, 404)
    assert invitee.address not in superuser.get(f"{panel}/company/owner").content.decode()
    assert acme.browser("invited").get(f"{panel}/users").status_code == 404
    assert not Token.objects.filter(member=invitee).exists()
    assert not access_of(invitee.pk, now()).is_in_force


@pytest.mark.parametrize("part", ["engineer", "billing", "user", "security owner", "tls admin"])
def test_c14_nobody_gives_what_they_do_not_hold(acme, part):
    """Not by a new invitation, and not by raising one that is open, be it one's own address."""
    browser, panel = acme.browser(part), f"/a/{acme.account.ref}/users"
    draft = {"draft": acme.refs["invitation_draft"], "address": "eve@evil.example", "role": "superuser"}
    for path in (
        f"{panel}/invite",
        f"{panel}/invite/roles/add",
        f"{panel}/{acme.refs['invitee']}/access/roles/add",
        f"{panel}/{acme.refs['invitee']}/access",
        f"{panel}/{acme.members[part].ref}/access/roles/add",
        f"{panel}/{acme.members[part].ref}/access",
    ):
        answer, changed = outcome(lambda path=path: browser.post(path, {"version": "1", **draft}))
        assert (answer.status_code, changed) == (403, set()), path


def test_c14_an_inviter_who_lost_the_right_lets_nobody_in(acme):
    superuser = acme.members["superuser"]
    member_access.change(
        acting(acme.members["owner"]), superuser.ref, Wanted(frozenset({"user"})), version=superuser.version
    )

    answer, changed = outcome(reached, link_to(invitation_of(acme)))

    assert answer.status_code == 409
    assert "no longer holds" in answer.content.decode()
    assert not changed


def test_c15_who_is_signed_in_is_named_and_has_to_press_a_button(acme):
    """One's own page names the account and has a button; somebody else's masks both and has none."""
    browser, link = acme.browser("invited"), link_to(invitation_of(acme, "known_invitation"))
    page = browser.get(link).content.decode()
    assert re.search(r'<form[^>]+method="post"[^>]+/accept"', page) or f'action="{link}/accept"' in page
    assert state(invitation_of(acme, "known_invitation").member) == "invited"

    other = acme.browser("neighbour")
    shown = other.get(link).content.decode()
    _, changed = outcome(reached, f"{link}/accept", {}, other)

    assert "acme-invited@example.com" not in shown
    assert "globex-superuser@example.com" not in shown
    assert not changed
    assert Session.objects.filter(person=acme.members["superuser"].person, ended_at=None).exists()
