"""A second factor has a name, by which its person tells several apart, and which they alone change."""

from dataclasses import replace

import pytest

from ostiary.access.refusals import Invalid, NotFound
from ostiary.actions import authenticators
from ostiary.actions.actors import Actor, Door
from ostiary.actions.kernel import SudoNeeded
from ostiary.clock import now
from ostiary.models import Event, Session, TotpDevice
from ostiary.models.sessions import SUDO
from tests.actions.test_factors import at_the_panel, queued, set_up
from tests.cast import join
from tests.signin.door import give_factor, trail_of


def test_an_app_is_renamed_and_each_account_is_told(olga, globex):
    elsewhere = join(globex, "Olga Ohm", "user")
    actor = at_the_panel(olga)
    device = set_up(actor)

    authenticators.rename(actor, device.ref, "Old phone")

    assert [one.name for one in authenticators.held(olga.person)] == ["Old phone"]
    assert trail_of(olga.person)[-1] == "factor.renamed"
    for account_id in (olga.account_id, elsewhere.account_id):
        assert trail_of(account=account_id)[-1] == "factor.renamed"
    assert "Old phone" not in str(list(Event.objects.values_list("body", "personal")))
    assert queued() == ["factor_added"]


def test_renaming_asks_for_presence_and_is_ones_own(olga, sam):
    actor = at_the_panel(olga)
    device = set_up(actor)

    with pytest.raises(SudoNeeded):
        authenticators.rename(replace(actor, sudo_until=None), device.ref, "Mine")
    with pytest.raises(NotFound):
        authenticators.rename(at_the_panel(sam), device.ref, "Mine")
    Session.objects.filter(pk=actor.session_id).update(ended_at=now())
    with pytest.raises(NotFound):
        authenticators.rename(actor, device.ref, "Mine")
    assert [one.name for one in authenticators.held(olga.person)] == ["Phone"]


@pytest.mark.parametrize("state", [{"confirmed_at": None}, {"ended_at": now()}])
def test_what_is_no_factor_is_not_renamed(olga, state):
    device = give_factor(olga.person)
    TotpDevice.objects.update(**state)

    with pytest.raises(NotFound):
        authenticators.rename(at_the_panel(olga), device.ref, "Tablet")


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 61, "visit evil.example"])
def test_a_name_that_is_none_renames_nothing(olga, name):
    device = give_factor(olga.person)
    actor = Actor(Door.PANEL, person_id=olga.person_id, sudo_until=now() + SUDO)

    with pytest.raises(Invalid):
        authenticators.rename(actor, device.ref, name)
    assert [one.name for one in authenticators.held(olga.person)] == ["Phone"]
