"""`/a/<account>/enter`: an account asks for what is missing, and for nothing else, before it opens."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..access.refusals import NotFound, Refusal
from ..actions import presence, standings
from ..proofs.standings import Missing, missing
from ..web import cookies, guards, next_page
from . import arrival, forms
from .forms import sent
from .words import ASKS

PROVED_HERE = {Missing.PASSWORD, Missing.CODE}


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, account: str) -> HttpResponse:
    visit = request.visit
    if visit is None:
        return guards.ask_to_sign_in(request)
    if visit.account_id is None:
        raise NotFound()
    guards.must_not_be_outside(request)
    path = next_page.wanted(request)
    if request.method != "POST" and visit.is_inside:
        return redirect(path or arrival.home(account))
    asked = missing(visit.proved, visit.demands)
    asks = {str(one) for one in asked if one in PROVED_HERE}
    form = forms.Enter(sent(request), asks=asks, recovery=forms.by_recovery(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_valid() and not set(asked) - PROVED_HERE:
        try:
            _prove(request, form.cleaned_data)
            standings.enter(request.actor(), account)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return arrival.on(request, path or arrival.home(account))
    return _page(request, form, set(asked) - PROVED_HERE, path, status)


def _prove(request: HttpRequest, typed: dict[str, str]) -> None:
    if "password" in typed:
        guards.prove(request, typed["password"], field="password")
    if "code" in typed:
        cookies.keep(request, cookies.SESSION, presence.prove_by_code(request.actor(), typed["code"]))


def _page(
    request: HttpRequest, form: forms.Enter, bars: set[Missing], path: str, status: int
) -> HttpResponse:
    visit = request.visit
    context = {
        "account": {"name": visit.account_name, "colour": visit.account_colour},
        "ref": visit.account_ref,
        "form": form,
        "bar": next((str(bar) for bar in bars), ""),
        "why": next((ASKS[bar] for bar in bars), ""),
        "next": next_page.wrap(path),
        # Enrolling comes back here, and from here one goes on.
        "here": next_page.wrap(f"{request.path}?{urlencode({'next': next_page.wrap(path)})}"),
    }
    return render(request, "signin/enter.html", context, status=status)
