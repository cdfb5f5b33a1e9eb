"""What pages and letters call an account's contacts, its postal addresses and its sign-in policy."""

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from ..models import ContactKind, PostalKind, Sso
from ..proofs.standings import Method
from .lasting import lasting

CONTACT_KINDS = {
    ContactKind.PRIMARY: _("Primary"),
    ContactKind.BILLING: _("Billing"),
    ContactKind.TECHNICAL: _("Technical"),
    ContactKind.SECURITY: _("Security"),
    ContactKind.EMERGENCY: _("Emergency"),
    ContactKind.GENERAL_COMPLIANCE: _("General compliance"),
}

# A word, and what it is for.
POSTAL_ADDRESSES = {
    PostalKind.BILLING: (_("Billing address"), _("Where invoices go.")),
    PostalKind.TAX: (_("Tax address"), _("Where the company is taxed.")),
}

# A word, and what it means for whoever signs in.
SINGLE_SIGN_ON = {
    Sso.OFF: (_("Off"), _("Users log in by a password or passkey of their own.")),
    Sso.OPTIONAL: (_("Optional"), _("Users may log in through the company's identity provider.")),
    Sso.REQUIRED: (
        _("Required"),
        _("Users log in through the company's identity provider, except superusers with Bypass SSO."),
    ),
}
SECOND_FACTOR = {
    False: (_("Not required"), _("Whoever has a second factor is asked for it all the same.")),
    True: (_("Required"), _("Whoever has no second factor adds one before anything else opens here.")),
}

# What a standing rests on, in as few words as a line has room for.
METHODS = {
    Method.PASSWORD: _("password"),
    Method.PASSKEY: _("passkey"),
    Method.TOTP: _("authenticator app"),
    Method.SECURITY_KEY: _("security key"),
    Method.RECOVERY: _("recovery code"),
    Method.TRUSTED: _("trusted browser"),
}

# Minutes that an account may choose, or the server's own limit.
THE_SERVERS = "server"
LONGEST_LIMITS = {
    THE_SERVERS: format_lazy(_("{limit}, the server's own"), limit=capfirst(lasting("session"))),
    480: _("8 hours"),
    240: _("4 hours"),
    120: _("2 hours"),
    60: _("1 hour"),
    30: _("30 minutes"),
    15: _("15 minutes"),
}
IDLE_LIMITS = {
    THE_SERVERS: format_lazy(_("{limit}, the server's own"), limit=capfirst(lasting("session without use"))),
    30: _("30 minutes"),
    15: _("15 minutes"),
    10: _("10 minutes"),
    5: _("5 minutes"),
}
