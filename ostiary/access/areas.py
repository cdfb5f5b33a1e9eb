"""What capabilities are about: the headings under which the *Roles* page and the API list them."""

from __future__ import annotations

from .words import gettext_noop as _

# By the first part of a capability's code: a name, and a sentence a customer can read.
AREAS = {
    "profile": (_("Profile"), _("One's own name.")),
    "sessions": (_("Sessions"), _("Where one is signed in.")),
    "two_factor": (
        _("Two-factor authentication"),
        _("Second factors, one's own and what the account requires."),
    ),
    "tokens": (_("API tokens"), _("Secrets that act for a member or for the account.")),
    "account": (_("Account"), _("The company's settings, owner and contacts.")),
    "audit": (_("Audit log"), _("The record of what was done in the account.")),
    "sso": (_("Single sign-on"), _("Signing in through the company's identity provider.")),
    "allowlist": (_("Login IP allowlist"), _("The addresses from which the account can be reached.")),
    "directory": (_("Directory"), _("Members that come from the company's directory.")),
    "members": (_("Members"), _("The people in the account and their access.")),
    "invitations": (_("Invitations"), _("Offers to become a member.")),
    "groups": (_("Groups"), _("Many members or many services at once.")),
    "billing": (_("Billing"), _("Invoices, payment and the plan.")),
    "tls": (_("TLS"), _("Certificates, domains and activations.")),
    "service": (_("Services"), _("What the account delivers.")),
    "security": (_("Security"), _("Web application security for the whole account.")),
    "workspace": (_("Workspaces"), _("Web application security, site by site.")),
}
