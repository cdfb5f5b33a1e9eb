"""Groups: what their members get while they are in them, what ends with them, and who may widen them."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ostiary.access.ceilings import Ceiling
from ostiary.access.levels import Level
from ostiary.access.refusals import Conflict, Forbidden, Invalid, NotFound
from ostiary.actions import groups, invitations, members, protected, service_groups
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, GroupName
from ostiary.queries import access_sql
from ostiary.queries.access import access_as_of, access_of
from ostiary.queries.sql import rows
from tests.cast import acting, join, make_service


def levels(member, services) -> list[Level]:
    access = access_of(member.pk, now())
    return [access.level(one.ref) for one in services]


def test_a_group_gives_its_roles_on_the_services_of_its_service_groups(olga, bill, services, editors):
    assert levels(bill, services) == [Level.READ_ONLY] * 3
    groups.add_members(acting(olga), editors, [bill.ref])
    assert levels(bill, services) == [Level.FULL, Level.FULL, Level.READ_ONLY]
    source = access_of(bill.pk, now()).level_sources(services[0].ref)[0].source
    assert (source.kind, source.ref, source.label) == ("group", editors, "Editors")


def test_what_is_put_into_a_service_group_later_is_reached_at_once(olga, bill, services, editors, web):
    groups.add_members(acting(olga), editors, [bill.ref])
    service_groups.add_services(acting(olga), web, [services[2].ref])
    assert levels(bill, services)[2] == Level.FULL
    service_groups.remove_services(acting(olga), web, [services[2].ref])
    assert levels(bill, services)[2] == Level.READ_ONLY


@pytest.mark.parametrize("way", ["remove", "role", "link", "group", "service group"])
def test_every_way_out_ends_it_at_once(olga, bill, services, editors, web, way):
    groups.add_members(acting(olga), editors, [bill.ref])
    before = now()
    {
        "remove": lambda: groups.remove_members(acting(olga), editors, [bill.ref]),
        "role": lambda: groups.remove_roles(acting(olga), editors, ["engineer"]),
        "link": lambda: groups.remove_service_groups(acting(olga), editors, [web]),
        "group": lambda: groups.delete(acting(olga), editors),
        "service group": lambda: service_groups.delete(acting(olga), web),
    }[way]()
    assert levels(bill, services) == [Level.READ_ONLY] * 3
    assert access_as_of(bill.pk, before).level(services[0].ref) == Level.FULL


def test_an_invited_member_can_be_in_a_group_by_either_id(olga, editors):
    ids = invitations.invite(acting(olga), "nora@example.org", Wanted(frozenset({"billing"})))
    groups.add_members(acting(olga), editors, [ids["invitation"]])
    groups.remove_members(acting(olga), editors, [ids["member"]])
    names = Event.objects.filter(target_ref=editors, name__startswith="group.members").values_list(
        "name", flat=True
    )
    assert list(names.order_by("number")) == ["group.members_added", "group.members_removed"]


def test_one_wrong_id_among_right_ones_changes_nothing(olga, greg, bill, services, editors, web):
    for wrong in (greg.ref, "0" * 22):
        with pytest.raises(NotFound):
            groups.add_members(acting(olga), editors, [bill.ref, wrong])
        with pytest.raises(NotFound):
            service_groups.add_services(acting(olga), web, [services[2].ref, wrong])
        with pytest.raises(NotFound):
            groups.remove_service_groups(acting(olga), editors, [web, wrong])

    assert levels(bill, services) == [Level.READ_ONLY] * 3
    groups.add_members(acting(olga), editors, [bill.ref])
    assert levels(bill, services) == [Level.FULL, Level.FULL, Level.READ_ONLY]


def test_somebody_who_goes_leaves_their_groups(olga, bill, services, editors):
    groups.add_members(acting(olga), editors, [bill.ref])
    members.delete(acting(olga), bill.ref)
    with pytest.raises(NotFound):
        groups.add_members(acting(olga), editors, [bill.ref])


def test_what_is_so_already_changes_nothing(olga, bill, editors):
    groups.add_members(acting(olga), editors, [bill.ref])
    count = Event.objects.count()
    groups.add_members(acting(olga), editors, [bill.ref])
    groups.remove_roles(acting(olga), editors, ["billing"])
    groups.change(acting(olga), editors, name="Editors")
    assert Event.objects.count() == count


def test_roles_that_do_not_combine_are_refused_within_a_group(olga, editors):
    with pytest.raises(Invalid, match="roles_cannot_combine"):
        groups.add_roles(acting(olga), editors, ["superuser"])


def test_names_differ_and_change_with_their_history(olga, editors):
    with pytest.raises(Conflict, match="name_taken"):
        groups.make(acting(olga), "editors")
    groups.change(acting(olga), editors, name="Authors", description="x")
    assert GroupName.objects.filter(group__ref=editors).count() == 2
    with pytest.raises(Invalid, match="description_too_long"):
        groups.change(acting(olga), editors, description="x" * 501)


def test_only_superusers_manage_groups(erin, bill, uma, editors):
    for member in (erin, bill, uma):
        for change in (
            lambda: groups.make(acting(member), "Mine"),
            lambda: groups.add_members(acting(member), editors, [member.ref]),
            lambda: groups.delete(acting(member), editors),
        ):
            with pytest.raises(Forbidden):
                change()


def test_the_neighbours_groups_members_and_services_do_not_exist(acme, olga, greg, globex, editors, web):
    theirs = make_service(globex, "theirs")
    outsider = acting(greg)
    for change in (
        lambda: groups.add_members(outsider, editors, [greg.ref]),
        lambda: groups.delete(outsider, editors),
        lambda: service_groups.delete(outsider, web),
        lambda: groups.add_members(acting(olga), editors, [greg.ref]),
        lambda: service_groups.add_services(acting(olga), web, [theirs.ref]),
        lambda: groups.add_service_groups(acting(olga), editors, [service_groups.make(outsider, "Theirs")]),
    ):
        with pytest.raises(NotFound):
            change()


def test_a_token_for_some_services_widens_no_group_beyond_them(olga, bill, services, editors, web):
    narrow = replace(acting(olga), ceiling=Ceiling(frozenset({"global"}), frozenset({services[0].ref})))
    for change in (
        lambda: groups.add_members(narrow, editors, [bill.ref]),
        lambda: service_groups.add_services(narrow, web, [services[2].ref]),
        lambda: groups.add_roles(narrow, editors, ["billing"]),
    ):
        with pytest.raises(Forbidden, match="token_not_for_service"):
            change()
    assert levels(bill, services) == [Level.READ_ONLY] * 3


def test_what_many_groups_reach_grows_by_as_few_statements_as_what_one_reaches(olga, services, editors, web):
    with CaptureQueriesContext(connection) as for_one:
        service_groups.add_services(acting(olga), web, [services[2].ref])
    service_groups.remove_services(acting(olga), web, [services[2].ref])
    for number in range(5):
        another = groups.make(acting(olga), f"g{number}")
        groups.add_roles(acting(olga), another, ["engineer" if number % 2 else "user"])
        groups.add_service_groups(acting(olga), another, [web])

    with CaptureQueriesContext(connection) as for_many:
        service_groups.add_services(acting(olga), web, [services[2].ref])

    assert len(for_many) == len(for_one)


def test_a_service_that_a_group_reaches_by_many_service_groups_is_read_once(
    olga, bill, services, editors, web
):
    groups.add_members(acting(olga), editors, [bill.ref])
    read = sorted(rows(access_sql.OF_ONE_NOW, {"member": bill.pk}), key=str)
    again = service_groups.make(acting(olga), "Again")
    service_groups.add_services(acting(olga), again, [one.ref for one in services[:2]])

    groups.add_service_groups(acting(olga), editors, [again])

    assert sorted(rows(access_sql.OF_ONE_NOW, {"member": bill.pk}), key=str) == read


def test_a_deleted_service_leaves_its_groups(olga, services, web):
    protected.delete_service(acting(olga), services[0].ref)
    with pytest.raises(NotFound):
        service_groups.add_services(acting(olga), web, [services[0].ref])


def test_a_group_can_make_superusers(acme, olga):
    sue = join(acme, "Sue Sage", "billing")
    made = groups.make(acting(olga), "Admins")
    groups.add_roles(acting(olga), made, ["superuser"])
    groups.add_members(acting(olga), made, [sue.ref])
    assert "superuser" in {role.code for role in access_of(sue.pk, now()).roles()}
