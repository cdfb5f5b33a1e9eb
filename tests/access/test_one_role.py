"""Clients that know one role of each member see the strongest, and change no other by changing it."""

import pytest

from ostiary.access import table
from ostiary.access.one_role import main_role, with_main_role


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (["engineer", "billing"], "engineer"),
        (["superuser", "security_owner"], "superuser"),
        (["tls_viewer"], "tls_viewer"),
        (["security_user"], "user"),
        ([], "user"),
    ],
)
def test_the_strongest_that_can_be_named_is_shown(held, shown):
    assert main_role(map(table.role, held)) == shown


@pytest.mark.parametrize(
    ("held", "chosen", "becomes"),
    [
        (["engineer"], "billing", {"billing"}),
        (["engineer", "billing"], "engineer", {"engineer", "billing"}),
        (["engineer", "billing"], "user", {"user"}),
        (["engineer", "tls_admin"], "superuser", {"superuser"}),
        (["engineer", "security_user"], "superuser", {"superuser", "security_user"}),
        (["security_user"], "user", {"security_user"}),
        ([], "user", {"user"}),
    ],
)
def test_another_one_takes_its_place_and_the_rest_stays_as_far_as_it_combines(held, chosen, becomes):
    assert with_main_role(map(table.role, held), chosen) == becomes
