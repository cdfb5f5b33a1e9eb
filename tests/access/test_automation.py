"""What a token of the account's own can be: one role of the table, and never more than a superuser gives."""

import pytest

from ostiary.access import automation, table
from ostiary.access.decisions import WorkspaceResource, decide


def test_its_roles_are_the_accounts_but_superuser_and_the_security_roles_that_can_be_limited():
    assert automation.ROLES == (
        "engineer",
        "billing",
        "user",
        "security_admin",
        "security_user",
        "security_observer",
    )


@pytest.mark.parametrize("role", automation.ROLES)
def test_it_holds_nothing_that_superusers_or_security_owners_hold_alone(role):
    alone = {row.code for row in table.CAPABILITIES if len(row.held_by) == 1}
    held = automation.access(role, tls=True)
    assert not [code for code in alone if table.capability(code).scope == "account" and decide(held, code)]


def test_workspaces_bound_what_a_security_role_reaches():
    one, other = (WorkspaceResource(letter * 22) for letter in "ab")
    limited = automation.access("security_user", tls=False, workspaces=[one.ref])
    assert decide(limited, "workspace.edit_settings", one)
    assert not decide(limited, "workspace.edit_settings", other)
    assert decide(automation.access("security_user", tls=False), "workspace.edit_settings", other)
