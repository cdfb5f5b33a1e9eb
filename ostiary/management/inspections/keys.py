"""The key ring: whether it opens what the database holds."""

from collections.abc import Iterator

from django.conf import settings

from ...actions import resealing
from ...keyring import ring
from ...models import TotpDevice
from ...proofs.ring import Unsealable
from .finding import Finding, ok, problem


def inspect() -> Iterator[Finding]:
    count = len(settings.CONFIG.keys)
    words = f"{count} key{'s' if count > 1 else ''}, the first of which signs"
    lost = sum(not _opens(device) for device in TotpDevice.objects.filter(ended_at__isnull=True))
    if lost:
        yield problem(
            "keys",
            f"{lost} authenticator apps were sealed under a key that is not there, so their owners cannot "
            f"sign in. Put it back into OSTIARY_KEYS, or into {settings.CONFIG.data / 'keys'}.",
        )
    elif older := resealing.count_older():
        hint = "Before an older key is taken away, run `ostiary reseal`"
        yield ok("keys", f"{words}; {older} authenticator apps are sealed under an older one. {hint}.")
    else:
        yield ok("keys", f"{words}.")


def _opens(device: TotpDevice) -> bool:
    try:
        ring().unseal("totp", device.sealed_secret, device.ref)
    except Unsealable:
        return False
    return True
