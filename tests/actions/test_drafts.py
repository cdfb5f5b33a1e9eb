"""Choices in the making: kept page by page, private, harmless until carried out, never over others'."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.access.levels import Level
from ostiary.access.refusals import Conflict, Forbidden, Invalid, NotFound
from ostiary.actions import drafts, given, invitations, members, protected
from ostiary.actions.choices import Shown
from ostiary.actions.drafts import Sheet
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Draft, Event, GroupMember, Member, ServiceGrant
from ostiary.queries.access import access_of
from tests.cast import acting, join, make_service
from tests.queries.crowds import group, many_services


def about(member: Member, **shown) -> Sheet:
    """A page about a member as they are now."""
    member.refresh_from_db()
    return Sheet(member=member.ref, version=member.version, shown=Shown(**shown))


def choices(ref: str) -> Wanted:
    return Wanted.from_json(Draft.objects.get(ref=ref).choices["wanted"])


def levels(member: Member) -> dict[str, str]:
    found = ServiceGrant.objects.current().filter(member=member)
    return dict(found.values_list("service__ref", "level"))


@pytest.fixture
def invitation(olga, services) -> str:
    """A draft of Olga's for an engineer limited to specific services."""
    draft = drafts.add_role(acting(olga), Sheet(), "engineer")
    shown = Shown(address="nora@example.org", limit_services=True)
    return drafts.keep(acting(olga), Sheet(draft=draft, shown=shown))


def test_an_invitation_grows_page_by_page_and_is_carried_out_once(olga, services, invitation):
    first, second, third = (service.ref for service in services)
    for ref, level in ((first, "full"), (second, "read_only"), (second, "hidden")):
        drafts.keep(acting(olga), Sheet(draft=invitation, shown=Shown(levels={ref: level})))

    done = drafts.invite(acting(olga), Sheet(draft=invitation, shown=Shown(levels={third: "purge_all"})))

    member = Member.objects.get(ref=done["member"])
    assert member.address == "nora@example.org"
    assert levels(member) == {first: "full", third: "purge_all"}
    with pytest.raises(NotFound, match="draft_gone"):
        drafts.invite(acting(olga), Sheet(draft=invitation))


def test_a_draft_leaves_no_trace_in_the_trail_and_changes_nobody(olga, erin, services):
    before = Event.objects.count()

    drafts.remove_role(acting(olga), about(erin), "engineer")
    drafts.keep(acting(olga), about(erin, levels={services[1].ref: "full"}))

    assert Event.objects.count() == before
    assert levels(erin) == {services[0].ref: "full"}


def test_nobody_reaches_somebody_elses_draft(olga, sam, greg, invitation):
    for other in (sam, greg):
        with pytest.raises(NotFound):
            drafts.keep(acting(other), Sheet(draft=invitation))
        with pytest.raises(NotFound):
            drafts.invite(acting(other), Sheet(draft=invitation))


def test_two_superusers_change_the_same_member_in_drafts_of_their_own(olga, sam, erin):
    drafts.add_role(acting(olga), about(erin), "billing")

    assert choices(drafts.keep(acting(sam), about(erin))).roles == {"engineer"}


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_only_superusers_make_drafts(request, who, olga, erin):
    member = request.getfixturevalue(who)

    for sheet in (Sheet(), about(erin)):
        with pytest.raises(Forbidden):
            drafts.add_role(acting(member), sheet, "user")


def test_a_draft_is_about_members_of_the_account_alone(olga, greg):
    with pytest.raises(NotFound):
        drafts.keep(acting(olga), about(greg))
    with pytest.raises(NotFound):
        drafts.discard(acting(olga), greg.ref)


def test_a_day_later_a_draft_is_gone(olga, erin, invitation):
    changed = drafts.add_role(acting(olga), about(erin), "billing")

    with time_machine.travel(now() + timedelta(hours=24, seconds=1)):
        with pytest.raises(NotFound, match="draft_gone"):
            drafts.keep(acting(olga), Sheet(draft=invitation))
        assert drafts.keep(acting(olga), about(erin)) != changed


def test_only_roles_that_exist_and_combine_are_added(olga, invitation):
    with pytest.raises(Invalid, match="roles_cannot_combine"):
        drafts.add_role(acting(olga), Sheet(draft=invitation), "superuser")
    with pytest.raises(Invalid, match="role_unknown"):
        drafts.add_role(acting(olga), Sheet(draft=invitation), "owner")

    drafts.add_role(acting(olga), Sheet(draft=invitation), "billing")
    assert choices(invitation).roles == {"engineer", "billing"}


def test_what_is_not_this_accounts_is_refused_and_nothing_is_kept(olga, globex, services, invitation):
    theirs = make_service(globex, "theirs").ref
    wrong = {
        "service_unknown": Shown(levels={services[0].ref: "full", theirs: "full"}),
        "level_unknown": Shown(levels={services[0].ref: "owner"}),
        "workspace_unknown": Shown(switches={"0" * 22: True}),
    }

    for code, shown in wrong.items():
        with pytest.raises(Invalid, match=code):
            drafts.keep(acting(olga), Sheet(draft=invitation, shown=shown))
    assert choices(invitation).services == {}


def test_grant_all_reaches_all_that_match_on_all_pages(olga, acme, invitation):
    many_services(acme, 120)

    drafts.grant_services(acting(olga), Sheet(draft=invitation), "S00")
    assert len(choices(invitation).services) == 100 + 20
    assert set(choices(invitation).services.values()) == {"full"}

    drafts.revoke_services(acting(olga), Sheet(draft=invitation), "s0001")
    assert len(choices(invitation).services) == 110

    drafts.revoke_services(acting(olga), Sheet(draft=invitation), "")
    assert choices(invitation).services == {}


def test_grant_all_gives_the_highest_level_that_the_roles_can_use(olga, services):
    draft = drafts.add_role(acting(olga), Sheet(), "user")

    drafts.grant_services(acting(olga), Sheet(draft=draft), "")

    assert set(choices(draft).services.values()) == {"read_only"}


def test_workspaces_are_switched_on_and_off(olga, workspaces):
    draft = drafts.add_role(acting(olga), Sheet(), "security_user")
    first, second = (workspace.ref for workspace in workspaces)

    drafts.grant_workspaces(acting(olga), Sheet(draft=draft), "store")
    assert choices(draft).workspaces == {first}

    shown = Shown(switches={first: False, second: True})
    drafts.keep(acting(olga), Sheet(draft=draft, shown=shown))
    assert choices(draft).workspaces == {second}

    drafts.revoke_workspaces(acting(olga), Sheet(draft=draft), "")
    assert choices(draft).workspaces == set()


def test_a_level_that_another_source_gives_anyway_is_not_written_down(olga, acme, services):
    """The page shows the floor as chosen; sending it back unchanged must not make it a grant."""
    gus = join(acme, "Gus Grey", "engineer", services={})
    readers = group(acme, "Readers", ["user"], services[:2])
    GroupMember.objects.create(group=readers, member=gus, since=now())
    first, second, third = (service.ref for service in services)

    shown = {first: "read_only", second: "full", third: "hidden"}
    drafts.save(acting(olga), about(gus, levels=shown))

    assert levels(gus) == {second: "full"}


def test_going_down_to_what_another_source_gives_ends_ones_own_grant(olga, acme, services):
    gus = join(acme, "Gus Grey", "engineer", services={services[0]: "full"})
    readers = group(acme, "Readers", ["user"], services[:1])
    GroupMember.objects.create(group=readers, member=gus, since=now())

    drafts.save(acting(olga), about(gus, levels={services[0].ref: "read_only"}))

    assert levels(gus) == {}
    assert access_of(gus.pk, now()).level(services[0].ref) == Level.READ_ONLY


def test_saving_changes_the_member_at_once_and_says_what_was_dropped(olga, erin, services):
    drafts.remove_role(acting(olga), about(erin), "engineer")
    drafts.add_role(acting(olga), about(erin), "billing")

    done = drafts.save(acting(olga), about(erin))

    assert done == {"dropped": {"services_limit": 1, "service": 1}}
    assert access_of(erin.pk, now()).base() == Level.READ_ONLY


def test_a_change_made_meanwhile_is_not_overwritten(olga, sam, erin):
    seen = about(erin)
    drafts.add_role(acting(sam), seen, "billing")
    drafts.save(acting(olga), about(erin, limit_services=False))

    with pytest.raises(Conflict, match="changed_meanwhile"):
        drafts.save(acting(sam), seen)

    erin.refresh_from_db()
    drafts.save(acting(sam), seen, against=erin.version)
    assert {role.code for role in access_of(erin.pk, now()).roles()} == {"engineer", "billing"}


def test_ones_own_choice_is_not_put_over_a_change_one_was_not_shown(olga, sam, erin):
    seen = about(erin)
    drafts.add_role(acting(sam), seen, "billing")
    drafts.save(acting(olga), about(erin, limit_services=False))
    erin.refresh_from_db()
    shown = erin.version
    drafts.save(acting(olga), about(erin, limit_services=True))

    with pytest.raises(Conflict, match="changed_meanwhile"):
        drafts.save(acting(sam), seen, against=shown)


def test_discarding_starts_from_what_the_member_holds(olga, erin):
    drafts.remove_role(acting(olga), about(erin), "engineer")

    drafts.discard(acting(olga), erin.ref)

    assert choices(drafts.keep(acting(olga), about(erin))).roles == {"engineer"}


def test_what_was_deleted_since_it_was_chosen_is_left_out(olga, services, invitation):
    gone, stays = services[0].ref, services[1].ref
    drafts.keep(acting(olga), Sheet(draft=invitation, shown=Shown(levels={gone: "full", stays: "full"})))
    protected.delete_service(acting(olga), gone)

    done = drafts.invite(acting(olga), Sheet(draft=invitation))

    assert levels(Member.objects.get(ref=done["member"])) == {stays: "full"}


def test_the_owner_stays_a_superuser_whatever_the_draft_says(olga, sam):
    drafts.remove_role(acting(sam), about(olga), "superuser")
    drafts.add_role(acting(sam), about(olga), "user")

    with pytest.raises(Invalid, match="owner_is_superuser"):
        drafts.save(acting(sam), about(olga))


def test_a_pending_invitation_is_edited_by_a_draft(olga, services):
    wanted = Wanted(frozenset({"user"}))
    ids = invitations.invite(acting(olga), "nora@example.org", wanted)
    nora = Member.objects.get(ref=ids["member"])

    drafts.add_role(acting(olga), about(nora), "security_user")
    drafts.save(acting(olga), about(nora))

    assert given.wanted(nora, now()).roles == {"user", "security_user"}


def test_somebody_who_was_here_before_can_be_given_what_they_had(olga, erin, services):
    members.delete(acting(olga), erin.ref)
    protected.make_service(acting(olga), "new")
    shown = Shown(address="Erin@Example.com")

    draft = drafts.use_former(acting(olga), Sheet(shown=shown))

    assert choices(draft) == Wanted(
        frozenset({"engineer"}), limit_services=True, services={services[0].ref: "full"}
    )
    assert access_of(erin.pk, now()).roles() == []


def test_there_is_nothing_former_of_who_never_was_here(olga, globex, greg, uma):
    for address in ("nobody@example.org", greg.address, uma.address, "", "no address"):
        with pytest.raises(NotFound):
            drafts.use_former(acting(olga), Sheet(shown=Shown(address=address)))
