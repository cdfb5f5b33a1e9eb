"""Keys are rotated while people go on signing in, and the old key can then be taken away."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from django.test import Client

from ostiary.access.refusals import Forbidden
from ostiary.actions import authenticators, resealing, signing_in
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.resealing import Resealed
from ostiary.keyring import ring
from ostiary.models import Server, TotpDevice
from ostiary.proofs.ring import Unsealable, new_key
from tests.actions.test_recovery_codes import ticket_of, with_codes
from tests.cast import acting
from tests.keys import give_key, use
from tests.signin.door import give_factor, log_in_with_code, trail_of
from tests.threads import at_once, held_up

OLD, NEW = new_key(), new_key()


@pytest.fixture
def keys(settings) -> Iterator[Callable[..., None]]:
    """`keys(NEW, OLD)`: the ring from now on."""

    def become(*texts: str) -> None:
        settings.CONFIG = replace(settings.CONFIG, keys=texts)
        ring.cache_clear()

    become(OLD)
    yield become
    ring.cache_clear()


def test_after_a_rotation_apps_codes_and_passkeys_work_without_the_old_key(client, olga, sam, keys):
    device, key = give_factor(olga.person), give_key(sam.person)
    keys(NEW, OLD)

    assert resealing.reseal(operator()) == Resealed(1, 0)

    keys(NEW)
    device.refresh_from_db()
    assert log_in_with_code(client, olga, device).url == f"/a/{olga.account.ref}/"
    assert use(Client(), key).url == f"/a/{sam.account.ref}/"
    assert trail_of()[-1] == "keys.resealed"


def test_without_it_the_old_key_cannot_be_taken_away(olga, keys):
    device = give_factor(olga.person)
    keys(NEW)

    with pytest.raises(Unsealable):
        authenticators.secret_of(device)


def test_recovery_codes_hang_on_no_key(olga, keys):
    code = with_codes(olga)[0]
    keys(NEW)

    assert signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), code).session


def test_it_can_be_done_again_and_then_changes_nothing(olga, keys):
    give_factor(olga.person)
    keys(NEW, OLD)
    resealing.reseal(operator())
    before = TotpDevice.objects.get().sealed_secret

    assert resealing.reseal(operator()) == Resealed(0, 0)
    assert TotpDevice.objects.get().sealed_secret == before
    assert trail_of().count("keys.resealed") == 1


def test_more_than_fit_at_once_and_some_that_no_key_opens(olga, keys, monkeypatch):
    monkeypatch.setattr(resealing, "AT_ONCE", 2)
    keys(new_key())
    lost = [give_factor(olga.person) for _ in range(3)]
    keys(OLD)
    kept = [give_factor(olga.person) for _ in range(2)]
    keys(NEW, OLD)
    assert resealing.count_older() == 5

    assert resealing.reseal(operator()) == Resealed(2, 3)

    assert resealing.count_older() == 3
    for device in kept:
        device.refresh_from_db()
        assert authenticators.secret_of(device)
    assert [TotpDevice.objects.get(pk=device.pk).sealed_secret for device in lost] == [
        device.sealed_secret for device in lost
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_each_app_is_sealed_by_one_and_lost_to_neither(olga, keys):
    devices = [give_factor(olga.person) for _ in range(3)]
    keys(NEW, OLD)

    # Both have read what is there before either has the lock.
    with held_up(Server.objects.create(pk=1), seconds=0.5):
        done = at_once(*[partial(resealing.reseal, operator())] * 2)

    assert sorted(done) == [Resealed(0, 0), Resealed(3, 0)]
    assert trail_of().count("keys.resealed") == 1
    keys(NEW)
    for device in devices:
        device.refresh_from_db()
        assert authenticators.secret_of(device)


def test_it_is_the_operators_alone(olga, keys):
    give_factor(olga.person)
    keys(NEW, OLD)

    for actor in (acting(olga), Actor(Door.PANEL)):
        with pytest.raises(Forbidden):
            resealing.reseal(actor)
    assert resealing.count_older() == 1
