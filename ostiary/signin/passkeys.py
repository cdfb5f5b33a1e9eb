"""Passkeys and security keys of one's own: made and renamed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import NotFound, Refusal
from ..actions import passkeys
from ..queries import own_security
from ..web import next_page
from ..web.devices import device
from ..web.forms import sent
from ..web.guards import sudo
from ..web.passkeys import offered
from . import forms
from .recovery_codes import after_enrolment


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
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


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, ref: str) -> HttpResponse:
    known = next((key for key in own_security.passkeys_of(request.visit.person_id) if key.ref == ref), None)
    if known is None:
        raise NotFound()
    form = forms.RenamePasskey(sent(request), initial={"name": known.name})
    if form.is_valid():
        with form.showing(Refusal):
            passkeys.rename(request.actor(form.once_key), ref, form.cleaned_data["name"])
            return redirect("security")
    return render(
        request,
        "signin/own_form.html",
        {"title": _("Rename a passkey or security key"), "form": form},
        status=form.status,
    )
