"""The capability table: the only place that says which role may do what.

The *Roles* page, the API's lists of roles and permissions, the directory's mapping, the documentation and
every decision read this table; nothing copies it. A role is a column, a capability a row, and a row names the
roles that hold it. What a role can do on a service is bounded twice: by the level somebody has there, and by
the role's own `top`, the highest level it can make use of.

Refs are the identifiers shown outside. They were drawn once and never change, whatever a name becomes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from .levels import Level
from .words import gettext_noop as _

Family = Literal["account", "tls", "security"]
Scope = Literal["account", "service", "workspace"]


@dataclass(frozen=True, eq=False, repr=False)
class Role:
    """A named set of capabilities that a member of an account can have.

    `top` is the highest level the role can use on a service, `HIDDEN` where it has nothing to do with
    services. `limits_services` and `limits_workspaces` tell whether the role can be held for chosen ones
    only; a role that cannot be limited reaches every one of them, those made later included.

    There is one object per row of the table, so roles compare by identity.
    """

    code: str
    ref: str
    name: str
    sentence: str
    family: Family
    top: Level
    limits_services: bool
    limits_workspaces: bool

    def __repr__(self) -> str:
        return f"<role {self.code}>"

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """The codes of all that the role holds."""
        return frozenset(row.code for row in CAPABILITIES if self.code in row.held_by)

    @property
    def uses_services(self) -> bool:
        """Whether the role has anything to do on a service."""
        return self.top > Level.HIDDEN

    @cached_property
    def uses_workspaces(self) -> bool:
        """Whether the role has anything to do inside a workspace."""
        return "workspace.view" in self.capabilities

    @cached_property
    def acts_on_workspaces(self) -> bool:
        """Whether the role has anything to do with workspaces, even if only to rename them."""
        return any(row.scope == "workspace" for row in CAPABILITIES if self.code in row.held_by)


@dataclass(frozen=True, eq=False, repr=False)
class Capability:
    """One thing one may do.

    `scope` says to what it applies: the account, one service or one workspace; `least` is the lowest level
    on a service that carries it. `reads` marks what changes nothing, `person_only` what a token may not do
    unless the request itself proves that its person is present. `unlimited_only` asks for a role without
    limits to specific services, and `api_only` is for the API alone: the panel does not offer it.
    `hands_out` names the roles that may be given to others with it, and `hands_out_limits` lets them be
    given for specific services and workspaces.
    """

    code: str
    ref: str
    held_by: frozenset[str]
    name: str
    sentence: str
    scope: Scope
    least: Level = Level.HIDDEN
    reads: bool = False
    person_only: bool = False
    unlimited_only: bool = False
    api_only: bool = False
    hands_out: frozenset[str] = frozenset()
    hands_out_limits: bool = False

    def __repr__(self) -> str:
        return f"<capability {self.code}>"

    @property
    def area(self) -> str:
        """The part of the code before the dot: what the capability is about."""
        return self.code.partition(".")[0]


# The columns, in the order of the menus; where only one of a member's roles can be named, it is the first.
# fmt: off
ROLES = (
    Role("superuser", "5v7nEmu2aCGLYBwBGqOn1G", _("Superuser"),
         _("Full access to every service, all settings, billing and the account's members."),
         "account", Level.FULL, limits_services=False, limits_workspaces=False),
    Role("engineer", "46BwwHuolFkg6JAvQp4c2V", _("Engineer"),
         _("Creates services and manages their configuration; can be limited to specific services."),
         "account", Level.FULL, limits_services=True, limits_workspaces=False),
    Role("billing", "BFwx30RnoxfEUJ5oSoUOdK", _("Billing"),
         _("Sees every service, and manages invoices, payment and the plan."),
         "account", Level.READ_ONLY, limits_services=False, limits_workspaces=False),
    Role("user", "kR7d4NrgA2C5J0FUx9QzBH", _("User"),
         _("Sees configurations and statistics; can be limited to specific services."),
         "account", Level.READ_ONLY, limits_services=True, limits_workspaces=False),
    Role("tls_admin", "Mz2LTcsactQnBuT5dAvP2T", _("TLS admin"),
         _("Manages TLS certificates, domains and activations; sees no services by itself."),
         "tls", Level.HIDDEN, limits_services=False, limits_workspaces=False),
    Role("tls_viewer", "21sJTBz2qm2fpzyPFBWPwz", _("TLS viewer"),
         _("Sees TLS certificates, domains and activations; sees no services by itself."),
         "tls", Level.HIDDEN, limits_services=False, limits_workspaces=False),
    Role("security_owner", "22UDFV0sKLvYDjmS0BfP26", _("Security owner"),
         _("Manages security for the whole account and in every workspace."),
         "security", Level.HIDDEN, limits_services=False, limits_workspaces=False),
    Role("security_admin", "hf3oZNDyOqqsF9DMYA7JSH", _("Security admin"),
         _("Changes settings in workspaces; here the same as Security user, since superusers alone invite."),
         "security", Level.HIDDEN, limits_services=False, limits_workspaces=True),
    Role("security_user", "cyKl4ezcryeBqT58WAJrsS", _("Security user"),
         _("Changes settings in workspaces; can be limited to specific workspaces."),
         "security", Level.HIDDEN, limits_services=False, limits_workspaces=True),
    Role("security_observer", "piZzGixy9W7GnYx5Z145MS", _("Security observer"),
         _("Sees workspaces and their reports; can be limited to specific workspaces."),
         "security", Level.HIDDEN, limits_services=False, limits_workspaces=True),
)
# fmt: on

EVERYONE = frozenset(role.code for role in ROLES)
SUPERUSERS = frozenset({"superuser"})
VIEWERS = frozenset({"user", "billing", "engineer", "superuser"})
ENGINEERS = frozenset({"engineer", "superuser"})
BILLERS = frozenset({"billing", "superuser"})
TLS_VIEWERS = frozenset({"tls_viewer", "tls_admin", "superuser"})
TLS_ADMINS = frozenset({"tls_admin", "superuser"})
SECURITY = frozenset({"security_observer", "security_user", "security_admin", "security_owner"})
SECURITY_EDITORS = SECURITY - {"security_observer"}
SECURITY_OWNERS = frozenset({"security_owner"})


_account = partial(Capability, scope="account")
_service = partial(Capability, scope="service")
_workspace = partial(Capability, scope="workspace")

# fmt: off
CAPABILITIES = (
    # One's own, whatever the role.
    _account("profile.update_own", "jUYsO9w6ENxkUvK0xGNVco", EVERYONE, _("Update own profile"),
             _("Change your own name in this account.")),
    _account("two_factor.manage_own", "C632c3g2AaCWZQP9bCXTan", EVERYONE,
             _("Manage own two-factor authentication"),
             _("Add and remove your own second factors."), person_only=True),
    _account("sessions.manage_own", "BV3EYGriJqUbsvXpqY8zss", EVERYONE, _("Manage own sessions"),
             _("See where you are signed in, and sign out elsewhere."), person_only=True),
    _account("tokens.view_own", "0LXzNosOkDWVqJG3lbD0Qb", EVERYONE, _("View own API tokens"),
             _("See the API tokens you made in this account."), reads=True),
    _account("tokens.manage_own", "ySQgnZtlXbatY6amBbgPFo", EVERYONE, _("Manage own API tokens"),
             _("Revoke the API tokens you made in this account.")),
    _account("tokens.create_own", "uKrqDUUnxbUUspFy8jJJMJ", EVERYONE, _("Create own API tokens"),
             _("Make API tokens that act for you, never for more."), person_only=True),

    # The account and its settings.
    _account("account.view_settings", "xXVt39ioPl1cD23pm3XcWm", ENGINEERS, _("View company settings"),
             _("See the company's profile, owner and contacts."), reads=True),
    _account("account.update", "ryNbRGFiE5NALNwiY7kUCQ", SUPERUSERS, _("Update company settings"),
             _("Change the company's profile and contacts.")),
    _account("account.transfer", "hgZr5UQkRUTABPer2xUcfN", SUPERUSERS, _("Transfer ownership"),
             _("Make another active member the owner of the account."), person_only=True),
    _account("account.cancel", "UYihdkuyOXvF6vToYXyhUE", SUPERUSERS, _("Cancel the account"),
             _("Close the account for good."), person_only=True),
    _account("audit.view", "Xxgd3bIFmK5Q8lPjGXOHtD", SUPERUSERS, _("View the audit log"),
             _("See who did what in the account, and when."), reads=True),
    _account("sso.manage", "PzPLWlFWqBUvL9C1Qnvebe", SUPERUSERS, _("Set up single sign-on"),
             _("Connect an identity provider, and offer or require it.")),
    _account("two_factor.require", "ZY0zInYl64uBATtTdyYdjN", SUPERUSERS,
             _("Require two-factor authentication"),
             _("Require a second factor of every member.")),
    _account("allowlist.manage", "vTE7BmENjRqsckXidl07CA", SUPERUSERS, _("Set the login IP allowlist"),
             _("Choose the addresses from which the account can be reached.")),
    _account("sessions.manage", "QmR4tYc9Wz1LxVb7NhKs0D", SUPERUSERS, _("Manage sessions"),
             _("Choose how long sessions last in the account, and end those of members.")),
    _account("directory.manage", "T7PnHkCJcshBIxco1Ftnhq", SUPERUSERS, _("Manage the directory"),
             _("Connect a directory that creates, changes and removes members.")),

    # Members and invitations.
    _account("members.view", "3EkMLwRX6R1wtSY4JYZAI7", SUPERUSERS, _("View members"),
             _("See who is in the account, who is invited, and what they may do."),
             reads=True, unlimited_only=True),
    _account("members.invite", "6xMZu0CtpQKDgy5TehVCzm", SUPERUSERS, _("Invite any role"),
             _("Invite people with any role, level and workspace."),
             hands_out=EVERYONE, hands_out_limits=True, unlimited_only=True),
    _account("invitations.limited_by_api", "2J4mJPLOyu9r8J7bkZd3oP", ENGINEERS,
             _("Invite engineers and users by API"),
             _("Invite people as Engineer or User through the API, without levels on services."),
             unlimited_only=True, api_only=True, hands_out=frozenset({"engineer", "user"})),
    _account("members.change_access", "r9YiqRNJ8lyGCl15gzcBkC", SUPERUSERS, _("Change access"),
             _("Change the roles, service levels, workspaces and single sign-on bypass of members."),
             hands_out=EVERYONE, hands_out_limits=True, unlimited_only=True),
    _account("members.update", "dHGS6QDGfUxkliyWvL05kZ", SUPERUSERS, _("Edit members"),
             _("Change the name a member has in this account, lock and unlock them."), unlimited_only=True),
    _account("members.reset_password", "aCy7OgPMlF6StOoaCfdt6R", SUPERUSERS, _("Send password resets"),
             _("Mail a member a link to choose a new password.")),
    _account("members.allow_new_factor", "GHLuxMh5NuXhMwdgxbadPI", SUPERUSERS,
             _("Let members enrol a new factor"),
             _("Let a member who lost a second factor enter this account once to enrol another."),
             person_only=True),
    _account("members.delete", "Lu6CTnojVCnkaL3cvjfLaz", SUPERUSERS, _("Delete members"),
             _("Remove people from the account and end what they hold in it."), unlimited_only=True),
    _account("groups.view", "fM74qnVPmx0d0Vu52HklW0", SUPERUSERS, _("View groups"),
             _("See groups of members and of services, and what they give."),
             reads=True, unlimited_only=True),
    _account("groups.manage", "FG9F9Qik9kTcgzUuDNtQam", SUPERUSERS, _("Manage groups"),
             _("Make groups of members and of services, and give them roles."),
             hands_out=EVERYONE, hands_out_limits=True, unlimited_only=True),

    # The account's tokens.
    _account("tokens.view_all", "XJV09LqlgsWiqLQKThX08x", SUPERUSERS, _("View all API tokens"),
             _("See the API tokens of every member and of the account."), reads=True),
    _account("tokens.revoke_all", "bWVLVS8Ge6JbhSYtyw0HKn", SUPERUSERS, _("Revoke any API token"),
             _("Revoke the API tokens of any member and of the account.")),
    _account("tokens.create_automation", "pqFBqnCmyGyen3wLu6uoH0", SUPERUSERS, _("Create automation tokens"),
             _("Make API tokens that act for the account."), person_only=True),

    # Billing.
    _account("billing.view_invoices", "SN5Y3JLex0BG2pnDLuJ2CR", BILLERS, _("View invoices"),
             _("See and download invoices."), reads=True),
    _account("billing.view_history", "M0sf5mj3DiiaeQBq8mv1rj", BILLERS, _("View billing history"),
             _("See past charges and payments."), reads=True),
    _account("billing.pay", "CZI2sCcYRCTCEwpYVEG11u", BILLERS, _("Pay bills"),
             _("Pay open invoices.")),
    _account("billing.update_card", "iZusQUmCO6CpjxNzbi05lV", BILLERS, _("Update the credit card"),
             _("Change how the account pays.")),
    _account("billing.change_plan", "cMqoX3WpEMcFQKqNhDBk9V", BILLERS, _("Change the account type"),
             _("Change the plan the account is on.")),
    _account("billing.upgrade_delivery", "gugfaiGTAUGmRb3PaGizsy", SUPERUSERS,
             _("Upgrade for delivery services"),
             _("Add delivery services to what the account pays for.")),

    # TLS.
    _account("tls.view", "cVgM5ofII2UvaFRAp4QwJ1", TLS_VIEWERS, _("View TLS"),
             _("See TLS certificates, domains, activations and configurations."), reads=True),
    _account("tls.manage", "2TYwAZAaoRZzb5kwTREE4L", TLS_ADMINS, _("Manage TLS"),
             _("Add, change and delete TLS certificates, domains and activations.")),

    # Services.
    _account("service.create", "EDOedrnjhtL6mtdzehqi5A", ENGINEERS, _("Create services"),
             _("Make new services.")),
    _service("service.view", "tSEayRd9e0QiQwhjQy4MqX", VIEWERS, _("View service configurations"),
             _("See that the service exists and how it is set up."), least=Level.READ_ONLY, reads=True),
    _service("service.view_historical_stats", "xQCQzemXUHRk7cWa1nhBpA", VIEWERS,
             _("View historical statistics"),
             _("See the service's past traffic."), least=Level.READ_ONLY, reads=True),
    _service("service.view_realtime_stats", "TsWBDiijsollQ2HyqaWOzu", VIEWERS, _("View real-time statistics"),
             _("See the service's traffic as it happens."), least=Level.READ_ONLY, reads=True),
    _service("service.compare_versions", "4ru6b3RhBlQ5dAOVFyAYWK", ENGINEERS, _("Compare service versions"),
             _("See what differs between two versions of the service."), least=Level.READ_ONLY, reads=True),
    _service("service.view_vcl", "qD9J63mUFXWWd4pQROs6Vg", ENGINEERS, _("View and download generated VCL"),
             _("See and download the service's generated VCL."), least=Level.READ_ONLY, reads=True),
    _service("service.purge_select", "Jtd09GuZfaeAWgKLPDqvTE", ENGINEERS, _("Purge URLs and surrogate keys"),
             _("Purge single URLs and surrogate keys from the cache."), least=Level.PURGE_SELECT),
    _service("service.purge_all", "omJTKiN1KGunGBgjl0gDvo", ENGINEERS, _("Purge everything"),
             _("Purge the whole service from the cache at once."), least=Level.PURGE_ALL),
    _service("service.configure", "e0xjcQ0SCw5stbRhupCQ7L", ENGINEERS, _("Configure the service"),
             _("Change the service's configuration."), least=Level.FULL),
    _service("service.customize_vcl", "KlsSYUpp3muPURLIt4FB8h", ENGINEERS, _("Customize VCL"),
             _("Upload and change the service's own VCL."), least=Level.FULL),
    _service("service.activate", "QMTfunVJPAdPOWGMJIYwZZ", ENGINEERS, _("Activate a version"),
             _("Put a version of the service into effect."), least=Level.FULL),
    _service("service.deactivate", "4Pz56ma2xtmc9BpsoKDD1Y", ENGINEERS, _("Deactivate the service"),
             _("Take the service out of effect."), least=Level.FULL),
    _service("service.delete", "JPoHJqGgeYM7h6tn2cyMfH", ENGINEERS, _("Delete the service"),
             _("Delete the service for good."), least=Level.FULL),

    # Security for the whole account.
    _account("security.view_reports", "epYebdT1tJwyTxFjis06yz", SECURITY_OWNERS,
             _("View account-wide data and reports"),
             _("See security data of the whole account."), reads=True),
    _account("security.edit_policies", "BRrNP2WnTgTPoR2fbETZjj", SECURITY_OWNERS,
             _("Edit account-wide security policies"),
             _("Change the policies that hold in every workspace.")),
    _account("security.view_rules", "f9S59PgtPWTW8ZLABXBM58", SECURITY, _("View account rules"),
             _("See the rules that hold in every workspace."), reads=True),
    _account("security.edit_rules", "VHKpFURk6FKGOrADPOWA48", SECURITY_OWNERS, _("Edit account rules"),
             _("Create and change the rules that hold in every workspace.")),
    _account("security.edit_lists", "vpKcTk2GwkXr56d3xyD6hQ", SECURITY_OWNERS, _("Edit account lists"),
             _("Create and change the lists that account rules use.")),
    _account("security.edit_signals", "SacCSGHyDGSPA3lR1gKVYw", SECURITY_OWNERS, _("Edit account signals"),
             _("Create and change the signals that account rules use.")),
    _account("security.view_integrations", "Mj0of6EM5GAqHiadI9NtSE", SECURITY, _("View account integrations"),
             _("See where security notices are sent."), reads=True),
    _account("security.edit_integrations", "hOu3An9b6WTS7dY6DPJwRs", SECURITY_OWNERS,
             _("Edit account integrations"),
             _("Change where security notices are sent.")),
    _account("security.view_audit_log", "YSZ8C0FJetbPh1FEVixmjb", SECURITY, _("View the security audit log"),
             _("See who changed security settings, and when."), reads=True),

    # Workspaces.
    _account("workspace.create", "Z5FJZx29hDmhUeSrzNjocu", SUPERUSERS, _("Create workspaces"),
             _("Make new workspaces.")),
    _workspace("workspace.rename", "r5vDG2kIudSLfTDBzFwWML", SUPERUSERS, _("Rename the workspace"),
               _("Give the workspace another name.")),
    _workspace("workspace.delete", "mi9rhq7GcvPBNiKM3IcBxJ", SUPERUSERS, _("Delete the workspace"),
               _("Delete the workspace for good.")),
    _workspace("workspace.view", "caTkdGWWiLxa6oatQzquMY", SECURITY, _("See the workspace"),
               _("See the workspace and what is in it."), reads=True),
    _workspace("workspace.view_reports", "knfikafTi2xljK9epPYUO3", SECURITY,
               _("View the workspace's data and reports"),
               _("See the workspace's security data."), reads=True),
    _workspace("workspace.edit_settings", "mlw10Bntcaec1aNFZcEEw2", SECURITY_EDITORS,
               _("Edit workspace settings"),
               _("Change the workspace's rules and settings.")),
)
# fmt: on

_ROLES = {role.code: role for role in ROLES} | {role.ref: role for role in ROLES}
_CAPABILITIES = {row.code: row for row in CAPABILITIES} | {row.ref: row for row in CAPABILITIES}


def role(code_or_ref: str) -> Role:
    """The role with this code or ref; raises `KeyError` where there is none."""
    return _ROLES[code_or_ref]


def capability(code_or_ref: str) -> Capability:
    """The capability with this code or ref; raises `KeyError` where there is none."""
    return _CAPABILITIES[code_or_ref]


def in_order(roles: Iterable[Role]) -> list[Role]:
    """Each of the roles once, in the table's order: the first is the one named where only one can be."""
    chosen = set(roles)
    return [role for role in ROLES if role in chosen]


def roles_holding(capability_code: str) -> list[Role]:
    """The roles that hold a capability, in the table's order."""
    return [role for role in ROLES if capability_code in role.capabilities]
