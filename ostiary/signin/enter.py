"""`/a/<account>/enter`: an account asks for what is missing, and for nothing else, before it opens."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..actions import account_apps, passkey_presence, presence, standings
from ..clock import now
from ..proofs.standings import Missing, missing
from ..queries import live_passes, own_security
from ..web import cookies, guards, next_page, passkeys
from ..web.forms import sent
from ..web.presence import prove
from ..web.request import MemberRequest, is_inside
from ..web.text import Text
from ..web.wording import sentence
from . import arrival, forms
from .words import ASKS

PROVED_HERE = {Missing.PASSWORD, Missing.CODE}


@require_http_methods(["GET", "HEAD", "POST"])
@guards.at_account
def enter(request: MemberRequest, account: str) -> HttpResponse:
    visit = request.visit
    guards.must_not_be_outside(request)
    path = next_page.wanted(request)
    if is_inside(request) and not (request.method == "POST" and visit.is_own):
        return redirect(path or arrival.home(account))
    if live_passes.entered(visit.member_id, visit.session_id, now()):
        return redirect("add-account-app", account)
    asked = missing(visit.proved, visit.demands)
    asks = {str(one) for one in asked if one in PROVED_HERE}
    by_key = "passkey" in request.POST
    problem: Text = ""
    form = forms.Enter(None if by_key else sent(request), asks=asks, recovery=forms.by_recovery(request))
    status = form.status
    if (by_key or form.is_valid()) and not set(asked) - PROVED_HERE:
        try:
            if by_key:
                _prove_by_key(request, asked)
            else:
                _prove(request, form.cleaned_data)
            standings.enter(request.actor(), account)
        except Refusal as refusal:
            status = refusal.status
            if by_key:
                problem = sentence(refusal)
            else:
                form.refuse(refusal)
        else:
            return arrival.on(request, path or arrival.home(account))
    return _page(request, form, asked, path, status, problem)


def _prove(request: MemberRequest, typed: dict[str, str]) -> None:
    if "password" in typed:
        prove(request, typed["password"], field="password")
    if "code" in typed:
        ref = request.visit.account_ref
        cookies.keep(request, cookies.SESSION, presence.prove_by_code(request.actor(), typed["code"], ref))


def _prove_by_key(request: MemberRequest, asked: tuple[Missing, ...]) -> None:
    answer, verified = request.POST["passkey"], Missing.PASSWORD in asked
    secret = passkey_presence.prove_to_enter(request.actor(), answer, verified=verified)
    cookies.keep(request, cookies.SESSION, secret)


def _page(
    request: MemberRequest,
    form: forms.Enter,
    asked: tuple[Missing, ...],
    path: str,
    status: int,
    problem: object,
) -> HttpResponse:
    visit = request.visit
    bars = [one for one in asked if one not in PROVED_HERE]
    context = {
        "account": {"name": visit.account_name, "colour": visit.account_colour},
        "ref": visit.account_ref,
        "form": form,
        "bar": next((str(bar) for bar in bars), ""),
        "why": next((ASKS[bar] for bar in bars), ""),
        "next": next_page.wrap(path),
        "passkey": None if form.recovery else _key_of(request, asked, problem),
        "offers_passkeys": passkeys.offered(request),
        # Enrolling comes back here, and from here one goes on.
        "here": next_page.wrap(f"{request.path}?{urlencode({'next': next_page.wrap(path)})}"),
    }
    return render(request, "signin/enter.html", context, status=status)


def _key_of(request: MemberRequest, asked: tuple[Missing, ...], problem: object) -> dict[str, Any] | None:
    """The way by a key, for who has one and is asked for what it proves."""
    visit, is_asked = request.visit, any(one in PROVED_HERE for one in asked)
    if not is_asked or not passkeys.offered(request) or not own_security.passkeys_of(visit.person_id):
        return None
    options = reverse("enter-passkey", args=[visit.account_ref])
    has_app = own_security.has_app(visit.person_id)
    has_app = has_app or account_apps.held(visit.person_id, visit.account_ref).exists()
    is_all = asked == (Missing.CODE,) and not has_app
    return passkeys.form(options, _("Use a passkey or security key"), problem=problem, is_all=is_all)
