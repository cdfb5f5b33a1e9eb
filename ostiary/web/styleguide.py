"""The living style page: every part of the panel's design in each of its states, for people and for axe.

For those who build the panel, never for customers. `docs/design-system.md` says how pages are composed.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

ROLES = ["Engineer", "Billing", "TLS admin", "Security observer"]
LEVELS = {
    "hidden": "Hidden",
    "read_only": "Read-only",
    "purge_select": "Purge select",
    "purge_all": "Purge all",
    "full": "Full access",
}
STATES = [
    *("pending", "accepted", "declined", "expired", "deleted"),
    *("queued", "sent", "failed"),
    *("active", "locked", "ended", "revoked", "default"),
]


class Sample(forms.Form):
    """One field of each kind; bound to `WRONG` it shows how errors look."""

    email = forms.EmailField(label="Email address", help_text="We send the invitation here.")
    name = forms.CharField(label="Name", required=False)
    role = forms.ChoiceField(label="Add a role", choices=[(role, role) for role in ROLES])
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput, help_text="At least 15 characters."
    )
    note = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    access = forms.ChoiceField(
        label="Services",
        widget=forms.RadioSelect,
        choices=[("all", "All services"), ("some", "Limit access to specific services")],
    )
    bypass_sso = forms.BooleanField(
        label="Bypass SSO",
        required=False,
        help_text="May sign in with a password even when single sign-on is required.",
    )


WRONG = {"email": "ana@", "role": "Owner", "access": "some"}


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", sample())


def sample() -> dict[str, Any]:
    """Everything `styleguide.html` shows, made up."""
    return (
        _house()
        | _access()
        | _lists()
        | {
            "form": Sample(initial={"email": "ana@example.com", "access": "all"}),
            "wrong_form": Sample({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong"),
            "states": STATES,
            "recently": datetime.now(UTC) - timedelta(days=3),
            "qr": mark_safe(
                segno.make("otpauth://totp/Ostiary").svg_inline(scale=4, border=0, omitsize=True)
            ),
        }
    )


def _house() -> dict[str, Any]:
    return {
        "title": "Style page",
        "account": {"name": "Acme Weather", "colour": 2, "href": "#"},
        "me": {"name": "Ana Lindqvist", "address": "ana@example.com"},
        "nav": [
            {"label": "Company settings", "href": "#", "icon": "building-office-2"},
            {"label": "User management", "href": "#", "icon": "users", "current": True},
            {"label": "Roles", "href": "#", "icon": "identification"},
            {"label": "Services", "href": "#", "icon": "server-stack"},
            {"label": "Workspaces", "href": "#", "icon": "shield-check"},
            {"label": "API tokens", "href": "#", "icon": "key"},
        ],
        "quick_links": [
            {"label": "Profile & security", "href": "#", "icon": "finger-print"},
            {"label": "Your accounts", "href": "#", "icon": "rectangle-stack"},
            {"label": "Switch account", "href": "#", "icon": "arrows-right-left", "count": 1},
        ],
        "logout_href": "#",
        "accounts": [{"name": name, "colour": n} for n, name in enumerate(ACCOUNTS, 1)],
        "crumbs": [{"label": "User management", "href": "#"}],
        "tabs": [
            {"label": "Active", "href": "#", "count": 12, "current": True},
            {"label": "Invited", "href": "#", "count": 2},
            {"label": "Former", "href": "#", "count": 0},
        ],
    }


ACCOUNTS = ["Harbour", "Acme Weather", "Violet Press", "Rose & Sons"]
ACCOUNTS += ["Cinnabar", "Amber Mills", "Olive Farms", "Fernhill"]


def _access() -> dict[str, Any]:
    floor = ["hidden"]
    return {
        "roles": [{"label": role} for role in ROLES],
        "levels": [{"value": value, "label": label} for value, label in LEVELS.items()],
        "floor_levels": [{"value": v, "label": label, "disabled": v in floor} for v, label in LEVELS.items()],
        "off_levels": [{"value": value, "label": label, "disabled": True} for value, label in LEVELS.items()],
        "service": {"id": "a1", "name": "www.example.com", "note": "CDN"},
        "floor_service": {"id": "a2", "name": "images.example.com", "note": "CDN"},
        "off_service": {"id": "a3", "name": "api.example.com", "note": "Compute"},
        "roles_link": {"label": "Change roles", "href": "#"},
        "summary": [
            {
                "heading": "Account",
                "lines": [
                    {"what": "Invoices and payment", "how": "See and pay", "sources": ["Role Billing"]}
                ],
            },
            {
                "heading": "Services",
                "lines": [
                    {
                        "what": "www.example.com",
                        "how": "Full access",
                        "sources": ["By hand", "Role Engineer"],
                    },
                    {
                        "what": "images.example.com",
                        "how": "Purge all",
                        "sources": ["By hand"],
                        "change": "gained",
                    },
                    {
                        "what": "api.example.com",
                        "how": "Full access",
                        "sources": ["By hand"],
                        "change": "lost",
                    },
                ],
                "more": "38 services stay hidden.",
            },
        ],
        "steps": [{"label": "Roles", "href": "#"}, {"label": "Services and workspaces"}],
        "consequences": [
            {
                "n": 3,
                "label": "API tokens are revoked",
                "detail": "One was used 2 hours ago.",
                "danger": True,
            },
            {"n": 2, "label": "sessions end", "href": "#"},
            {"n": 1, "label": "pending invitation is withdrawn"},
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "pager": {"first": 1, "last": 50, "total": 10231, "next": "#"},
        "empty_pager": {"first": 0, "last": 0, "total": 0},
        "filters": [
            {"label": "Without 2FA", "href": "#", "on": True, "count": 4},
            {"label": "Superusers", "href": "#"},
            {"label": "Not seen for 90 days", "href": "#", "count": 3},
        ],
        "options": [
            {"label": "Access controls", "href": "#", "icon": "adjustments-horizontal"},
            {"label": "Resend email", "href": "#", "icon": "paper-airplane", "once": "k"},
            {"label": "Delete user", "href": "#", "icon": "trash", "danger": True, "line": True},
        ],
        "stats": [
            {"label": "Members", "value": 12, "hint": "of 25"},
            {"label": "Without 2FA", "value": 4, "href": "#"},
            {"label": "Pending invitations", "value": 2, "href": "#"},
        ],
        "items": [
            {"term": "Owner", "value": "Ana Lindqvist"},
            {"term": "Account ID", "value": "6Gk2vQ0sX9tYh3LmNpRz1A", "mono": True},
            {"term": "Created", "value": "12 May 2024"},
        ],
        "members": [
            {"id": "m1", "name": "Ana Lindqvist", "address": "ana@example.com", "owner": True, "you": True},
            {"id": "m2", "name": "Ben Okafor", "address": "ben.okafor@a-rather-long-domain-name.example.com"},
            {"id": "m3", "name": "", "address": "new@example.com"},
        ],
        "invite": {"label": "Invite a user", "href": "#"},
        "learn_more": {"label": "Learn more", "href": "#"},
    }
