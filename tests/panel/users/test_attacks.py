"""Whoever may not, cannot: every page and button of user management, for every role and from next door."""

import pytest
from django.test import Client
from django.urls import get_resolver

from ostiary.actions import invitations
from ostiary.actions.wanted import Wanted
from ostiary.models import Draft, Event, Invitation, Member, MemberState
from tests.cast import acting, signed_in

MEMBER_PAGES = ["access", "access-reach", "user-sessions", "user-delete"]
MEMBER_BUTTONS = [
    "access",
    "access-next",
    "access-back",
    "access-restart",
    "access-apply",
    "access-keep",
    "access-roles-add",
    "access-roles-remove",
    "access-services-grant",
    "access-services-revoke",
    "access-workspaces-grant",
    "access-workspaces-revoke",
    "user-reset",
    "user-sessions-end",
    "user-delete",
    "user-delete-owner",
    "user-delete-contact",
]
PAGES = ["users", "users-pending", "users-past", "invite"]
BUTTONS = [
    "invite",
    "invite-former",
    "invite-keep",
    "invite-roles-add",
    "invite-roles-remove",
    "invite-services-grant",
    "invite-services-revoke",
    "invite-workspaces-grant",
    "invite-workspaces-revoke",
]
INVITATION_BUTTONS = ["invitation-resend", "invitation-copy", "invitation-delete"]
USER = Wanted(frozenset({"user"}))
SENT = {"version": 1, "role": "superuser", "address": "eve@example.org", "successor": "x", "once": "k"}


@pytest.fixture
def nora(olga) -> Invitation:
    ref = invitations.invite(acting(olga), "nora@example.org", USER)["invitation"]
    return Invitation.objects.get(ref=ref)


def before_and_after():
    return (
        Event.objects.count(),
        Draft.objects.count(),
        list(MemberState.objects.order_by("pk").values_list("state", "until")),
        list(Invitation.objects.order_by("pk").values_list("outcome", "number")),
    )


def every(page_of, member, invitation):
    """The addresses of everything here, each with the way to ask for it."""
    yield from (("get", page_of(page)) for page in PAGES)
    yield from (("post", page_of(button)) for button in BUTTONS)
    yield from (("get", page_of(page, member.ref)) for page in MEMBER_PAGES)
    yield from (("post", page_of(button, member.ref)) for button in MEMBER_BUTTONS)
    yield from (("post", page_of(button, invitation.ref)) for button in INVITATION_BUTTONS)


def test_nothing_is_left_out_here(acme):
    names = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith(("user", "invite", "access", "invitation-"))
    }
    here = {*PAGES, *BUTTONS, *MEMBER_PAGES, *MEMBER_BUTTONS, *INVITATION_BUTTONS}
    elsewhere = {"invitation-accept", "invitation-decline", "invitation-block", "invitation-strength"}
    # Of a member and one of their sessions: test_sessions.py.
    elsewhere.add("user-session-end")

    assert names - elsewhere == here


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_only_superusers_come_in(request, browser, at, acme, olga, sam, nora, who):
    client = browser(request.getfixturevalue(who))
    before = before_and_after()

    for method, address in every(lambda page, *refs: at(acme, page, *refs), sam, nora):
        answer = getattr(client, method)(address, SENT)
        assert answer.status_code == 403, address
        assert "nora@example.org" not in answer.content.decode()
    assert before_and_after() == before


def test_for_the_neighbour_nothing_exists(browser, at, acme, olga, erin, nora, greg):
    client = browser(greg)
    before = before_and_after()

    for method, address in every(lambda page, *refs: at(acme, page, *refs), erin, nora):
        assert getattr(client, method)(address, SENT).status_code == 404, address
    assert before_and_after() == before


def test_the_neighbours_ids_do_not_exist_in_ones_own_account(browser, at, globex, erin, olga, nora, greg):
    """Greg is a superuser in his own account, and puts Acme's ids into his own addresses."""
    client = browser(greg)
    addresses = [
        *(("get", at(globex, page, erin.ref)) for page in MEMBER_PAGES),
        *(("post", at(globex, button, erin.ref)) for button in MEMBER_BUTTONS),
        *(("post", at(globex, button, nora.ref)) for button in INVITATION_BUTTONS),
    ]
    before = before_and_after()

    for method, address in addresses:
        answer = getattr(client, method)(address, SENT | {"phone": "+44 20 7946 0000", "successor": greg.ref})
        assert answer.status_code == 404, address
        for secret in ("Erin", "nora@example.org", "Acme"):
            assert secret not in answer.content.decode(), address
    assert before_and_after() == before


def test_strangers_are_asked_to_sign_in(client, at, acme, erin, olga, nora):
    before = before_and_after()

    for method, address in every(lambda page, *refs: at(acme, page, *refs), erin, nora):
        answer = getattr(client, method)(address, SENT)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/sign-in"), address
    assert before_and_after() == before


def test_opening_a_page_changes_nothing(browser, at, acme, olga, erin, nora):
    client = browser(olga)
    client.get(at(acme, "users"))
    before = before_and_after()

    for method, address in every(lambda page, *refs: at(acme, page, *refs), erin, nora):
        if method == "get":
            assert client.get(address).status_code == 200
        else:
            client.get(address)
    assert before_and_after() == before


def test_forms_of_another_site_are_refused(at, acme, olga, erin, nora):
    client = signed_in(Client(enforce_csrf_checks=True), olga)
    before = before_and_after()

    for method, address in every(lambda page, *refs: at(acme, page, *refs), erin, nora):
        if method == "post":
            assert client.post(address, SENT).status_code == 403, address
    assert before_and_after() == before


def test_somebody_elses_draft_does_not_show(browser, at, acme, olga, sam):
    client = browser(olga)
    shown = client.post(at(acme, "invite-keep"), {"address": "secret@example.org"}, follow=True)
    address = shown.redirect_chain[-1][0]
    assert "secret@example.org" in shown.content.decode()

    assert "secret@example.org" not in browser(sam).get(address).content.decode()


def test_a_demoted_superuser_can_no_longer_save(look, olga, sam, erin):
    page = look(sam, "access", erin.ref).press("Billing", "roles/add").press("Next")
    demoting = look(olga, "access", sam.ref).press("Remove", "superuser").press("User", "roles/add")
    demoting.press("Next").press("Save")

    late = page.press("Save")

    assert late.status == 403
    assert Member.objects.get(pk=erin.pk).version == 1
