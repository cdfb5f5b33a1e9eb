"""Access in words."""

import pytest

from ostiary.access import table
from ostiary.access.access import Access
from ostiary.access.ceilings import SCOPES, Ceiling, narrow
from ostiary.access.decisions import ServiceResource, WorkspaceResource, explain
from ostiary.access.levels import Level
from ostiary.access.sources import Bundle, GivenRole, Source
from ostiary.access.summary import summarise
from ostiary.web import access_words
from tests.access.given import by_hand

GROUP = Source("group", "g", "Operators")


def access(*roles, services=None, workspaces=None, others=()):
    own = by_hand(map(table.role, roles), services, workspaces)
    return Access("active", (own, *others))


def of_a_group(*roles):
    return Bundle(
        "group:g", tuple(GivenRole(table.role(role), GROUP) for role in roles), limits_services=True
    )


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (access("superuser"), "All services"),
        (access("user"), "All services, Read-only"),
        (access("engineer", services={"a": Level.FULL, "b": Level.READ_ONLY}), "2 of 41 services"),
        (access("billing", "engineer", services={"a": Level.FULL}), "All services, Read-only"),
        (access("security_user", workspaces=["w"]), "1 workspace"),
        (access("superuser", "security_owner"), "All services · All workspaces"),
        (access("tls_viewer"), "No services or workspaces"),
    ],
)
def test_a_summary_is_as_short_as_a_column(held, words):
    assert access_words.summary_in_words(summarise(held, 41, 5)) == words


def test_every_scope_of_the_rules_has_its_words():
    assert set(access_words.SCOPES) == set(SCOPES)
    assert access_words.scopes_in_words("purge_select purge_all") == "Purge full cache, Purge select content"


@pytest.mark.parametrize("kind", ["hand", "invitation", "group", "mapping", "directory"])
def test_every_kind_of_source_has_its_words(kind):
    assert access_words.source_in_words(Source(kind, "r", "Operators"))


def test_a_group_is_named():
    assert access_words.source_in_words(GROUP) == "Group Operators"


def test_a_role_that_adds_nothing_says_to_which():
    held = access("engineer", others=(of_a_group("user"),))

    roles = access_words.what_one_can_do(held, {}, {})[0]["lines"]

    assert [(line["what"], line["how"], line["sources"]) for line in roles] == [
        ("Engineer", "", ["By hand"]),
        ("User", "adds nothing to Engineer", ["Group Operators"]),
    ]


def test_what_is_gone_is_not_named():
    held = access("engineer", services={"a": Level.FULL, "gone": Level.FULL})

    services = access_words.what_one_can_do(held, {"a": "www"}, {})[1]["lines"]

    assert [line["what"] for line in services] == ["www"]


def test_workspaces_are_named_or_all():
    groups = access_words.what_one_can_do(
        access("security_user", workspaces=["w"]), {}, {"w": "Shop", "x": "Other"}
    )
    assert [line["what"] for line in groups[1]["lines"]] == ["Shop"]

    groups = access_words.what_one_can_do(access("security_user"), {}, {})
    assert [line["what"] for line in groups[1]["lines"]] == ["Every workspace"]


@pytest.mark.parametrize("capability", [row.code for row in table.CAPABILITIES])
@pytest.mark.parametrize(
    "held",
    [
        access("superuser"),
        access("user", services={}),
        access("tls_viewer"),
        Access("ended"),
        Access("active"),
    ],
)
def test_every_answer_of_the_rules_can_be_put_in_words(capability, held):
    scope = table.capability(capability).scope
    about = {"account": None, "service": ServiceResource("a"), "workspace": WorkspaceResource("w")}[scope]

    for one in (held, narrow(held, Ceiling(frozenset({"purge_all"}), frozenset(), automation=True))):
        why = access_words.explained(explain(one, capability, about))
        assert why.rule
        assert why.allowed or why.who


def test_a_narrow_token_is_for_its_maker_to_widen():
    held = narrow(access("superuser"), Ceiling(frozenset({"global:read"})))

    why = access_words.explained(explain(held, "members.delete"))

    assert why.missing == ["A token with one of the scopes global"]
    assert why.who == "You can, with a token that is less narrow."
