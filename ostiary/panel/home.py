"""An account's first page: who one is here, what one can do and why, and what waits for a superuser."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access.decisions import decide
from ..actions import account_apps
from ..clock import now
from ..queries import home as queries
from ..queries import protected
from ..web.access_words import what_one_can_do
from ..web.addresses import here
from ..web.guards import in_account
from ..web.request import InsideRequest, InsideVisit
from .attention import waiting


@in_account
@require_safe
def home(request: InsideRequest, account: str) -> HttpResponse:
    visit = request.visit
    shown: dict[str, Any] = {
        "arrival": queries.arrival(visit.member_id),
        "groups": _own_access(visit),
        "has_account_app": account_apps.held(visit.person_id, account).exists(),
    }
    if decide(visit.access, "members.view"):
        found = queries.attention(visit.account_id, now())
        shown |= {"stats": list(_figures(request, found)), "waiting": list(waiting(request, found))}
    return render(request, "panel/home.html", shown)


def _own_access(visit: InsideVisit) -> list[dict[str, Any]]:
    """What is open to the member, by name; how much else there is, they need not know."""
    services = sorted(visit.access.named_services())
    workspaces = sorted({ref for one in visit.access.holdings for ref in one.bundle.workspaces})
    return what_one_can_do(
        visit.access,
        protected.names_of(protected.SERVICES, visit.account_id, services),
        protected.names_of(protected.WORKSPACES, visit.account_id, workspaces),
    )


def _figures(request: InsideRequest, found: queries.Attention) -> Iterator[dict[str, Any]]:
    yield {"label": _("Active users"), "value": found.members, "href": here(request, "users")}
    yield {
        "label": _("Pending user invitations"),
        "value": found.invited,
        "href": here(request, "users-pending"),
    }
    yield {"label": _("API tokens"), "value": found.tokens, "href": here(request, "account-tokens")}
