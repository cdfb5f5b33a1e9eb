"""Sealing anew what is at rest under an older key of the ring, so that the older key can be taken away.

At rest are the secrets of authenticator apps alone; all else that the ring sealed or signed is over in days.
"""

from typing import NamedTuple

from django.db.models import QuerySet

from ..keyring import ring
from ..models import TotpDevice
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
    """Everything under the first key, a few at once, while people go on signing in. It can be done again."""
    sealed = lost = last = 0
    while apps := list(_living().filter(pk__gt=last)[:AT_ONCE]):
        last = apps[-1].pk
        older = [app for app in apps if not ring().is_current(app.sealed_secret)]
        if older:
            done = _reseal(actor, older)
            sealed, lost = sealed + done, lost + len(older) - done
    return Resealed(sealed, lost)


def count_older() -> int:
    """How many are sealed under another key than the first."""
    texts = _living().values_list("sealed_secret", flat=True)
    return sum(not ring().is_current(text) for text in texts.iterator(AT_ONCE))


def _living() -> "QuerySet[TotpDevice]":
    return TotpDevice.objects.filter(ended_at__isnull=True).order_by("pk")


@action(locks="own")
def _reseal(act: Act, older: list[TotpDevice]) -> int:
    act.must_be_the_operators()
    server = act.lock_server()
    done = sum(map(_anew, older))
    act.record("keys.resealed", after={"count": done}, on=server)
    return done


def _anew(app: TotpDevice) -> int:
    """One conditional UPDATE: nothing that somebody else sealed meanwhile is undone."""
    try:
        secret = ring().unseal("totp", app.sealed_secret, app.ref)
    except Unsealable:
        return 0
    same = TotpDevice.objects.filter(pk=app.pk, sealed_secret=app.sealed_secret)
    return same.update(sealed_secret=ring().seal("totp", secret, app.ref))
