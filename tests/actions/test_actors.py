"""Who acts: a stranger has no things of their own to act on, and is told no more than that."""

from functools import partial

import pytest

from ostiary.access.levels import Level
from ostiary.access.refusals import NotFound
from ostiary.actions import (
    account_apps,
    authenticators,
    passkey_presence,
    passkeys,
    passwords,
    presence,
    protected,
    recovery_codes,
    sessions,
    standings,
    tokens,
)
from ostiary.actions.actors import Actor, Door, operator
from ostiary.clock import now
from ostiary.models import Event, Throttle
from ostiary.queries.access import access_of
from tests.cast import PASSWORD, acting

STRANGER = Actor(Door.PANEL, ip="192.0.2.7")
OF_SOMEBODY = {
    "presence.prove_by_password": partial(presence.prove_by_password, password=PASSWORD),
    "presence.prove_by_code": partial(presence.prove_by_code, code="123456"),
    "passkey_presence.options": passkey_presence.options,
    "passkey_presence.prove": partial(passkey_presence.prove, text="{}"),
    "passwords.change": partial(passwords.change, current=PASSWORD, new=PASSWORD),
    "authenticators.confirm": partial(authenticators.confirm, device_ref="x", code="123456"),
    "account_apps.confirm": partial(account_apps.confirm, account_ref="x", device_ref="x", code="123456"),
    "account_apps.remove": partial(account_apps.remove, device_ref="x"),
    "passkeys.options_for_new": passkeys.options_for_new,
    "recovery_codes.make": recovery_codes.make,
    "sessions.end_others": sessions.end_others,
    "standings.enter": partial(standings.enter, account_ref="x"),
    "tokens.create": partial(tokens.create, name="ci", scopes=["global"]),
}


@pytest.mark.parametrize("deed", OF_SOMEBODY)
def test_a_stranger_does_nothing_of_somebodys_and_is_counted_for_nobody(db, deed):
    with pytest.raises(NotFound):
        OF_SOMEBODY[deed](STRANGER)

    assert not Event.objects.exists()
    assert not Throttle.objects.exists()


def test_a_service_that_no_member_made_is_nobodys_to_see(acme, erin):
    by_nobody = protected.make_service(operator(acme.pk), "old")
    by_a_limited_one = protected.make_service(acting(erin), "new")

    access = access_of(erin.pk, now())
    assert [access.level(ref) for ref in (by_nobody, by_a_limited_one)] == [Level.HIDDEN, Level.FULL]
