"""Where levels come from, which of them are locked, and what stays when one source changes."""

from dataclasses import replace

from ostiary.access import table
from ostiary.access.access import Access
from ostiary.access.ceilings import Ceiling, narrow
from ostiary.access.levels import Level
from ostiary.access.sources import GivenRole, Source

from .given import by_hand
from .worlds import read

HAND = Source("hand")
READERS = Source("group", "Readers", "Readers")


def member(text):
    return read(text)[0]


def test_a_level_names_each_source_the_highest_first_and_the_locked_ones():
    access = member("""
        given: engineer billing, services shop=purge_all
        group Readers: user
    """)

    assert [
        (one.level.code, one.role.code, one.source, one.locked) for one in access.level_sources("shop")
    ] == [
        ("purge_all", "engineer", HAND, False),
        ("read_only", "billing", HAND, True),
        ("read_only", "user", READERS, False),
    ]


def test_the_level_of_a_role_that_is_not_limited_comes_with_the_role_whatever_lies_beside_it():
    source = Source("invitation", "i1")
    bundle = replace(by_hand([table.role("engineer")], services={"shop": Level.FULL}), limits_services=False)
    bundle = replace(bundle, roles=(GivenRole(table.role("engineer"), source),))

    assert [one.source for one in Access("active", (bundle,)).level_sources("shop")] == [source]


def test_what_holds_everywhere_is_named_the_highest_first():
    access = member("given: user\ngroup Makers: engineer")

    assert [one.role.code for one in access.everywhere()] == ["engineer", "user"]


def test_floors_are_what_unlimitable_roles_give_everywhere():
    access = member("""
        given: engineer billing, services shop=purge_all
        group Readers: user
    """)

    found = [(one.level, one.role.code, one.locked) for one in access.everywhere()]
    assert found == [(Level.READ_ONLY, "billing", True), (Level.READ_ONLY, "user", False)]


def test_a_superuser_is_at_full_whatever_the_grants_say():
    access = member("given: superuser, services shop=read_only")

    assert access.level("shop") is access.level("blog") is access.base() is Level.FULL
    assert access.everywhere()[0].locked


def test_a_hidden_service_has_no_sources():
    assert member("given: engineer, services shop=full").level_sources("blog") == []


def test_roles_of_all_sources_are_named_once_in_the_tables_order():
    access = member("""
        given: user engineer, services shop=full
        group Readers: user
    """)

    assert [role.code for role in access.roles()] == ["engineer", "user"]


def test_what_stays_without_one_source():
    access = member("""
        given: engineer
        group Readers: user
    """)

    assert access.without("given").level("shop") is Level.READ_ONLY
    assert access.level("shop") is Level.FULL


def test_a_bundle_put_in_takes_the_place_of_the_one_with_its_key():
    access = member("given: superuser")
    changed = access.with_bundle(by_hand([table.role("engineer")], services={"shop": Level.PURGE_ALL}))

    assert [role.code for role in changed.roles()] == ["engineer"]
    assert changed.level("shop") is Level.PURGE_ALL
    assert changed.level("blog") is Level.HIDDEN


def test_a_workspace_is_seen_with_a_security_role_alone():
    assert member("given: security_observer, workspaces lab").sees_workspace("lab")
    assert not member("given: security_observer, workspaces lab").sees_workspace("web")
    assert member("given: security_observer").sees_workspace("web")
    assert not member("given: engineer, workspaces lab").sees_workspace("lab")
    assert not member("given: superuser").sees_workspace("lab")


def test_a_tokens_level_is_the_lower_of_both():
    access = member("given: engineer, services shop=purge_all blog=full")

    def level(scopes, services=None):
        token = narrow(access, Ceiling(frozenset(scopes), services))
        return token.level("shop"), token.level("blog")

    assert level({"global"}) == (Level.PURGE_ALL, Level.FULL)
    assert level({"global:read"}) == (Level.READ_ONLY, Level.READ_ONLY)
    assert level({"global"}, frozenset({"blog"})) == (Level.HIDDEN, Level.FULL)
    assert level({"global"}, frozenset()) == (Level.HIDDEN, Level.HIDDEN)
    assert level(set()) == (Level.HIDDEN, Level.HIDDEN)


def test_a_token_for_named_services_has_nothing_on_services_to_come():
    access = member("given: superuser")

    assert narrow(access, Ceiling(frozenset({"global"}))).base() is Level.FULL
    assert narrow(access, Ceiling(frozenset({"global"}), frozenset({"shop"}))).base() is Level.HIDDEN
