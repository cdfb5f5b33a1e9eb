"""Where letters lead. A secret is derived here, when the letter is written; no row and no job holds it."""

from django.conf import settings

from ..keyring import ring
from ..models import Invitation, PasswordReset
from ..proofs.links import LinkKind, link_secret


def invitation(offered: Invitation) -> str:
    secret = link_secret(ring(), LinkKind.INVITATION, offered.ref, offered.number)
    return f"{settings.CONFIG.url}/invitation/{offered.ref}/{secret}"


def block(offered: Invitation) -> str:
    """The page that offers to take no more invitations from the account."""
    return f"{invitation(offered)}/block"


def password_reset(reset: PasswordReset) -> str:
    secret = link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number)
    return f"{settings.CONFIG.url}/reset/{reset.ref}/{secret}"


def forgotten_password() -> str:
    return f"{settings.CONFIG.url}/reset"


def own_security() -> str:
    return f"{settings.CONFIG.url}/you/security"


def account(ref: str) -> str:
    return f"{settings.CONFIG.url}/a/{ref}/"
