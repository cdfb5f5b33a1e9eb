"""An account's first page: who one is here, what one can do and why, and what waits for a superuser."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..access.decisions import decide
from ..clock import now
from ..queries import home as queries
from ..queries import protected
from ..web.access_words import what_one_can_do
from ..web.addresses import here
from ..web.guards import in_account


@in_account
@require_safe
def home(request: HttpRequest, account: str) -> HttpResponse:
    visit = request.visit
    shown: dict[str, Any] = {"arrival": queries.arrival(visit.member_id), "groups": _own_access(visit)}
    if decide(visit.access, "members.view"):
        found = queries.attention(visit.account_id, now())
        shown |= {"stats": list(_figures(request, found)), "waiting": list(_waiting(request, found))}
    return render(request, "panel/home.html", shown)


def _own_access(visit: Any) -> list[dict[str, Any]]:
    """What is open to the member, by name; how much else there is, they need not know."""
    services = sorted(visit.access.named_services())
    workspaces = sorted({ref for one in visit.access.holdings for ref in one.bundle.workspaces})
    return what_one_can_do(
        visit.access,
        protected.names_of(protected.SERVICES, visit.account_id, services),
        protected.names_of(protected.WORKSPACES, visit.account_id, workspaces),
    )


def _figures(request: HttpRequest, found: queries.Attention) -> Iterator[dict[str, Any]]:
    yield {"label": _("Active users"), "value": found.members, "href": here(request, "users")}
    yield {"label": _("Pending user invitations"), "value": found.invited, "href": here(request, "users")}
    yield {"label": _("API tokens"), "value": found.tokens, "href": here(request, "account-tokens")}


def _waiting(request: HttpRequest, found: queries.Attention) -> Iterator[dict[str, Any]]:
    """What calls for somebody, the most urgent first; what is in order is not mentioned."""
    users, tokens = here(request, "users"), here(request, "account-tokens")
    if found.unsent:
        text = ngettext("%d invitation was not sent", "%d invitations were not sent", found.unsent)
        yield _line("danger", text % found.unsent, _("Copy the link or send it again."), users)
    if found.ending:
        text = ngettext("%d invitation ends within a day", "%d invitations end within a day", found.ending)
        yield _line("warning", text % found.ending, _("Resending gives seven more days."), users)
    if found.superusers == 1:
        text = _("There is one superuser")
        help_ = _("If they cannot sign in, nobody else can let people in or out. Name a second one.")
        yield _line("warning", text, help_, users)
    if found.unused:
        text = ngettext(
            "%d API token was not used for 90 days", "%d API tokens were not used for 90 days", found.unused
        )
        yield _line("warning", text % found.unused, _("Revoke what nobody needs."), tokens + "?unused=yes")
    if found.unseen:
        text = ngettext(
            "%d user was not seen for 90 days", "%d users were not seen for 90 days", found.unseen
        )
        yield _line("info", text % found.unseen, _("Ask whether they still need access."), users)
    if not found.primary_contacts:
        text = _("No primary contact is named")
        yield _line("info", text, _("Until then it is the owner."), here(request, "contact-add"))


def _line(tone: str, text: str, detail: str, href: str) -> dict[str, str]:
    return {"tone": tone, "text": text, "detail": detail, "href": href}
