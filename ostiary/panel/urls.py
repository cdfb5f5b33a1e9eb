"""The pages of one account, under /a/<account>/."""

from django.urls import include, path

from ..models import PostalKind
from ..web import addresses  # noqa: F401  brings the path converter
from . import (
    account_tokens,
    automation_tokens,
    closing,
    company,
    contacts,
    home,
    ownership,
    postal_addresses,
    protected,
    roles,
    tokens,
    why,
)
from .kinds import SERVICES, WORKSPACES

urlpatterns = [
    path("", home.home, name="home"),
    path("why", why.why, name="why"),
    path("roles", roles.roles, name="roles"),
    # Company settings
    path("company", company.company, name="company"),
    path("company/profile", company.change, name="company-profile"),
    path("company/owner", ownership.choose, name="owner"),
    path("company/owner/<ref:member>", ownership.transfer, name="owner-transfer"),
    path("company/contacts/add", contacts.add, name="contact-add"),
    path("company/contacts/<ref:contact>/remove", contacts.remove, name="contact-remove"),
    path("company/cancel", closing.cancel, name="cancel-account"),
    # Billing
    path("billing", postal_addresses.billing, name="billing"),
    path("billing/tax-address", postal_addresses.change, {"kind": PostalKind.TAX}, name="tax-address"),
    path(
        "billing/billing-address",
        postal_addresses.change,
        {"kind": PostalKind.BILLING},
        name="billing-address",
    ),
    path("security", include("ostiary.panel.security.urls")),
    path("users", include("ostiary.panel.users.urls")),
    path("groups", include("ostiary.panel.groups.urls")),
    # What is protected
    path("services", protected.listed, {"kind": SERVICES}, name="services"),
    path("services/new", protected.make, {"kind": SERVICES}, name="service-new"),
    path("services/<ref:thing>", protected.show, {"kind": SERVICES}, name="service"),
    path("services/<ref:thing>/rename", protected.rename, {"kind": SERVICES}, name="service-rename"),
    path("services/<ref:thing>/delete", protected.delete, {"kind": SERVICES}, name="service-delete"),
    path("workspaces", protected.listed, {"kind": WORKSPACES}, name="workspaces"),
    path("workspaces/new", protected.make, {"kind": WORKSPACES}, name="workspace-new"),
    path("workspaces/<ref:thing>", protected.show, {"kind": WORKSPACES}, name="workspace"),
    path(
        "workspaces/<ref:thing>/rename",
        protected.rename,
        {"kind": WORKSPACES},
        name="workspace-rename",
    ),
    path(
        "workspaces/<ref:thing>/delete",
        protected.delete,
        {"kind": WORKSPACES},
        name="workspace-delete",
    ),
    # API tokens
    path("tokens", tokens.own, name="tokens"),
    path("tokens/new", tokens.make, name="token-new"),
    path("tokens/new/services", tokens.find_services, name="token-services"),
    path("tokens/<ref:token>/revoke", tokens.revoke, name="token-revoke"),
    path("tokens/automation", automation_tokens.listed, name="automation-tokens"),
    path("tokens/automation/new", automation_tokens.make, name="automation-token-new"),
    path("tokens/automation/new/find", automation_tokens.find, name="automation-token-find"),
    path("tokens/account", account_tokens.listed, name="account-tokens"),
    path("tokens/account/<ref:member>/revoke", account_tokens.revoke_all, name="member-tokens-revoke"),
]
