"""The server's key ring, as the operator configured it."""

from functools import cache

from django.conf import settings

from .proofs.ring import Ring, parse_keys


@cache
def ring() -> Ring:
    return Ring(parse_keys(" ".join(settings.CONFIG.keys)))
