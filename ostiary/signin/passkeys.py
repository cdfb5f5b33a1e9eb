"""Passkeys and security keys of one's own: made."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..actions import passkeys
from ..web import next_page
from ..web.devices import device
from ..web.forms import sent
from ..web.guards import sudo
from ..web.passkeys import offered
from ..web.request import VisitRequest
from . import forms
from .recovery_codes import after_enrolment


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: VisitRequest) -> HttpResponse:
    path = next_page.wanted(request)
    form = forms.NewPasskey(sent(request), initial={"name": device(request.headers.get("User-Agent", ""))})
    if form.is_valid():
        typed = form.cleaned_data
        with form.showing(Refusal):
            secret = passkeys.make(
                request.actor(), typed["name"], typed["passkey"], end_others=typed["end_others"]
            )
            return after_enrolment(request, secret, _("The passkey was added."), path)
    context = {
        "title": _("Add a passkey or security key"),
        "form": form,
        "next": next_page.wrap(path),
        "offered": offered(request),
    }
    return render(request, "signin/passkey_add.html", context, status=form.status)
