"""Passkeys and security keys of one's own: made, renamed, removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..access.refusals import NotFound, Refusal
from ..actions import passkeys
from ..queries import own_security
from ..web import cookies, next_page
from ..web.devices import device
from ..web.forms import once_of
from ..web.guards import signed_in, sudo
from ..web.passkeys import offered
from . import forms
from .forms import sent


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    path = next_page.wanted(request)
    form = forms.NewPasskey(sent(request), initial={"name": device(request.headers.get("User-Agent", ""))})
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_valid():
        typed = form.cleaned_data
        try:
            secret = passkeys.make(
                request.actor(), typed["name"], typed["passkey"], end_others=typed["end_others"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            cookies.keep(request, cookies.SESSION, secret)
            messages.success(request, _("The passkey was added."))
            if own_security.recovery_codes_left(request.visit.person_id) is None:
                return next_page.send_to(request, "recovery-codes", next=next_page.wrap(path))
            return redirect(path or "security")
    context = {
        "title": _("Add a passkey or security key"),
        "form": form,
        "next": next_page.wrap(path),
        "offered": offered(request),
    }
    return render(request, "signin/passkey_add.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, ref: str) -> HttpResponse:
    known = next((key for key in own_security.passkeys_of(request.visit.person_id) if key.ref == ref), None)
    if known is None:
        raise NotFound()
    form = forms.RenamePasskey(sent(request), initial={"name": known.name})
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_valid():
        try:
            passkeys.rename(request.actor(form.once_key), ref, form.cleaned_data["name"])
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect("security")
    return render(request, "signin/own_form.html", {"title": _("Rename"), "form": form}, status=status)


@sudo
@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    passkeys.remove(request.actor(once_of(request.POST)), ref)
    messages.success(request, _("The passkey was removed. Your other sessions have ended."))
    return redirect("security")
