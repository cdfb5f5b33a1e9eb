"""Two-factor authentication with an authenticator app: set up and confirmed."""

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import NotFound, Refusal
from ..actions import authenticators
from ..models import TotpDevice
from ..proofs import totp
from ..web import next_page
from ..web.forms import sent
from ..web.guards import sudo
from ..web.request import VisitRequest
from . import forms
from .recovery_codes import after_enrolment


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: VisitRequest) -> HttpResponse:
    path = next_page.wanted(request)
    form = forms.Authenticator(sent(request))
    if form.is_valid():
        with form.showing(Refusal):
            ref = authenticators.start(request.actor(form.once_key), form.cleaned_data["name"])
            return next_page.send_to(request, "authenticator", ref, next=next_page.wrap(path))
    context = {"title": _("Set up an authenticator app"), "form": form, "next": next_page.wrap(path)}
    return render(request, "signin/authenticator_add.html", context, status=form.status)


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: VisitRequest, ref: str) -> HttpResponse:
    """The key as a picture and as text, until a first right code makes the app a factor."""
    path = next_page.wanted(request)
    device = authenticators.enrolling(request.visit.person_id, ref)
    if device is None:
        raise NotFound("enrolment_gone")
    form = forms.ConfirmAuthenticator(sent(request))
    if form.is_valid():
        typed = form.cleaned_data
        with form.showing(Refusal):
            secret = authenticators.confirm(
                request.actor(), ref, typed["code"], end_others=typed["end_others"]
            )
            return after_enrolment(request, secret, _("Two-factor authentication is on."), path)
    context = {"title": _("Set up an authenticator app"), "form": form, "next": next_page.wrap(path)}
    context |= key(device, request.visit.address, settings.CONFIG.product)
    return render(request, "signin/authenticator.html", context, status=form.status)


def key(device: TotpDevice, address: str, issuer: str) -> dict[str, str]:
    """The key of an app that is being set up, as pages show it."""
    secret = authenticators.secret_of(device)
    uri = totp.uri(secret, address, issuer)
    return {"qr": _picture(uri), "secret": totp.grouped(secret)}


def _picture(text: str) -> SafeString:
    """Drawn by segno from the text alone, without a style attribute: the policy allows none."""
    return mark_safe(segno.make(text, error="m").svg_inline(scale=4, border=0, omitsize=True))
