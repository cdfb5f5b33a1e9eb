"""Who may not invite in the panel may invite by API, as far as the table says."""

from dataclasses import replace

import pytest

from ostiary.access.refusals import Forbidden
from ostiary.actions import invitations
from ostiary.actions.actors import Door
from ostiary.actions.wanted import Wanted
from tests.cast import acting, join

ENGINEER = Wanted(roles=frozenset({"engineer"}))


def test_an_unlimited_engineer_invites_by_api_and_not_in_the_panel(acme):
    ed = acting(join(acme, "Ed Ell", "engineer"))
    assert invitations.invite(replace(ed, door=Door.API), "nina@example.org", ENGINEER)
    with pytest.raises(Forbidden) as refused:
        invitations.invite(ed, "noa@example.org", ENGINEER)
    assert refused.value.explanation.capability.code == "members.invite"


def test_a_limited_engineer_invites_by_no_door(erin):
    for door in (Door.API, Door.PANEL):
        with pytest.raises(Forbidden):
            invitations.invite(replace(acting(erin), door=door), "nina@example.org", ENGINEER)
