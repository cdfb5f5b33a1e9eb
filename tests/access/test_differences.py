"""A review shows exactly what a change gains and loses."""

import pytest
from hypothesis import given

from ostiary.access import table
from ostiary.access.decisions import ServiceResource, WorkspaceResource, decide
from ostiary.access.differences import diff
from ostiary.access.levels import Level

from .given import QUESTIONS, SERVICES, WORKSPACES, accesses
from .worlds import read


def compare(before, after):
    return diff(read(before)[0], read(after)[0], ["blog", "shop"], ["lab", "web"])


def codes(changes):
    return {change.capability.code for change in changes}


def test_nothing_changed_is_false():
    assert not compare("given: engineer", "given: engineer\ngroup Readers: user")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("given: engineer", "given: engineer billing"),
        ("given: engineer billing", "given: engineer"),
        ("given: engineer, services shop=full", "given: engineer, services shop=purge_all"),
        ("given: security_user, workspaces lab", "given: security_user, workspaces web"),
    ],
)
def test_a_change_of_one_kind_is_a_change(before, after):
    assert compare(before, after)


def test_limiting_an_engineer():
    found = compare("given: engineer", "given: engineer, services shop=purge_all")
    changes = {change.resource.ref: change for change in found.services}

    assert codes(found.lost) == {"invitations.limited_by_api"}
    assert (changes["shop"].before, changes["shop"].after) == (Level.FULL, Level.PURGE_ALL)
    assert "service.configure" in codes(changes["shop"].lost)
    assert changes["blog"].after is Level.HIDDEN
    assert not any(change.gained for change in found.services)


def test_changing_a_role_at_the_same_level_still_shows():
    found = compare("given: user, services shop=read_only", "given: engineer, services shop=read_only")
    (change,) = found.services

    assert change.before is change.after is Level.READ_ONLY
    assert codes(change.gained) == {"service.compare_versions", "service.view_vcl"}
    (change,) = compare(
        "given: engineer, services shop=read_only", "given: user, services shop=read_only"
    ).services
    assert codes(change.lost) == {"service.compare_versions", "service.view_vcl"}


def test_switching_a_workspace_on():
    found = compare("given: security_user, workspaces lab", "given: security_user, workspaces lab web")
    (change,) = found.workspaces

    assert change.resource == WorkspaceResource("web")
    assert codes(change.gained) == {"workspace.view", "workspace.view_reports", "workspace.edit_settings"}


def test_gains_name_what_gives_them_and_losses_what_gave_them():
    found = compare("given: billing", "group Shop: superuser")
    gained = {change.capability.code: change for change in found.gained}

    assert [one.source.label for one in gained["members.view"].sources] == ["Shop"]
    lost = compare("group Shop: superuser", "given: billing").lost
    assert {one.source.label for change in lost for one in change.sources} == {"Shop"}


@given(accesses(), accesses())
def test_a_difference_is_the_difference_of_the_decisions(before, after):
    found = diff(before, after, SERVICES, WORKSPACES)

    def decided(access):
        return {question for question in QUESTIONS if decide(access, *question)}

    def told(direction):
        changes = [(change.capability.code, None) for change in getattr(found, direction)]
        for resource in (*found.services, *found.workspaces):
            changes += [
                (change.capability.code, resource.resource) for change in getattr(resource, direction)
            ]
        return changes

    assert sorted(map(repr, told("gained"))) == sorted(map(repr, decided(after) - decided(before)))
    assert sorted(map(repr, told("lost"))) == sorted(map(repr, decided(before) - decided(after)))


@given(accesses(), accesses())
def test_a_change_and_its_reverse_mirror_each_other(before, after):
    there, back = diff(before, after, SERVICES, WORKSPACES), diff(after, before, SERVICES, WORKSPACES)

    assert (codes(there.gained), codes(there.lost)) == (codes(back.lost), codes(back.gained))
    assert {(one.resource, one.before, one.after) for one in there.services} == {
        (one.resource, one.after, one.before) for one in back.services
    }


@given(accesses())
def test_what_stays_the_same_is_no_difference(access):
    assert not diff(access, access, SERVICES, WORKSPACES)


def test_every_service_capability_can_be_gained():
    found = compare("given: ", "given: engineer")

    assert {change.resource for change in found.services} == {
        ServiceResource("blog"),
        ServiceResource("shop"),
    }
    assert codes(found.services[0].gained) == {
        row.code for row in table.CAPABILITIES if row.scope == "service" and "engineer" in row.held_by
    }
