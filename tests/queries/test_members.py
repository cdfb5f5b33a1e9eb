"""The list of members says what the access core says, pages, filters, and costs the same at any size."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from ostiary.access import table
from ostiary.access.levels import Level
from ostiary.access.summary import summarise
from ostiary.api.answers import stamp
from ostiary.clock import now
from ostiary.models import GroupMember, GroupRole, Limit, Member, MemberState, Token, TotpDevice
from ostiary.queries import users
from ostiary.queries.access import account_access
from ostiary.queries.member_filters import Filter
from ostiary.queries.members import frame, listed
from ostiary.queries.paging import Window
from ostiary.queries.reach import reach_of
from tests.cast import join
from tests.queries.crowds import crowd, give_at_random, group, many_services, many_workspaces

FIRST, ANYBODY = Window(), Filter()


def addresses(account, chosen=ANYBODY, window=FIRST, size=50):
    """The first names in the addresses of one page."""
    page = listed(account.pk, now(), chosen, window, size)
    return [row.address.partition("@")[0] for row in page.rows]


@pytest.fixture
def world(acme):
    """A hundred members who were given anything, and whom groups give something as well."""
    chance = Random(7)
    services, workspaces = many_services(acme, 5), many_workspaces(acme, 4)
    groups = [
        group(acme, "Readers", ["user"], services[:2]),
        group(acme, "Builders", ["engineer", "security_user"], services[1:4]),
        group(acme, "Payers", ["billing"], services[4:]),
        group(acme, "Keepers", ["tls_admin"], services[:1]),
    ]
    members = crowd(acme, 100, role=None)
    for member in members:
        give_at_random(chance, member, services, workspaces, groups)
    return members, services, workspaces


def test_the_reach_of_many_is_what_the_access_core_says_of_each(acme, world):
    members, _, _ = world
    moment, totals = now(), frame(acme.pk).totals
    accesses = account_access(acme.pk, moment)

    found = reach_of([member.pk for member in members], totals, moment)

    for member in members:
        expected = summarise(accesses[member.pk], *totals)
        assert found[member.pk].summary == replace(expected, above={}), member.address
        assert found[member.pk].roles == accesses[member.pk].roles()


def test_programs_read_of_each_the_roles_that_the_access_core_says(acme, world):
    members, _, _ = world
    moment = now()
    accesses = account_access(acme.pk, moment)

    found = {row.ref: row for row in users.of_account(acme.pk, moment)}

    for member in members:
        user, held = found[member.ref], users.held_by(member.pk, moment)
        assert user.roles == tuple(accesses[member.pk].roles()), member.address
        assert held == (user.roles, user.limits_services, user.limits_workspaces), member.address


def test_programs_read_no_role_and_no_limit_that_has_ended_or_was_not_given_by_hand(acme):
    lee = join(acme, "Lee Lake", "user")
    keepers = group(acme, "Keepers", ["tls_admin"], [])
    began, ended = now() - timedelta(days=2), now() - timedelta(days=1)
    GroupMember.objects.create(group=keepers, member=lee, since=began)
    GroupRole.objects.filter(group=keepers).update(since=began, until=ended)
    Limit.objects.filter(member=lee).delete()
    Limit.objects.create(member=lee, source="hand", services=True, workspaces=True, since=began, until=ended)
    Limit.objects.create(member=lee, source="provider", services=True, workspaces=True, since=began)

    user = users.one(acme.pk, lee.ref, now())

    nothing_more = ((table.role("user"),), False, False)
    assert (user.roles, user.limits_services, user.limits_workspaces) == nothing_more
    assert users.held_by(lee.pk, now()) == nothing_more


def test_a_time_that_the_database_writes_is_the_one_written_here(acme, olga):
    just_before_the_second = datetime(2026, 3, 1, 11, 30, 0, 999_999, tzinfo=UTC)
    Member.objects.filter(pk=olga.pk).update(last_active_at=just_before_the_second)

    user = users.one(acme.pk, olga.ref, now())

    assert user.created_at == stamp(olga.created_at)
    assert user.last_active_at == stamp(just_before_the_second) == "2026-03-01T11:30:00Z"


def test_a_grant_that_hides_is_no_service_one_sees(acme, services):
    levels = dict(zip(services, ("hidden", "full", "read_only"), strict=True))
    lee = join(acme, "Lee Lake", "engineer", services=levels)

    found = reach_of([lee.pk], frame(acme.pk).totals, now())

    assert found[lee.pk].summary.services == 2


def test_the_filter_for_a_service_finds_exactly_those_who_see_it(acme, world):
    members, services, _ = world
    accesses = account_access(acme.pk, now())

    for service in services:
        seeing = [one for one in members if accesses[one.pk].level(service.ref) > Level.HIDDEN]
        expected = ["olga", *(one.address.partition("@")[0] for one in seeing)]
        assert sorted(addresses(acme, Filter(service=service.ref), size=200)) == sorted(expected)


def test_the_filter_for_a_workspace_finds_exactly_those_who_see_it(acme, world):
    members, _, workspaces = world
    accesses = account_access(acme.pk, now())

    for workspace in workspaces:
        seeing = [one for one in members if accesses[one.pk].sees_workspace(workspace.ref)]
        expected = [one.address.partition("@")[0] for one in seeing]
        assert sorted(addresses(acme, Filter(workspace=workspace.ref), size=200)) == sorted(expected)


def test_the_filter_for_a_role_finds_it_from_any_source(acme, world):
    members, _, _ = world
    accesses = account_access(acme.pk, now())

    for role in table.ROLES:
        having = [one for one in members if role in accesses[one.pk].roles()]
        found = addresses(acme, Filter(role=role), size=200)
        assert len(found) == len(having) + (role.code == "superuser")


def test_people_are_listed_by_name_and_found_by_name_or_address(acme, olga, sam, erin, bill, uma):
    assert addresses(acme) == ["bill", "erin", "olga", "sam", "uma"]
    assert addresses(acme, Filter(search="ELM")) == ["erin"]
    assert addresses(acme, Filter(search="uma@exa")) == ["uma"]


@pytest.mark.parametrize("search", ["%", "_", "!", "o%a", "' or 1 = 1 --", "\\", "٪"])
def test_what_is_special_to_the_database_is_not_special_to_a_search(acme, olga, search):
    assert addresses(acme, Filter(search=search)) == []


def test_filters_about_signing_in(acme, olga, sam, uma):
    TotpDevice.objects.create(
        person=sam.person, name="phone", sealed_secret="x", created_at=now(), confirmed_at=now()
    )
    TotpDevice.objects.create(person=uma.person, name="half", sealed_secret="x", created_at=now())
    MemberState.objects.filter(member=uma).update(locked=True)
    Member.objects.filter(pk=olga.pk).update(last_active_at=now())
    Member.objects.exclude(pk=olga.pk).update(created_at=now() - timedelta(days=40))

    assert addresses(acme, Filter(factor="with")) == ["sam"]
    assert addresses(acme, Filter(factor="without")) == ["olga", "uma"]
    assert addresses(acme, Filter(locked=True)) == ["uma"]
    assert addresses(acme, Filter(bypass=True)) == ["olga"]
    assert addresses(acme, Filter(unseen=30)) == ["sam", "uma"]
    assert addresses(acme, Filter(unseen=90)) == []


def test_only_live_tokens_count(acme, olga, sam, uma):
    for member, days in ((sam, 1), (sam, None), (uma, -1)):
        expires_at = now() + timedelta(days=days) if days else None
        digest = f"{member.pk} {days}".encode()
        Token.objects.create(
            kind="pat",
            account=acme,
            member=member,
            name="ci",
            digest=digest,
            created_at=now(),
            expires_at=expires_at,
        )

    assert addresses(acme, Filter(tokens=True)) == ["sam"]
    assert listed(acme.pk, now(), Filter(search="sam"), FIRST).rows[0].tokens == 2


def test_nobody_of_the_neighbours_is_listed(acme, globex, olga, greg):
    assert addresses(acme) == ["olga"]
    assert addresses(acme, window=Window(after=greg.ref)) == ["olga"]


def test_only_active_members_are_listed(acme, olga, uma):
    MemberState.objects.filter(member=uma).update(state="ended")

    assert addresses(acme) == ["olga"]


def test_pages_follow_each_other_in_both_directions(acme, olga):
    crowd(acme, 7)
    moment = now()

    first = listed(acme.pk, moment, Filter(), FIRST, 3)
    second = listed(acme.pk, moment, Filter(), Window(after=first.next), 3)
    third = listed(acme.pk, moment, Filter(), Window(after=second.next), 3)
    back = listed(acme.pk, moment, Filter(), Window(before=third.previous), 3)

    assert [row.name for row in first.rows + second.rows + third.rows] == [
        *(f"M {n:05}" for n in range(7)),
        "Olga Ohm",
    ]
    assert (third.first, third.last, third.total, third.next) == (7, 8, 8, "")
    assert back == second
    assert first.previous == ""


def test_two_of_one_name_are_both_listed_on_pages_of_one(acme, olga):
    for name in ("Kim Kay", "Kit Kay"):
        join(acme, name)
    MemberState.objects.filter(name__endswith="Kay").update(sort_key="kim kay")
    moment, cursor, seen = now(), "", []
    for _ in range(3):
        page = listed(acme.pk, moment, Filter(), Window(after=cursor), 1)
        seen, cursor = [*seen, page.rows[0].ref], page.next

    assert len(set(seen)) == 3
