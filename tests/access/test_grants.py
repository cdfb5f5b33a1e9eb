"""Nobody grants what they do not hold, and nothing is granted that means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.access import table
from ostiary.access.access import Access
from ostiary.access.decisions import decide
from ostiary.access.grants import excess, normalise, require_grantable
from ostiary.access.levels import Level
from ostiary.access.refusals import Forbidden
from ostiary.access.table import ROLES

from .given import QUESTIONS, bundles, by_hand
from .worlds import read

INVITE, CHANGE, BY_API = "members.invite", "members.change_access", "invitations.limited_by_api"


def member(text):
    return read(text)[0]


def roles(*codes):
    return [table.role(code) for code in codes]


def may_grant(access, using, wanted):
    try:
        require_grantable(access, using, wanted)
    except Forbidden:
        return False
    return True


SUPERUSER = member("given: superuser")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("using", [INVITE, CHANGE, "groups.manage"])
def test_a_superuser_hands_out_every_role(using, role):
    assert may_grant(SUPERUSER, using, by_hand([role]))


def test_a_superuser_hands_out_levels_and_workspaces():
    wanted = by_hand(roles("engineer", "security_user"), services={"shop": Level.FULL}, workspaces=["lab"])

    assert may_grant(SUPERUSER, INVITE, wanted)


@pytest.mark.parametrize("role", [role for role in ROLES if role.code != "superuser"])
def test_others_change_nobodys_access(role):
    actor = Access("active", (by_hand([role]),))

    for using in (INVITE, CHANGE, "groups.manage"):
        assert not may_grant(actor, using, by_hand(roles("user"), services={}))


@pytest.mark.parametrize("role", ROLES)
def test_an_engineer_without_limits_invites_engineers_and_users_alone(role):
    assert may_grant(member("given: engineer"), BY_API, by_hand([role])) == (
        role.code in {"engineer", "user"}
    )


def test_an_engineer_gives_no_levels_and_no_workspaces():
    engineer = member("given: engineer")

    assert not may_grant(engineer, BY_API, by_hand(roles("engineer"), services={"shop": Level.READ_ONLY}))
    assert not may_grant(engineer, BY_API, by_hand(roles("engineer"), services={}))
    assert not may_grant(engineer, BY_API, by_hand(roles("user"), workspaces=["lab"]))


def test_a_limited_engineer_invites_nobody():
    assert not may_grant(member("given: engineer, services shop=full"), BY_API, by_hand(roles("user")))


def test_an_ended_superuser_grants_nothing():
    assert not may_grant(member("state: ended\ngiven: superuser"), INVITE, by_hand(roles("user")))


def test_a_token_for_one_service_gives_nothing_to_anybody():
    token = member("given: superuser\ntoken: global, services shop")

    assert not may_grant(token, INVITE, by_hand(roles("engineer"), services={"shop": Level.FULL}))
    assert not may_grant(token, INVITE, by_hand(roles("tls_viewer")))


def test_a_reading_token_gives_nothing():
    assert not may_grant(member("given: superuser\ntoken: global:read"), INVITE, by_hand(roles("user")))


def test_the_refusal_names_what_is_too_much():
    with pytest.raises(Forbidden) as refused:
        require_grantable(member("given: engineer"), BY_API, by_hand(roles("billing")))

    assert refused.value.code == "grants_more_than_held"
    assert [(one.reason, one.role) for one in refused.value.params["excess"]] == [("role", "billing")]


def test_without_the_capability_the_refusal_explains_that():
    with pytest.raises(Forbidden) as refused:
        require_grantable(member("given: user"), INVITE, by_hand(roles("user")))

    assert refused.value.explanation.rule == "no_role_gives_it"


def test_what_may_be_granted_passes():
    require_grantable(SUPERUSER, INVITE, by_hand(roles("superuser", "security_owner")))


@given(bundles(), st.sampled_from([INVITE, BY_API]))
def test_allowed_and_refused_agree(wanted, using):
    actor = member("given: engineer superuser")

    assert may_grant(actor, using, wanted) == (not excess(actor, using, wanted))


def test_changing_to_roles_that_cannot_be_limited_drops_the_limits_and_says_so():
    wanted = by_hand(roles("superuser"), services={"shop": Level.PURGE_ALL}, workspaces=["lab"])

    kept, dropped = normalise(wanted)

    assert kept == by_hand(roles("superuser"))
    assert [(one.what, one.ref, one.was) for one in dropped] == [
        ("services_limit", "", None),
        ("service", "shop", Level.PURGE_ALL),
        ("workspaces_limit", "", None),
        ("workspace", "lab", None),
    ]


def test_levels_come_down_to_what_the_roles_can_use():
    kept, dropped = normalise(by_hand(roles("user"), services={"shop": Level.FULL, "blog": Level.READ_ONLY}))

    assert {ref: grant.level for ref, grant in kept.services.items()} == {
        "shop": Level.READ_ONLY,
        "blog": Level.READ_ONLY,
    }
    assert [(one.ref, one.was, one.now) for one in dropped] == [("shop", Level.FULL, Level.READ_ONLY)]


def test_what_the_roles_can_use_stays():
    wanted = by_hand(roles("engineer", "security_user"), services={"shop": Level.FULL}, workspaces=["lab"])

    assert normalise(wanted) == (wanted, [])


def test_limits_wait_where_there_is_no_role_yet():
    wanted = by_hand([], services={"shop": Level.FULL})

    assert normalise(wanted) == (wanted, [])


@given(bundles())
def test_the_normal_form_gives_exactly_what_was_given(bundle):
    kept, _ = normalise(bundle)
    before, after = Access("active", (bundle,)), Access("active", (kept,))

    assert [decide(before, *question) for question in QUESTIONS] == [
        decide(after, *question) for question in QUESTIONS
    ]
    assert normalise(kept) == (kept, [])
