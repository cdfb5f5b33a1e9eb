"""`/you/invitations`: what a person can accept, after each sign-in while there is something."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access.refusals import Refusal
from ..actions import acceptance, standings
from ..clock import now
from ..queries import offers
from ..web import next_page
from ..web.forms import new_once_key, once_of
from ..web.guards import signed_in
from ..web.request import VisitRequest
from ..web.visits import colour_of
from . import arrival


@signed_in
@require_safe
def invitations(request: VisitRequest) -> HttpResponse:
    """Later goes on to where the sign-in was going; the page does not come back by itself in this session."""
    path = next_page.wanted(request)
    found = offers.open_for(request.visit.person_id, now())
    if not found:
        return redirect(path or "switch")
    context = {"offers": [card(offer) for offer in found], "next": next_page.wrap(path), "later": path}
    return render(request, "signin/invitations.html", context)


def card(offer: offers.Offer) -> dict[str, Any]:
    """An invitation in words."""
    return {
        "ref": offer.ref,
        "account": {"name": offer.account_name, "colour": colour_of(offer.account_ref)},
        "inviter": offer.inviter_name,
        "inviter_address": offer.inviter_address,
        "roles": [{"name": _(role.name), "sentence": _(role.sentence)} for role in offer.roles],
        "expires_at": offer.expires_at,
        "once": new_once_key(),
    }


@signed_in
@require_POST
def accept(request: VisitRequest, ref: str) -> HttpResponse:
    joined = acceptance.accept(request.actor(once_of(request.POST)), ref)
    return enter_joined(request, joined["account"])


def enter_joined(request: VisitRequest, account_ref: str) -> HttpResponse:
    """Into the new account, or to what it still asks for; other invitations come first."""
    try:
        standings.enter(request.actor(), account_ref)
    except Refusal:
        return redirect("enter", account_ref)
    messages.success(request, _("You are now a member of this account."))
    path = arrival.home(account_ref)
    if offers.open_for(request.visit.person_id, now()):
        return next_page.send_to(request, "invitations", next=next_page.wrap(path))
    return redirect(path)


@signed_in
@require_POST
def decline(request: VisitRequest, ref: str) -> HttpResponse:
    acceptance.decline(request.actor(once_of(request.POST)), ref)
    messages.success(request, _("The invitation was declined."))
    path = next_page.wanted(request)
    return next_page.send_to(request, "invitations", next=next_page.wrap(path))
