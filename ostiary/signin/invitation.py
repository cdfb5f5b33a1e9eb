"""`/invitation/…`: the page behind a mailed link. Opening it changes nothing: mail scanners follow links."""

from typing import Any, TypeGuard

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..access.refusals import Conflict, NotFound, Refusal
from ..actions import acceptance, dead_links, hashes, signing_in
from ..actions.acceptance import Link
from ..clock import now
from ..proofs.addresses import mask
from ..queries import offers
from ..web import next_page
from ..web.forms import once_of, sent
from ..web.guards import signed_in
from ..web.request import Request, VisitRequest, has_visit
from ..web.wording import sentence
from . import arrival, forms
from .open_invitations import card, enter_joined


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, ref: str, secret: str) -> HttpResponse:
    """GET shows what is offered; POST makes a new person who accepts."""
    try:
        offer = opened(ref, secret)
    except Refusal as refusal:
        return over(request, ref, refusal)
    if _is_for_another(request, offer):
        return _for_another(request, offer)
    form = forms.Join(sent(request))
    if form.is_valid():
        with form.showing(Refusal):
            return _join(request, Link(ref, secret), offer, form.cleaned_data)
    return _page(request, Link(ref, secret), offer, form)


def opened(ref: str, secret: str) -> offers.Offer:
    """The offer while it is open. Raises `NotFound`, and for each way it can be over its own `Conflict`."""
    offer = offers.by_link(ref, secret)
    if offer is None:
        raise NotFound("link_dead")
    acceptance.must_be_open(offer, now())
    return offer


def over(request: Request, ref: str, refusal: Refusal) -> HttpResponse:
    if request.method == "POST":
        dead_links.invitation(request.actor(), ref, refusal)
    context = {"sentence": sentence(refusal), "is_accepted": refusal.code == "invitation_accepted"}
    return render(request, "signin/invitation_over.html", context, status=refusal.status)


def _join(request: Request, link: Link, offer: offers.Offer, typed: dict[str, str]) -> HttpResponse:
    """Name, password, accept, and in: the address is the invited one."""
    hashed = hashes.chosen(typed["password"], known_words(offer, typed["name"]))
    actor = request.actor(once_of(request.POST))
    acceptance.accept_as_new(
        actor, link, name=typed["name"], password_hash=hashed, language=get_language() or "en"
    )
    messages.success(
        request, _("Welcome. You are now a member of %(account)s.") % {"account": offer.account_name}
    )
    try:
        signed = signing_in.with_password(
            request.actor(), offer.address, typed["password"], wanted=offer.account_ref
        )
    except Refusal:
        return redirect("sign-in")
    return arrival.after_step(request, signed, "")


def known_words(offer: offers.Offer, name: str) -> list[str]:
    """What others know of whoever joins, and must not be most of a password."""
    return [name, offer.address, offer.account_name]


def _is_for_another(request: Request, offer: offers.Offer) -> TypeGuard[VisitRequest]:
    """Somebody is signed in here who is not the one invited: nothing may happen (row C15)."""
    return has_visit(request) and request.visit.person_id != offer.person_id


def _for_another(request: VisitRequest, offer: offers.Offer) -> HttpResponse:
    context = {
        "address": mask(offer.address),
        "own": mask(request.visit.address),
        "next": next_page.wrap(request.path),
    }
    status = Conflict.status if request.method == "POST" else 200
    return render(request, "signin/invitation_for_other.html", context, status=status)


def _page(request: Request, link: Link, offer: offers.Offer, form: forms.Join) -> HttpResponse:
    context = {
        "link": link,
        "offer": card(offer),
        "address": offer.address,
        "next": next_page.wrap(request.path),
    }
    return render(
        request, "signin/invitation.html", context | _ways(request, offer, form), status=form.status
    )


def _ways(request: Request, offer: offers.Offer, form: forms.Join) -> dict[str, Any]:
    """How this visitor can accept. A link that a superuser copied does not tell whether it is known."""
    is_signed_in = request.visit is not None and request.visit.is_own and not offer.makes_person
    return {
        "accepts": is_signed_in,
        "signs_in": not is_signed_in and (not offer.makes_person or not offer.was_mailed),
        "form": form if not is_signed_in and (offer.makes_person or not offer.was_mailed) else None,
        "takes_over": offer.makes_person and offer.person_id is not None,
    }


@require_POST
@signed_in
def accept(request: VisitRequest, ref: str, secret: str) -> HttpResponse:
    """As the person one is signed in as, if the invitation is for them."""
    try:
        if _is_for_another(request, opened(ref, secret)):
            return redirect("invitation", ref, secret)
        joined = acceptance.accept(request.actor(once_of(request.POST)), ref)
    except Refusal as refusal:
        return over(request, ref, refusal)
    return enter_joined(request, joined["account"])


@require_POST
def decline(request: Request, ref: str, secret: str) -> HttpResponse:
    """Whoever holds the link may say no, without becoming anybody first."""
    try:
        if _is_for_another(request, opened(ref, secret)):
            return redirect("invitation", ref, secret)
        acceptance.decline_by_link(request.actor(once_of(request.POST)), Link(ref, secret))
    except Refusal as refusal:
        return over(request, ref, refusal)
    return render(request, "signin/invitation_declined.html")


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: Request, ref: str, secret: str) -> HttpResponse:
    """No more invitations from this account; asked first, since a scanner may open the address."""
    link = Link(ref, secret)
    try:
        offer = opened(ref, secret)
        if _is_for_another(request, offer):
            return redirect("invitation", ref, secret)
        if request.method == "POST":
            acceptance.block(request.actor(once_of(request.POST)), link)
            return render(request, "signin/invitation_declined.html", {"is_blocked": True})
    except Refusal as refusal:
        return over(request, ref, refusal)
    return render(request, "signin/invitation_block.html", {"link": link, "offer": card(offer)})
