"""The table against the printed matrices it was made from, and against itself."""

import re

import pytest

from ostiary.access import table
from ostiary.access.areas import AREAS
from ostiary.access.ceilings import SCOPES, carries
from ostiary.access.levels import Level
from ostiary.access.table import CAPABILITIES, ROLES

# As printed: F full, R possibly restricted, - no. TLS takes a role of its own, so R without one is no.
ACCOUNT_MATRIX = """
                                 user billing engineer superuser
service.view_historical_stats     F      F       F        F
service.view_realtime_stats       F      F       F        F
service.view                      R      F       F        F
service.create                    -      -       F        F
service.delete                    -      -       R        F
service.configure                 -      -       R        F
service.compare_versions          -      -       R        F
service.activate                  -      -       R        F
service.deactivate                -      -       R        F
service.purge_select              -      -       R        F
service.purge_all                 -      -       R        F
service.view_vcl                  -      -       R        F
service.customize_vcl             -      -       R        F
tls.view                          -      -       -        F
tls.manage                        -      -       -        F
profile.update_own                F      F       F        F
account.view_settings             -      -       F        F
account.update                    -      -       -        F
members.invite                    -      -       -        F
invitations.limited_by_api        -      -       F        F
members.change_access             -      -       -        F
members.reset_password            -      -       -        F
members.delete                    -      -       -        F
two_factor.manage_own             F      F       F        F
two_factor.require                -      -       -        F
tokens.view_own                   F      F       F        F
tokens.manage_own                 F      F       F        F
tokens.create_own                 F      F       F        F
tokens.view_all                   -      -       -        F
tokens.revoke_all                 -      -       -        F
tokens.create_automation          -      -       -        F
audit.view                        -      -       -        F
sso.manage                        -      -       -        F
allowlist.manage                  -      -       -        F
billing.view_invoices             -      F       -        F
billing.view_history              -      F       -        F
billing.pay                       -      F       -        F
billing.update_card               -      F       -        F
billing.change_plan               -      F       -        F
billing.upgrade_delivery          -      -       -        F
account.cancel                    -      -       -        F
"""

# Users, inviting and tokens are left out: they are superusers' alone.
SECURITY_MATRIX = """
                              security_owner security_admin security_user security_observer superuser
security.view_reports               F              -              -               -              -
security.edit_policies              F              -              -               -              -
security.edit_rules                 F              -              -               -              -
security.view_rules                 F              F              F               F              -
security.edit_lists                 F              -              -               -              -
security.edit_signals               F              -              -               -              -
security.view_integrations          F              F              F               F              -
security.edit_integrations          F              -              -               -              -
security.view_audit_log             F              F              F               F              -
workspace.view_reports              F              F              F               F              -
workspace.edit_settings             F              F              F               -              -
workspace.view                      F              F              F               F              -
workspace.create                    -              -              -               -              F
workspace.rename                    -              -              -               -              F
workspace.delete                    -              -              -               -              F
"""

TLS_MATRIX = """
             tls_viewer tls_admin superuser
tls.view          F         F         F
tls.manage        -         F         F
"""


def cells():
    for matrix in (ACCOUNT_MATRIX, SECURITY_MATRIX, TLS_MATRIX):
        header, *lines = matrix.strip("\n").splitlines()
        for line in lines:
            capability, *marks = line.split()
            yield from zip(header.split(), [capability] * len(marks), marks, strict=True)


@pytest.mark.parametrize(("role", "capability", "mark"), list(cells()))
def test_the_table_says_what_the_matrix_says(role, capability, mark):
    assert (capability in table.role(role).capabilities) == (mark in "FR")


def test_the_matrices_and_the_rows_that_only_superusers_hold_are_the_whole_table():
    printed = {capability for _, capability, _ in cells()}
    rest = [row for row in CAPABILITIES if row.code not in printed]

    assert {row.code for row in rest if row.held_by != {"superuser"}} == {"sessions.manage_own"}


def test_printed_holders_are_all_the_holders():
    account_roles = {"user", "billing", "engineer"}
    for row in CAPABILITIES:
        if row.held_by == table.EVERYONE:
            continue
        if row.area in {"security", "workspace"}:
            assert not row.held_by & (account_roles | {"tls_viewer", "tls_admin"})
        elif row.area != "tls":
            assert row.held_by <= account_roles | {"superuser"}


def test_roles_with_r_can_be_limited_and_the_others_cannot():
    assert {role.code for role in ROLES if role.limits_services} == {"user", "engineer"}
    assert {role.code for role in ROLES if role.limits_workspaces} == {
        "security_observer",
        "security_user",
        "security_admin",
    }


def test_only_superusers_see_the_member_list():
    assert table.roles_holding("members.view") == [table.role("superuser")]


def test_only_superusers_change_who_may_do_what():
    for row in CAPABILITIES:
        if row.hands_out and row.code != "invitations.limited_by_api":
            assert row.held_by == {"superuser"}


def test_what_is_handed_out_exists_and_is_no_more_than_the_engineer_holds():
    engineer = table.role("engineer")
    for row in CAPABILITIES:
        assert row.hands_out <= table.EVERYONE
    for code in table.capability("invitations.limited_by_api").hands_out:
        assert table.role(code).capabilities <= engineer.capabilities


def test_refs_are_fixed_random_words_and_no_two_are_the_same():
    refs = [thing.ref for thing in (*ROLES, *CAPABILITIES)]

    assert all(re.fullmatch(r"[0-9A-Za-z]{22}", ref) for ref in refs)
    assert len(set(refs)) == len(refs)
    # Refs stand in URLs, events and clients: these two stay as they were drawn.
    assert table.role("superuser").ref == "5v7nEmu2aCGLYBwBGqOn1G"
    assert table.capability("members.invite").ref == "6xMZu0CtpQKDgy5TehVCzm"


def test_codes_are_unique_and_found_by_code_and_by_ref():
    for things, find in ((ROLES, table.role), (CAPABILITIES, table.capability)):
        assert len({thing.code for thing in things}) == len(things)
        assert all(find(thing.code) is find(thing.ref) is thing for thing in things)
    with pytest.raises(KeyError):
        table.role("owner")
    with pytest.raises(KeyError):
        table.capability("members.promote")


def test_everything_has_a_name_and_a_sentence():
    for thing in (*ROLES, *CAPABILITIES):
        assert thing.name
        assert not thing.name.endswith(".")
        assert thing.sentence.endswith(".")
    assert {row.area for row in CAPABILITIES} == set(AREAS)


def test_every_holder_is_a_role():
    assert all(row.held_by and row.held_by <= table.EVERYONE for row in CAPABILITIES)


def test_levels_matter_on_services_alone():
    for row in CAPABILITIES:
        assert (row.least > Level.HIDDEN) == (row.scope == "service")


def test_no_role_holds_what_its_levels_never_reach():
    for role in ROLES:
        for code in role.capabilities:
            assert table.capability(code).least <= role.top, (role, code)


def test_reading_needs_no_more_than_read_only():
    for row in CAPABILITIES:
        if row.scope == "service":
            assert row.reads == (row.least == Level.READ_ONLY), row


def test_what_views_or_compares_reads_and_nothing_else_does():
    for row in CAPABILITIES:
        verb = row.code.partition(".")[2].partition("_")[0]
        assert row.reads == (verb in {"view", "compare"}), row


def test_what_takes_a_person_is_what_a_stolen_token_must_not_do():
    assert {row.code for row in CAPABILITIES if row.person_only} == {
        "two_factor.manage_own",
        "sessions.manage_own",
        "tokens.create_own",
        "tokens.create_automation",
        "account.transfer",
        "account.cancel",
        "members.allow_new_factor",
    }


def test_what_is_done_to_members_is_not_for_who_is_limited_to_services():
    """Nor for a token that is, whoever made it."""
    assert {row.code for row in CAPABILITIES if row.unlimited_only} == {
        "members.view",
        "members.invite",
        "invitations.limited_by_api",
        "members.change_access",
        "members.update",
        "members.delete",
        "groups.view",
        "groups.manage",
    }


def test_one_capability_is_for_the_api_alone_and_for_roles_without_limits():
    (row,) = (row for row in CAPABILITIES if row.api_only or row.hands_out == {"engineer", "user"})

    assert row.code == "invitations.limited_by_api"
    assert row.api_only
    assert row.unlimited_only
    assert not row.hands_out_limits


def test_every_capability_is_within_some_scope_of_a_token():
    assert all(carries("global", row) for row in CAPABILITIES)
    for scope in SCOPES:
        assert any(carries(scope, row) for row in CAPABILITIES)
    for scope in ("purge_all", "purge_select"):
        assert [row.code for row in CAPABILITIES if carries(scope, row)] == [f"service.{scope}"]
    assert not any(row.person_only and row.reads for row in CAPABILITIES)
