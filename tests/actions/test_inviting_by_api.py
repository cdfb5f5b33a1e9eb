"""Who may not invite in the panel may invite by API, as far as the table says."""

from dataclasses import replace

import pytest

from ostiary.access.refusals import Forbidden
from ostiary.actions import invitations
from ostiary.actions.actors import Door
from ostiary.actions.wanted import Wanted
from tests.cast import acting, join

ENGINEER = Wanted(roles=frozenset({"engineer"}))


def test_c14_an_unlimited_engineer_invites_by_api_and_not_in_the_panel(acme):
    ed = acting(join(acme, "Ed Ell", "engineer"))
    assert invitations.invite(replace(ed, door=Door.API), "nina@example.org", ENGINEER)
    with pytest.raises(Forbidden) as refused:
        invitations.invite(ed, "noa@example.org", ENGINEER)
    assert refused.value.explanation.capability.code == "members.invite"


@pytest.mark.parametrize(("role", "limited"), [("superuser", False), ("billing", False), ("engineer", True)])
def test_c14_they_give_no_more_than_the_table_hands_out_by_it(acme, role, limited):
    ed = replace(acting(join(acme, "Ed Ell", "engineer")), door=Door.API)
    with pytest.raises(Forbidden, match="grants_more_than_held"):
        invitations.invite(ed, "nina@example.org", Wanted(frozenset({role}), limit_services=limited))


def test_c14_a_limited_engineer_invites_by_no_door(erin):
    for door in (Door.API, Door.PANEL):
        with pytest.raises(Forbidden):
            invitations.invite(replace(acting(erin), door=door), "nina@example.org", ENGINEER)
