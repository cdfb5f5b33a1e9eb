"""*Invite a user*, step by step as the guide says, without script."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.actions import invitations, members
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, Invitation, Job, Member, ServiceGrant, WorkspaceGrant
from ostiary.queries.access import access_of
from tests.cast import acting
from tests.queries.crowds import many_services


def invited(address="nora@example.org"):
    return Member.objects.get(address=address)


def roles(member):
    return {given.role.code for bundle in access_of(member.pk, now()).bundles for given in bundle.roles}


def levels(member):
    found = ServiceGrant.objects.current().filter(member=member)
    return dict(found.values_list("service__ref", "level"))


@pytest.fixture
def form(look, olga, services, workspaces):
    """The empty page."""
    return look(olga, "users").follow("Invite a user")


def test_the_guide_leads_to_an_invitation(form, services, workspaces):
    page = form.press("Engineer", "roles/add", address="nora@example.org")
    assert page.has_button("Security user")
    page = page.press("Security user", "roles/add")
    page = page.press("Show", services_limit="specific")
    page = page.press("Show", workspaces_limit="specific", **{f"level-{services[0].ref}": "purge_all"})
    done = page.press("Invite", workspace=[workspaces[1].ref])

    assert "The invitation to nora@example.org is queued" in done.text
    member = invited()
    assert roles(member) == {"engineer", "security_user"}
    assert levels(member) == {services[0].ref: "purge_all"}
    on = WorkspaceGrant.objects.current().filter(member=member).values_list("workspace__ref", flat=True)
    assert list(on) == [workspaces[1].ref]


def test_whoever_was_invited_stands_under_pending_until_a_date_and_time(form):
    done = form.press("User", "roles/add", address="nora@example.org").press("Invite")

    assert "Pending user invitations 1" in done.text
    assert "nora@example.org" in done.text
    until = Invitation.objects.get().expires_at
    assert f"{until.day} {until:%b %Y, %H:%M} UTC" in done.text


def test_a_letter_is_queued_and_nothing_says_that_it_was_sent(form):
    done = form.press("User", "roles/add", address="nora@example.org").press("Invite")

    assert Job.objects.filter(kind="mail", payload__letter="invitation").count() == 1
    assert "Queued" in done.text
    assert "Sent" not in done.text


def test_the_menu_has_combinable_roles_alone_and_says_why_not_the_others(form):
    assert form.has_button("Superuser")

    page = form.press("Engineer", "roles/add")

    offered = {button.value for one in page.forms for button in one.buttons if "roles/add" in button.action}
    assert offered == {
        "billing",
        "tls_admin",
        "tls_viewer",
        "security_owner",
        "security_admin",
        "security_user",
        "security_observer",
    }
    assert "2 roles are not in the menu: Superuser, User" in page.text
    assert "Superuser already includes everything that Engineer gives." in page.text


def test_a_role_can_be_taken_away_again(form):
    page = form.press("Engineer", "roles/add", address="nora@example.org")
    page = page.press("Remove", "engineer").press("User", "roles/add")

    page.press("Invite")

    assert roles(invited()) == {"user"}


def test_where_a_role_reaches_everything_the_areas_say_which(form):
    page = form.press("Superuser", "roles/add")
    assert (
        "Full access on every service comes from the role Superuser. Remove it to limit services."
        in page.text
    )
    assert not any("services_limit" in one.choices for one in page.forms)

    page = page.press("Security owner", "roles/add")
    assert "Every workspace comes from the role Security owner." in page.text


def test_a_floor_is_shown_with_the_role_it_comes_from_and_cannot_be_undercut(form, services):
    page = form.press("Engineer", "roles/add").press("Billing", "roles/add")
    page = page.press("Show", services_limit="specific")

    editor = page.form_of("Invite")[0]
    assert editor.choices[f"level-{services[0].ref}"] == ["read_only", "purge_select", "purge_all", "full"]
    assert "Role Billing" in page.text


def test_what_the_invited_will_be_able_to_do_stands_beside(form, services):
    page = form.press("Engineer", "roles/add").press("Show", services_limit="specific")
    assert "What this person can do No services or workspaces" in page.text

    page = page.press("Keep", **{f"level-{services[0].ref}": "full"})

    assert "1 of 3 services" in page.text


def test_granting_to_all_says_how_many_and_reaches_all_pages(form, acme):
    many_services(acme, 45)
    page = form.press("Engineer", "roles/add", address="nora@example.org")
    page = page.press("Show", services_limit="specific")
    assert page.has_button("Grant access to all: 48 services")
    page = page.press("Search", services_q="s000")
    assert page.has_button("Grant access to all: 45 matches")

    page = page.press("Grant access to all: 45 matches")
    page.press("Invite")

    assert len(levels(invited())) == 45


def test_revoking_is_the_reverse(form, acme, services):
    page = form.press("Engineer", "roles/add", address="nora@example.org")
    page = page.press("Show", services_limit="specific").press("Grant access to all")
    page = page.press("Search", services_q="images").press("Revoke access to all: 1 match")

    page.press("Invite")

    assert set(levels(invited())) == {services[0].ref, services[2].ref}


def test_levels_survive_turning_pages_and_searching(form, acme):
    found = many_services(acme, 45)
    page = form.press("Engineer", "roles/add", address="nora@example.org")
    page = page.press("Show", services_limit="specific")
    page = page.press("Search", services_q="s00")
    page = page.press("Next", **{f"level-{found[0].ref}": "full"})
    assert "21–40 of 45" in page.text
    page = page.press("Next", **{f"level-{found[20].ref}": "read_only"})
    page = page.press("Previous", **{f"level-{found[44].ref}": "purge_all"})

    page.press("Invite")

    assert levels(invited()) == {
        found[0].ref: "full",
        found[20].ref: "read_only",
        found[44].ref: "purge_all",
    }


def test_whoever_limits_and_invites_at_once_sees_the_list_first(form, services):
    page = form.press("Engineer", "roles/add", address="nora@example.org")

    page = page.press("Invite", services_limit="specific")

    assert page.status == 422
    assert "Choose a level for the services below" in page.text
    assert not Member.objects.filter(address="nora@example.org").exists()
    page.press("Invite", **{f"level-{services[0].ref}": "full"})
    assert levels(invited()) == {services[0].ref: "full"}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "Enter an email address."),
        ("nora", "Enter one email address"),
        ("nora@example.org\r\nBcc: all@example.org", "Enter one email address"),
        ("nora@example.org, pat@example.org", "Enter one email address"),
        ("n" * 65 + "@example.org", "Enter one email address"),
        ("olga@example.com", "This person is a member of the account already."),
        ("n\x00ora@example.org", "Null characters are not allowed."),
        ("x" * 500, "Ensure this value has at most 400 characters"),
    ],
)
def test_an_address_that_will_not_do_is_told_at_its_field(form, address, says):
    page = form.press("User", "roles/add")

    again = page.press("Invite", address=address)

    assert again.status == (409 if "already" in says else 422)
    assert says in again.text
    assert Invitation.objects.count() == 0
    assert again.has_button("Remove")


def test_somebody_who_is_invited_already_is_not_invited_again(form, olga):
    invitations.invite(acting(olga), "nora@example.org", Wanted(frozenset({"user"})))

    again = form.press("User", "roles/add").press("Invite", address="NORA@example.org")

    assert "This address is invited already." in again.text


def test_without_a_role_nobody_is_invited(form):
    again = form.press("Invite", address="nora@example.org")

    assert again.status == 422
    assert "Choose at least one role." in again.text
    assert again.form_of("Invite")[0].fields.count(("address", "nora@example.org")) == 1


def test_a_double_click_invites_once(form, olga, at, acme):
    page = form.press("User", "roles/add", address="nora@example.org")
    sent = dict(page.form_of("Invite")[0].fields)

    for _ in range(2):
        answer = page.client.post(at(acme, "invite"), sent)
        assert answer.status_code == 302

    assert Invitation.objects.count() == 1
    assert Event.objects.filter(name="member.invited").count() == 1


def test_a_draft_that_is_a_day_old_says_so(form, browser, olga):
    page = form.press("User", "roles/add", address="nora@example.org")

    with time_machine.travel(now() + timedelta(hours=24, seconds=1)):
        page.client = browser(olga)
        late = page.press("Invite")

    assert late.status == 404
    assert "These choices are a day old or already saved." in late.text
    assert Invitation.objects.count() == 0


def test_a_former_member_is_offered_what_they_had_and_gets_nothing_by_itself(form, olga, erin, services):
    members.delete(acting(olga), erin.ref)

    page = form.press("User", "roles/add", address=erin.address)
    assert "Erin Elm was a user here until" in page.text
    assert "1 of 3 services" not in page.text

    page = page.press("Use former access")
    page.press("Invite")

    erin.refresh_from_db()
    assert roles(erin) == {"engineer"}
    assert levels(erin) == {services[0].ref: "full"}


def test_the_neighbours_former_members_are_nobody_here(look, olga, greg, globex):
    page = look(olga, "invite").press("User", "roles/add", address=greg.address)

    assert "was a user here" not in page.text
    assert not page.has_button("Use former access")
