"""Sudo: what asks its person for a recent proof that they are there, besides being allowed to do it.

This table is the only place that says so. How long a proof counts stands in `models/sessions.py`; what proves
it, in `actions/presence.py` (ASVS 5.0: 7.5.1, 7.5.3).
"""

from typing import Final

from .words import gettext_noop as _

ASKS: Final = {
    # Of the account
    "account.transfer": _("giving the account another owner"),
    "account.cancel": _("closing the account"),
    "policy.second_factor": _("changing whether the account requires a second factor"),
    "policy.allowlist": _("changing from which addresses the account is reached"),
    "policy.sessions": _("changing how long sessions last in the account"),
    "policy.rescue": _("opening the account from outside its addresses"),
    # Of its members
    "members.let_in": _("letting a member in without their second factor"),
    # Of tokens
    "tokens.create": _("making an API token"),
    "tokens.create_automation": _("making a token of the account's own"),
    "tokens.sudo": _("letting a token do what asks for a proof"),
    # Of one's own sign-in
    "factors.change": _("changing one's second factors"),
    "recovery_codes.make": _("making recovery codes"),
    "password.change": _("changing one's password by API"),
}


def must_be_listed(deed: str) -> None:
    """Raises KeyError for a deed that the table does not have."""
    if deed not in ASKS:
        raise KeyError(f"{deed} does not stand in the table of sudo")
