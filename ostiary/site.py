"""The site that passkeys are bound to, where there is one (proofs/passkey_site.py)."""

from django.conf import settings

from .proofs.passkey_site import Site, site_at


def site() -> Site | None:
    return site_at(settings.CONFIG.url, settings.CONFIG.product)
