"""*Access controls*, in the two steps of the guide, without script."""

import pytest

from ostiary.access.levels import Level
from ostiary.actions import invitations, protected
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, GroupMember, Member, MemberRole, MemberState, ServiceGrant, WorkspaceGrant
from ostiary.queries.access import access_of
from tests.cast import acting, join
from tests.queries.crowds import group


def roles(member):
    return {role.code for role in access_of(member.pk, now()).roles()}


def levels(member):
    found = ServiceGrant.objects.current().filter(member=member)
    return dict(found.values_list("service__ref", "level"))


def bypass(member):
    return MemberState.objects.current().get(member=member).bypass_sso


def changes(member):
    return Event.objects.filter(name="member.access_changed", target_ref=member.ref)


@pytest.fixture
def steps(look, olga, erin):
    """The first step, for Erin."""
    return look(olga, "access", erin.ref)


def test_the_guide_leads_to_a_changed_user(steps, erin, services):
    assert "Roles Engineer" in steps.text
    assert "Access permissions 1 of 3 services" in steps.text
    page = steps.press("Billing", "roles/add").press("Next")
    assert page.address.endswith("/access/services")

    done = page.press("Save", **{f"level-{services[1].ref}": "purge_all"})

    assert "The access of Erin Elm is saved." in done.text
    assert roles(erin) == {"engineer", "billing"}
    assert levels(erin) == {services[0].ref: "full", services[1].ref: "purge_all"}
    assert access_of(erin.pk, now()).level(services[2].ref) == Level.READ_ONLY


def test_nothing_changes_before_save(steps, erin):
    steps.press("Billing", "roles/add").press("Next")

    assert roles(erin) == {"engineer"}
    assert changes(erin).count() == 0


def test_saving_what_is_so_already_changes_nothing(steps, erin, services):
    before = list(ServiceGrant.objects.values_list("pk", "until"))

    done = steps.press("Next").press("Save")

    assert "is saved" in done.text
    assert list(ServiceGrant.objects.values_list("pk", "until")) == before
    assert changes(erin).count() == 0


def test_every_line_of_the_access_permissions_names_its_source(look, olga, acme, services):
    gus = join(acme, "Gus Grey", "engineer", services={services[2]: "full"})
    readers = group(acme, "Readers", ["user"], services[:2])
    GroupMember.objects.create(group=readers, member=gus, since=now())

    page = look(olga, "access", gus.ref)
    assert "User Group Readers" in page.text
    assert "It comes from elsewhere and is changed there." in page.text

    page = page.press("Next")
    assert "www Read-only User · Group Readers" in page.text
    assert "api Full access Engineer · By hand" in page.text


def test_a_floor_from_a_group_is_locked_with_its_source(look, olga, acme, services):
    gus = join(acme, "Gus Grey", "user", services={})
    readers = group(acme, "Readers", ["user"], services[:1])
    GroupMember.objects.create(group=readers, member=gus, since=now())

    page = look(olga, "access", gus.ref).press("Next")

    assert "Read-only comes from elsewhere: Group Readers." in page.text
    editor = page.form_of("Save")[0]
    assert editor.choices[f"level-{services[0].ref}"] == ["read_only"]
    assert editor.choices[f"level-{services[1].ref}"] == ["hidden", "read_only"]
    page.press("Save")
    assert levels(gus) == {}


def test_the_review_shows_gained_and_lost_before_saving(steps, services):
    page = steps.press("Next")
    assert "What saving changes Nothing yet." in page.text

    page = page.press("Search", **{f"level-{services[0].ref}": "hidden", f"level-{services[1].ref}": "full"})

    assert "images Gained: + Hidden → Full access" in page.text
    assert "www Lost: − Full access → Hidden" in page.text


def test_the_review_counts_what_changes_alike(look, olga, uma, services):
    page = look(olga, "access", uma.ref).press("Next").press("Show", services_limit="specific")

    assert "Every service Lost: − Read-only → Hidden" in page.text


def test_bypass_sso_is_for_superusers(look, olga, sam, erin):
    assert not bypass(sam)
    page = look(olga, "access", sam.ref).press("Next", bypass_sso="on")
    assert "Bypass SSO + gained" in page.text
    page.press("Save")
    assert bypass(sam)

    look(olga, "access", sam.ref).press("Next", bypass_sso=None).press("Save")
    assert not bypass(sam)

    page = look(olga, "access", erin.ref)
    assert "Bypass SSO is for superusers only." in page.text
    assert "bypass_sso" not in page.form_of("Next")[0].choices


def test_who_stops_being_a_superuser_loses_bypass_with_it(look, olga, sam):
    look(olga, "access", sam.ref).press("Next", bypass_sso="on").press("Save")

    page = look(olga, "access", sam.ref).press("Remove", "superuser").press("User", "roles/add").press("Next")
    assert "Bypass SSO − lost" in page.text
    page.press("Save")

    assert roles(sam) == {"user"}
    assert not bypass(sam)


def test_the_owners_box_cannot_be_unticked_and_the_role_not_removed(look, olga, sam, at, acme, browser):
    page = look(sam, "access", olga.ref)

    assert "The owner can always sign in with a password." in page.text
    assert "The owner is always a superuser. Transfer ownership first." in page.text
    assert not page.has_button("Remove")
    client = browser(sam)
    sent = {"version": olga.version, "bypass_sso_shown": "yes", "role": "superuser"}
    client.post(at(acme, "access-roles-remove", olga.ref), sent)
    client.post(at(acme, "access-roles-add", olga.ref), {"version": olga.version, "role": "user"})
    answer = client.post(at(acme, "access", olga.ref), {"version": olga.version, "step": "reach"})
    assert answer.status_code == 422
    assert "The owner is always a superuser." in answer.content.decode()
    assert bypass(olga)


def test_the_last_superuser_stays(look, olga, sam, acme):
    MemberRole.objects.filter(member=olga).update(role="user")  # as if by a restore gone wrong

    page = look(sam, "access", sam.ref).press("Remove", "superuser").press("User", "roles/add").press("Next")
    late = page.press("Save")

    assert late.status == 409
    assert "This is the last superuser of the account." in late.text
    assert roles(sam) == {"superuser"}


def test_next_asks_for_a_role(steps):
    page = steps.press("Remove", "engineer").press("Next")

    assert page.status == 422
    assert "Choose at least one role." in page.text


def test_back_keeps_what_was_chosen(steps, erin, services):
    page = steps.press("Next").press("Back", **{f"level-{services[1].ref}": "full"})
    assert "User information" in page.text

    page.press("Billing", "roles/add").press("Next").press("Save")

    assert roles(erin) == {"engineer", "billing"}
    assert levels(erin)[services[1].ref] == "full"


def test_choices_survive_a_lost_session(steps, look, olga, erin):
    steps.press("Billing", "roles/add")
    steps.client.cookies.clear()

    page = look(olga, "access", erin.ref)

    assert page.has_button("Remove")
    assert page.form_of("Remove", "billing")


def test_what_no_role_can_use_is_dropped_and_told(steps, erin):
    page = steps.press("Remove", "engineer").press("Billing", "roles/add").press("Next")
    assert "Read-only on every service comes from the role Billing." in page.text

    done = page.press("Save")

    assert "The limit to specific services was dropped: the roles cannot be limited." in done.text
    assert "1 level was lowered or dropped" in done.text
    assert levels(erin) == {}


def test_workspaces_are_switched_on_and_off(look, olga, acme, workspaces):
    sue = join(acme, "Sue Snow", "security_user", workspaces=[workspaces[0]])

    page = look(olga, "access", sue.ref).press("Next")
    page.press("Save", workspace=[workspaces[1].ref])

    on = WorkspaceGrant.objects.current().filter(member=sue).values_list("workspace__ref", flat=True)
    assert list(on) == [workspaces[1].ref]


def test_a_limited_user_can_get_everything_back(look, olga, erin):
    page = look(olga, "access", erin.ref).press("Next")

    page.press("Save", services_limit="all")

    assert access_of(erin.pk, now()).base() == Level.FULL


def test_a_service_deleted_meanwhile_does_not_stand_in_the_way(steps, olga, erin, services):
    page = steps.press("Next").press("Search", **{f"level-{services[1].ref}": "full"})
    protected.delete_service(acting(olga), services[1].ref)

    late = page.press("Save")
    assert late.status == 422
    assert "One of these services does not exist in this account any more." in late.text

    late.press("Save")
    assert levels(erin) == {services[0].ref: "full"}


def test_a_pending_invitation_is_edited_on_one_page_and_not_sent_again(look, olga, services):
    wanted = Wanted(frozenset({"engineer"}), limit_services=True, services={services[0].ref: "full"})
    ids = invitations.invite(acting(olga), "nora@example.org", wanted)
    letters = Event.objects.filter(name__startswith="invitation.").count()

    page = look(olga, "users").follow("Edit invitation")
    assert "Engineer · By invitation" in page.text
    page = page.press("Billing", "roles/add")
    done = page.press("Save", **{f"level-{services[1].ref}": "full"})

    nora = Member.objects.get(ref=ids["member"])
    assert "The access of nora@example.org is saved." in done.text
    assert levels(nora) == {services[0].ref: "full", services[1].ref: "full"}
    assert MemberState.objects.current().get(member=nora).state == "invited"
    assert access_of(nora.pk, now()).roles() == []
    assert Event.objects.filter(name__startswith="invitation.").count() == letters


def test_a_double_click_saves_once(steps, erin, services):
    page = steps.press("Next")
    sent = dict(page.form_of("Save")[0].fields) | {f"level-{services[1].ref}": "full"}

    for _ in range(2):
        answer = page.client.post(page.address.removesuffix("/services"), sent)
        assert answer.status_code == 302

    assert changes(erin).count() == 1


@pytest.mark.parametrize("page", ["access", "access-reach"])
def test_a_page_takes_at_most_twelve_statements(
    browser, at, olga, acme, erin, page, django_assert_max_num_queries
):
    client = browser(olga)

    with django_assert_max_num_queries(12):
        client.get(at(acme, page, erin.ref))
