"""Changing access: one change against a version, within what one may give."""

import pytest

from ostiary.access.refusals import Conflict, Forbidden, Invalid, NotFound
from ostiary.actions import member_access, members
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, Member, MemberRole, MemberState, ServiceGrant
from ostiary.queries.access import access_of
from tests.cast import acting, make_service


def change(by: Member, whom: Member, *roles: str, **limits) -> list[dict[str, str]]:
    whom.refresh_from_db()
    return member_access.change(
        acting(by), whom.ref, Wanted(frozenset(roles), **limits), version=whom.version
    )


def roles(member: Member) -> list[str]:
    return [role.code for role in access_of(member.pk, now()).roles()]


def test_a_change_is_effective_at_once(olga, uma, services):
    change(olga, uma, "engineer", limit_services=True, services={services[1].ref: "purge_select"})

    access = access_of(uma.pk, now())
    assert [access.level(service.ref).code for service in services] == ["hidden", "purge_select", "hidden"]


def test_a_change_made_meanwhile_is_shown_and_never_overwritten(olga, sam, uma):
    seen = uma.version
    change(sam, uma, "billing")

    with pytest.raises(Conflict, match="changed_meanwhile"):
        member_access.change(acting(olga), uma.ref, Wanted(frozenset({"engineer"})), version=seen)
    assert roles(uma) == ["billing"]


def test_a_row_that_stays_keeps_its_source_and_its_age(olga, erin, services):
    before = ServiceGrant.objects.current().get(member=erin)

    levels = {services[0].ref: "full", services[1].ref: "read_only"}
    change(olga, erin, "engineer", limit_services=True, services=levels)

    assert ServiceGrant.objects.current().get(member=erin, service=services[0]).pk == before.pk
    assert MemberRole.objects.filter(member=erin).count() == 1


def test_roles_that_cannot_be_limited_drop_the_limits_and_say_so(olga, erin, services):
    levels = {services[0].ref: "full"}

    dropped = change(olga, erin, "billing", limit_services=True, services=levels)

    assert {"what": "services_limit", "ref": ""} in dropped
    assert access_of(erin.pk, now()).level(services[2].ref).code == "read_only"


def test_the_trail_tells_what_changed_and_nothing_else(olga, uma, services):
    change(olga, uma, "user", limit_services=True, services={services[0].ref: "read_only"})

    body = Event.objects.filter(name="member.access_changed").latest("pk").body
    assert body["before"] == {"limits": {"services": "all", "workspaces": "all"}, "services": {}}
    assert body["after"]["services"] == {services[0].ref: "read_only"}


def test_saving_what_is_there_changes_nothing(olga, uma):
    events = Event.objects.count()
    change(olga, uma, "user")

    uma.refresh_from_db()
    assert (uma.version, Event.objects.count()) == (1, events)


def test_only_superusers_change_access(erin, bill, uma):
    for member in (erin, bill, uma):
        with pytest.raises(Forbidden):
            change(member, member, "superuser")


def test_f4_a_neighbours_member_and_a_former_member_cannot_be_changed(olga, greg, uma):
    with pytest.raises(NotFound):
        change(greg, uma, "billing")
    members.delete(acting(olga), uma.ref)
    with pytest.raises(NotFound):
        change(olga, uma, "billing")


def test_f1_a_neighbours_service_is_as_unknown_as_none(olga, globex, uma):
    theirs = make_service(globex, "theirs").ref
    for unknown in (theirs, "0" * 22):
        with pytest.raises(Invalid, match="service_unknown"):
            change(olga, uma, "user", limit_services=True, services={unknown: "full"})


def test_the_owner_is_always_a_superuser(olga, sam):
    with pytest.raises(Invalid, match="owner_is_superuser"):
        change(sam, olga, "engineer")


def test_bypass_is_for_superusers_and_the_owners_stays(olga, sam, uma):
    with pytest.raises(Invalid, match="bypass_is_for_superusers"):
        change(olga, uma, "user", bypass_sso=True)
    change(olga, sam, "superuser", bypass_sso=True)
    change(sam, olga, "superuser", bypass_sso=False)

    states = MemberState.objects.current()
    assert states.get(member=sam).bypass_sso
    assert states.get(member=olga).bypass_sso


@pytest.mark.parametrize("wrong", [(), ("user", "engineer"), ("emperor",), ("superuser", "billing")])
def test_a_set_of_roles_that_cannot_be_is_refused(olga, uma, wrong):
    with pytest.raises(Invalid) as refusal:
        change(olga, uma, *wrong)
    assert refusal.value.field == "roles"
    assert roles(uma) == ["user"]
