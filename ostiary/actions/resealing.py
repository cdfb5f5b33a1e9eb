"""Sealing anew what is at rest under an older key of the ring, so that the older key can be taken away.

At rest are the secrets of authenticator apps alone; all else that the ring sealed or signed is over in days.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from ..keyring import ring
from ..models import TotpDevice
from ..models.rows import change
from ..proofs.ring import Unsealable
from .act import Act
from .actors import Actor
from .kernel import action

# In one transaction.
AT_ONCE = 500


class Resealed(NamedTuple):
    """How many the first key seals from now on, and how many no key of the ring opens."""

    sealed: int
    lost: int


def reseal(actor: Actor) -> Resealed:
    """Everything under the first key, a few at once, while people go on signing in and others reseal too."""
    sealed = lost = last = 0
    while apps := list(_living().filter(pk__gt=last)[:AT_ONCE]):
        last = apps[-1].pk
        if older := _older(apps):
            done = _reseal(actor, [app.pk for app in older])
            sealed, lost = sealed + done.sealed, lost + done.lost
    return Resealed(sealed, lost)


def count_older() -> int:
    """How many are sealed under another key than the first."""
    texts = _living().values_list("sealed_secret", flat=True)
    return sum(not ring().is_current(text) for text in texts.iterator(AT_ONCE))


def _living() -> "QuerySet[TotpDevice]":
    return TotpDevice.objects.filter(ended_at__isnull=True).order_by("pk")


def _older(apps: Iterable[TotpDevice]) -> list[TotpDevice]:
    return [app for app in apps if not ring().is_current(app.sealed_secret)]


@action(locks="own")
def _reseal(act: Act, apps: list[int]) -> Resealed:
    """These are read again under the lock: what another run sealed a moment before is done, and not lost."""
    act.must_be_the_operators()
    server = act.lock_server()
    older = _older(_living().filter(pk__in=apps))
    sealed = sum(map(_anew, older))
    if sealed:
        act.record("keys.resealed", after={"count": sealed}, on=server)
    else:
        act.nothing_changed()
    return Resealed(sealed, len(older) - sealed)


def _anew(app: TotpDevice) -> bool:
    """Under the first key, if a key of the ring opens it."""
    try:
        secret = ring().unseal("totp", app.sealed_secret, app.ref)
    except Unsealable:
        return False
    change(app, sealed_secret=ring().seal("totp", secret, app.ref))
    return True
