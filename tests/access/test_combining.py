"""Two roles combine unless one already contains the other."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.access import table
from ostiary.access.combining import combinable, conflicts, contains, require_possible, why_not
from ostiary.access.levels import Level
from ostiary.access.refusals import Invalid
from ostiary.access.table import ROLES

SECURITY = {"security_owner", "security_admin", "security_user", "security_observer"}
TLS = {"tls_admin", "tls_viewer"}

# The oracle: written out by hand, where the code computes it.
GO_WITH = {
    "superuser": SECURITY,
    "engineer": {"billing"} | TLS | SECURITY,
    "billing": {"engineer"} | TLS | SECURITY,
    "user": TLS | SECURITY,
    "tls_admin": {"engineer", "billing", "user"} | SECURITY,
    "tls_viewer": {"engineer", "billing", "user"} | SECURITY,
} | dict.fromkeys(SECURITY, {"superuser", "engineer", "billing", "user"} | TLS)

role_sets = st.sets(st.sampled_from(ROLES))


def roles(*codes):
    return [table.role(code) for code in codes]


def codes(found):
    return [role.code for role in found]


@pytest.mark.parametrize("code", sorted(GO_WITH))
def test_a_role_goes_with(code):
    assert set(codes(combinable(roles(code)))) == GO_WITH[code]


def test_with_nothing_chosen_every_role_is_offered():
    assert combinable([]) == list(ROLES)


def test_the_menu_shrinks_with_every_choice():
    assert codes(combinable(roles("engineer", "billing"))) == ["tls_admin", "tls_viewer", *ordered(SECURITY)]
    assert codes(combinable(roles("engineer", "billing", "tls_admin"))) == ordered(SECURITY)
    assert combinable(roles("engineer", "billing", "tls_admin", "security_user")) == []
    assert combinable(roles("superuser", "security_owner")) == []


def ordered(wanted):
    return [role.code for role in ROLES if role.code in wanted]


def test_a_role_that_is_not_offered_says_which_role_keeps_it_out_and_why():
    (clash,) = why_not(table.role("engineer"), roles("superuser", "security_user"))

    assert (clash.container.code, clash.contained.code, clash.reason) == ("superuser", "engineer", "contains")


def test_superuser_is_kept_out_by_each_role_it_makes_redundant():
    found = why_not(table.role("superuser"), roles("engineer", "billing", "security_user"))

    assert [clash.contained.code for clash in found] == ["engineer", "billing"]
    assert {clash.container.code for clash in found} == {"superuser"}


def test_security_admin_and_security_user_are_the_same_here():
    (clash,) = conflicts(roles("security_user", "security_admin"))

    assert clash.reason == "same"


def test_an_impossible_set_is_refused_with_every_conflict():
    with pytest.raises(Invalid) as refused:
        require_possible(roles("user", "engineer", "superuser", "security_user"))

    assert refused.value.code == "roles_cannot_combine"
    assert refused.value.field == "roles"
    assert refused.value.params["conflicts"] == [
        ("superuser", "engineer"),
        ("superuser", "user"),
        ("engineer", "user"),
    ]


def test_a_role_named_twice_does_not_clash_with_itself():
    require_possible(roles("engineer", "engineer"))


def test_the_roles_of_an_automation_token_combine_with_tls():
    for code in ("billing", "engineer", "user"):
        require_possible(roles(code, "tls_admin"))


def test_a_role_contains_no_role_that_goes_further_on_services():
    engineer = table.role("engineer")
    purger = replace(engineer, top=Level.PURGE_ALL)

    assert contains(engineer, purger)
    assert not contains(purger, engineer)


@pytest.mark.parametrize(
    ("code", "limits"), [("engineer", "limits_services"), ("security_user", "limits_workspaces")]
)
def test_a_role_that_can_be_limited_does_not_contain_the_same_one_that_cannot(code, limits):
    limited = table.role(code)
    everywhere = replace(limited, **{limits: False})

    assert contains(everywhere, limited)
    assert not contains(limited, everywhere)


@pytest.mark.parametrize("limits", ["limits_services", "limits_workspaces"])
def test_limits_on_what_a_role_does_not_use_count_for_nothing(limits):
    assert contains(replace(table.role("tls_admin"), **{limits: True}), table.role("tls_viewer"))


def test_a_chosen_role_does_not_keep_itself_out():
    assert why_not(table.role("engineer"), roles("engineer")) == []


@given(role_sets)
def test_combining_does_not_depend_on_the_order(chosen):
    assert conflicts(sorted(chosen, key=lambda r: r.code)) == conflicts(
        sorted(chosen, key=lambda r: r.code, reverse=True)
    )


@given(role_sets, st.sampled_from(ROLES))
def test_what_is_offered_can_be_taken_and_what_is_not_cannot(chosen, role):
    offered = role in combinable(chosen)
    became_worse = len(conflicts({*chosen, role})) > len(conflicts(chosen))

    assert offered == (role not in chosen and not became_worse)


@given(role_sets)
def test_in_a_possible_set_no_role_is_without_effect(chosen):
    if conflicts(chosen):
        return
    for role, other in combinations(chosen, 2):
        gains = role.capabilities - other.capabilities
        assert gains or role.top > other.top


def test_containing_is_an_order():
    for role in ROLES:
        assert contains(role, role)
        for other in ROLES:
            for third in ROLES:
                if contains(role, other) and contains(other, third):
                    assert contains(role, third)
