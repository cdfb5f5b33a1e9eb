"""*API tokens > Automation tokens*: the account's own, whoever comes and goes. For superusers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import automation, table
from ..access.refusals import Conflict, Invalid
from ..actions import automation_tokens
from ..clock import now
from ..queries import protected
from ..queries import tokens as queries
from ..queries.paging import Page
from ..web.addresses import here
from ..web.asking import pager, window
from ..web.guards import in_account, needs, sudo
from ..web.request import InsideRequest
from .token_form import AutomationForm, typed
from .tokens import FEW, names_in, offered, secret_once


@in_account
@needs("tokens.view_all")
@require_safe
def listed(request: InsideRequest, account: str) -> HttpResponse:
    page = queries.automation(request.visit.account_id, window=window(request))
    shown = {"tokens": _rows(request, page), "pager": pager(request, page)}
    return render(request, "panel/automation_tokens.html", shown)


def _rows(request: InsideRequest, page: Page[queries.TokenRow]) -> list[dict[str, Any]]:
    """Each with its role, who made it, and the names of what its role reaches by it."""
    moment, makers = now(), queries.makers(page.rows)
    services = names_in(request, protected.SERVICES, (row.services for row in page.rows))
    workspaces = names_in(request, protected.WORKSPACES, (row.workspaces for row in page.rows))
    rows = []
    for row in page.rows:
        role = table.role(row.role)
        is_limited, reaches, names = row.limits_services, row.services, services
        if role.uses_workspaces:
            is_limited, reaches, names = row.limits_workspaces, row.workspaces, workspaces
        rows.append(
            {
                "row": row,
                "role": role,
                "roles": [role, table.role(automation.TLS_ROLE)] if row.tls_access else [role],
                "reaches": reaches,
                "everywhere": not reaches and not is_limited,
                "names": [names[ref] for ref in reaches if ref in names],
                "made_by": makers.get(row.creator_ref or ""),
                "expired": row.has_expired(moment),
            }
        )
    return rows


@in_account
@needs("tokens.create_automation")
@require_http_methods(["GET", "HEAD", "POST"])
@sudo
def make(request: InsideRequest, account: str) -> HttpResponse:
    """Here also while the API refuses: whoever is at the panel has given all that the account asks for."""
    if request.method != "POST":
        return _form(request, AutomationForm(**_offered(request)))
    form = AutomationForm(request.POST, **_offered(request))
    if form.is_valid():
        with form.showing(Conflict, Invalid):
            made = automation_tokens.create(request.actor(once=form.once_key), **form.wanted())
            return secret_once(request, form, made, back="automation-tokens")
    return _form(request, form)


@in_account
@needs("tokens.create_automation")
@require_POST
def find(request: InsideRequest, account: str) -> HttpResponse:
    """The form as it stands, with what the searches find. Nothing is made."""
    return _form(request, AutomationForm(initial=typed(request.POST), **_offered(request)))


def _offered(request: InsideRequest) -> dict[str, dict[str, str]]:
    return {
        "offered": offered(request, protected.SERVICES, request.POST.get("find", "")),
        "workspaces": offered(request, protected.WORKSPACES, request.POST.get("find_workspace", "")),
    }


def _form(request: InsideRequest, form: AutomationForm) -> HttpResponse:
    shown = {
        "form": form,
        "find": request.POST.get("find", ""),
        "find_workspace": request.POST.get("find_workspace", ""),
        "few": FEW,
        "make": here(request, "automation-token-new"),
        "search": here(request, "automation-token-find"),
        "back": here(request, "automation-tokens"),
    }
    return render(request, "panel/automation_token_new.html", shown, status=form.status)
