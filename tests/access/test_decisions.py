"""Explanations, refusals, and what one may know of."""

from dataclasses import replace

import pytest

from ostiary.access.decisions import (
    ServiceResource,
    WorkspaceResource,
    decide,
    explain,
    knows,
    require,
)
from ostiary.access.levels import Level
from ostiary.access.refusals import Forbidden, NotFound

from .worlds import about, read


def member(text):
    return read(text)[0]


def why(text, code, ref=""):
    return explain(member(text), code, about(code, ref))


def codes(roles):
    return [role.code for role in roles]


def test_a_yes_names_every_source_that_carries_it():
    found = why("given: engineer\ngroup Shop: engineer, services shop=full", "service.configure", "shop")

    assert found.allowed
    assert [(one.role.code, one.source.kind, one.level) for one in found.sources] == [
        ("engineer", "hand", Level.FULL),
        ("engineer", "group", Level.FULL),
    ]
    assert found.who_can_give == ()


def test_a_yes_names_no_source_that_does_not_carry_it():
    text = "given: engineer, services blog=full\ngroup Shop: engineer, services shop=full"
    found = why(text, "service.configure", "shop")

    assert [one.source.label for one in found.sources] == ["Shop"]


def test_without_the_role_it_names_the_roles_that_would_do_and_who_gives_them():
    found = why("given: user", "billing.view_invoices")

    assert found.rule == "no_role_gives_it"
    assert codes(found.missing.roles) == ["superuser", "billing"]
    assert found.missing.level is None
    assert found.who_can_give == ("superuser",)


def test_with_the_role_at_too_low_a_level_it_names_the_level():
    found = why("given: engineer tls_admin, services shop=read_only", "service.purge_all", "shop")

    assert found.rule == "level_too_low"
    assert codes(found.missing.roles) == ["engineer"]
    assert found.missing.level is Level.PURGE_ALL
    assert [(one.role.code, one.level) for one in found.sources] == [("engineer", Level.READ_ONLY)]


def test_with_the_workspace_off_it_names_the_workspace():
    found = why("given: security_user, workspaces lab", "workspace.edit_settings", "web")

    assert found.rule == "workspace_is_off"
    assert found.missing.workspace == "web"
    assert found.who_can_give == ("superuser",)


def test_a_limited_engineer_learns_that_the_limit_is_what_keeps_them():
    found = why("given: engineer, services shop=full", "invitations.limited_by_api")

    assert found.rule == "role_is_limited"
    assert codes(found.missing.roles) == ["engineer"]


def test_with_too_narrow_a_token_one_can_help_oneself():
    found = why("given: superuser\ntoken: purge_all", "members.view")

    assert found.rule == "token_scope_too_narrow"
    assert found.missing.scopes == ("global", "global:read")
    assert found.who_can_give == ("yourself",)
    assert codes(one.role for one in found.sources) == ["superuser"]


def test_with_too_narrow_an_automation_token_those_who_make_them_can_help():
    found = why("given: engineer\ntoken: global, services shop, automation", "service.view", "blog")

    assert found.rule == "token_not_for_service"
    assert found.missing.service == "blog"
    assert found.who_can_give == ("superuser",)


def test_an_ended_member_is_told_nothing_about_what_there_was():
    found = why("state: ended\ngiven: superuser", "members.view")

    assert found.rule == "member_not_active"
    assert found.sources == ()


def test_a_locked_member_is_told_so_and_who_unlocks():
    found = explain(replace(member("given: user"), locked=True), "tokens.view_own")

    assert found.rule == "member_locked"
    assert found.who_can_give == ("superuser",)


def test_what_is_hidden_is_not_there():
    engineer = member("given: engineer, services shop=read_only")

    with pytest.raises(NotFound):
        require(engineer, "service.view", ServiceResource("blog"))
    with pytest.raises(Forbidden) as refused:
        require(engineer, "service.configure", ServiceResource("shop"))
    assert refused.value.explanation.missing.level is Level.FULL
    assert refused.value.code == "level_too_low"


def test_outside_an_account_nothing_is_there():
    for outside in ("state: ended\ngiven: superuser", "state: invited\ngiven: superuser"):
        with pytest.raises(NotFound):
            require(member(outside), "members.view")
        with pytest.raises(NotFound):
            require(member(outside), "service.view", ServiceResource("shop"))


def test_inside_a_no_says_why():
    with pytest.raises(Forbidden) as refused:
        require(member("given: user"), "members.view")

    assert (refused.value.status, refused.value.code) == (403, "no_role_gives_it")
    assert refused.value.explanation == explain(member("given: user"), "members.view")


def test_a_token_is_told_that_it_is_not_for_a_service_its_member_can_see():
    with pytest.raises(Forbidden) as refused:
        require(
            member("given: engineer\ntoken: global, services shop"), "service.view", ServiceResource("blog")
        )

    assert refused.value.code == "token_not_for_service"


def test_one_role_that_sees_a_service_is_enough_to_know_of_it():
    assert knows(member("given: user tls_viewer"), ServiceResource("shop"))
    assert knows(member("given: security_user engineer, workspaces lab"), WorkspaceResource("lab"))
    assert not knows(member("given: tls_viewer security_user"), ServiceResource("shop"))


def test_a_superuser_knows_of_workspaces_without_seeing_into_them():
    superuser = member("given: superuser")

    assert knows(superuser, WorkspaceResource("lab"))
    assert not knows(member("given: engineer"), WorkspaceResource("lab"))
    assert not knows(member("given: security_user, workspaces web"), WorkspaceResource("lab"))
    with pytest.raises(Forbidden):
        require(superuser, "workspace.view", WorkspaceResource("lab"))


def test_what_is_allowed_passes():
    require(member("given: superuser"), "members.delete")
    require(member("given: user"), "service.view", ServiceResource("shop"))


def test_a_question_that_makes_no_sense_is_a_mistake_and_not_a_no():
    superuser = member("given: superuser")

    with pytest.raises(KeyError):
        decide(superuser, "members.promote")
    for code, resource in (
        ("service.view", None),
        ("service.view", WorkspaceResource("lab")),
        ("members.view", ServiceResource("shop")),
        ("workspace.view", ServiceResource("shop")),
    ):
        with pytest.raises(TypeError):
            decide(superuser, code, resource)
