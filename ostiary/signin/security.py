"""`/you/security`: Profile & security."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..access.refusals import Refusal
from ..actions import passwords, profile
from ..actions.authenticators import MOST_FAILURES
from ..clock import now
from ..proofs.cookies import browser_digest
from ..proofs.standings import Method
from ..queries import own_security
from ..web import cookies
from ..web.devices import device
from ..web.forms import sent
from ..web.guards import signed_in
from ..web.passkeys import offered
from ..web.request import VisitRequest
from . import forms
from .words import METHODS


@signed_in
@require_safe
def security(request: VisitRequest) -> HttpResponse:
    person = request.visit.person_id
    context = {
        "title": _("Profile & security"),
        "language_name": dict(settings.LANGUAGES).get(request.visit.language, request.visit.language),
        "factors": [_factor(factor) for factor in own_security.factors_of(person)],
        "passkeys": own_security.passkeys_of(person),
        "offers_passkeys": offered(request),
        "account_apps": [
            {**_factor(factor), "account": name} for factor, name in own_security.account_apps_of(person)
        ],
        "codes_left": own_security.recovery_codes_left(person),
        "tokens": own_security.tokens_of(person, now()),
        "sessions": [_session(one, request) for one in own_security.sessions_of(person, now())],
        "trusted": [_browser(one, request) for one in own_security.trusted_browsers_of(person, now())],
    }
    return render(request, "signin/security.html", context)


def _factor(factor: own_security.OwnFactor) -> dict[str, Any]:
    return {**factor._asdict(), "is_disabled": factor.failures >= MOST_FAILURES}


def _session(session: own_security.OwnSession, request: VisitRequest) -> dict[str, Any]:
    is_this = session.ref == request.visit.session_ref
    shown = {"device": device(session.user_agent), "is_this": is_this}
    return {**session._asdict(), **shown, "methods": [METHODS[Method(one)] for one in session.methods]}


def _browser(browser: own_security.OwnBrowser, request: VisitRequest) -> dict[str, Any]:
    is_this = browser.digest == browser_digest(request.COOKIES.get(cookies.TRUSTED, ""))
    return {**browser._asdict(), "device": device(browser.user_agent), "is_this": is_this}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: VisitRequest) -> HttpResponse:
    visit = request.visit
    now_is = {"name": visit.person_name, "language": visit.language, "time_zone": visit.time_zone}
    form = forms.Profile(sent(request), initial=now_is)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in now_is}
        with form.showing(Refusal):
            profile.change(request.actor(form.once_key), **typed)
            messages.success(request, _("Your profile was changed."))
            return redirect("security")
    return render(request, "signin/profile.html", {"title": _("Profile"), "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: VisitRequest) -> HttpResponse:
    form = forms.ChangePassword(sent(request))
    if form.is_valid():
        current, new = form.cleaned_data["current"], form.cleaned_data["new"]
        with form.showing(Refusal):
            secret = passwords.change(request.actor(), current, new)
            cookies.keep(request, cookies.SESSION, secret)
            messages.success(request, _("Your password was changed. Your other sessions have ended."))
            return redirect("security")
    context = {"title": _("Change password"), "form": form, "address": request.visit.address}
    return render(request, "signin/password.html", context, status=form.status)
