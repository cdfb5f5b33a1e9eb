"""Which controls are open, and what the locked ones say."""

import pytest

from ostiary.access import table
from ostiary.access.levels import Level
from ostiary.access.limits import services_control, usable, workspaces_control

from .worlds import read


def roles(*codes):
    return [table.role(code) for code in codes]


def elsewhere(text):
    return read(text)[0]


@pytest.mark.parametrize(
    ("chosen", "levels"),
    [
        ("user", "hidden read_only"),
        ("engineer", "hidden read_only purge_select purge_all full"),
        ("engineer tls_admin security_user", "hidden read_only purge_select purge_all full"),
        ("engineer billing", "read_only purge_select purge_all full"),
    ],
)
def test_services_can_be_limited_for(chosen, levels):
    control = services_control(roles(*chosen.split()))

    assert control.is_open
    assert [level.code for level in control.levels] == levels.split()


@pytest.mark.parametrize(
    ("chosen", "reason", "role", "floor"),
    [
        ("superuser", "role_reaches_all", "superuser", "full"),
        ("superuser security_user", "role_reaches_all", "superuser", "full"),
        ("billing", "role_reaches_all", "billing", "read_only"),
        ("billing tls_admin", "role_reaches_all", "billing", "read_only"),
        ("tls_admin", "no_role_uses_it", None, "hidden"),
        ("security_owner", "no_role_uses_it", None, "hidden"),
        ("", "no_role_uses_it", None, "hidden"),
    ],
)
def test_services_are_locked_for(chosen, reason, role, floor):
    control = services_control(roles(*chosen.split()))

    assert not control.is_open
    assert control.reason == reason
    assert (control.role.code if control.role else None) == role
    assert control.floor.code == floor


def test_services_are_locked_when_a_group_already_gives_as_much():
    control = services_control(roles("user"), elsewhere("group Finance: billing"))

    assert control.reason == "other_source_reaches_all"
    assert (control.role.code, control.source.label) == ("billing", "Finance")


def test_a_group_locks_nothing_where_no_chosen_role_uses_services():
    assert services_control(roles("tls_admin"), elsewhere("group Money: billing")).reason == "no_role_uses_it"


def test_a_group_without_services_is_no_floor():
    assert services_control(roles("user"), elsewhere("group Certs: tls_admin")).is_open


def test_a_group_that_gives_less_is_a_floor():
    control = services_control(roles("engineer"), elsewhere("group Finance: billing"))

    assert control.is_open
    assert control.floor is Level.READ_ONLY


def test_a_limited_group_is_no_floor():
    control = services_control(roles("engineer"), elsewhere("group Shop: engineer, services shop=full"))

    assert control.is_open
    assert control.floor is Level.HIDDEN


@pytest.mark.parametrize("code", ["security_admin", "security_user", "security_observer"])
def test_workspaces_can_be_limited_for(code):
    assert workspaces_control(roles(code)).is_open
    assert workspaces_control(roles("superuser", code)).is_open


@pytest.mark.parametrize(
    ("chosen", "reason", "role"),
    [
        ("security_owner", "role_reaches_all", "security_owner"),
        ("superuser security_owner", "role_reaches_all", "security_owner"),
        ("superuser", "no_role_uses_it", None),
        ("engineer billing", "no_role_uses_it", None),
        ("", "no_role_uses_it", None),
    ],
)
def test_workspaces_are_locked_for(chosen, reason, role):
    control = workspaces_control(roles(*chosen.split()))

    assert control.reason == reason
    assert (control.role.code if control.role else None) == role


def test_workspaces_are_locked_when_a_group_gives_as_much_everywhere():
    assert (
        workspaces_control(roles("security_observer"), elsewhere("group All: security_user")).reason
        == "other_source_reaches_all"
    )
    assert workspaces_control(roles("security_user"), elsewhere("group All: security_observer")).is_open
    assert workspaces_control(
        roles("security_user"), elsewhere("group Lab: security_user, workspaces lab")
    ).is_open


@pytest.mark.parametrize(
    ("chosen", "level"),
    [
        ("user", "read_only"),
        ("user tls_admin", "read_only"),
        ("engineer", "full"),
        ("engineer billing", "full"),
        ("billing", "hidden"),
        ("tls_admin", "hidden"),
    ],
)
def test_granting_access_to_all_gives(chosen, level):
    assert usable(roles(*chosen.split())).code == level
