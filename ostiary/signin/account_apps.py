"""`/a/<account>/app`: an app that counts in this account alone, set up by a pass, shown and removed."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access.refusals import NotFound, Refusal
from ..actions import account_apps, authenticators
from ..clock import now
from ..queries import live_passes
from ..web import cookies
from ..web.addresses import here
from ..web.forms import Form, once_of, sent
from ..web.guards import P, View, at_account, in_account, must_not_be_outside, sudo
from ..web.request import InsideRequest, MemberRequest, Request, VisitRequest
from . import arrival, forms
from .authenticators import key


def by_pass(view: View[MemberRequest, P]) -> View[Request, P]:
    """For the session that came in by a pass. Nothing else of the account is open to it yet."""

    @at_account
    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = request.visit
        must_not_be_outside(request)
        if not live_passes.entered(visit.member_id, visit.session_id, now()):
            return redirect("enter", visit.account_ref)
        return view(request, *args, **kwargs)

    return guarded


@by_pass
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest, account: str) -> HttpResponse:
    form = forms.Authenticator(sent(request))
    if form.is_valid():
        with form.showing(Refusal):
            ref = account_apps.start(request.actor(form.once_key), account, form.cleaned_data["name"])
            return redirect("confirm-account-app", account, ref)
    return _page(request, "signin/account_app_add.html", form)


@by_pass
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: MemberRequest, account: str, ref: str) -> HttpResponse:
    """The key as a picture and as text, until a first right code makes it count."""
    visit = request.visit
    device = authenticators.enrolling(visit.person_id, ref, visit.member_id)
    if device is None:
        raise NotFound("enrolment_gone")
    form = forms.Code(sent(request))
    if form.is_valid():
        with form.showing(Refusal):
            secret = account_apps.confirm(request.actor(), account, ref, form.cleaned_data["code"])
            cookies.keep(request, cookies.SESSION, secret)
            text = _("The app is set up. From now on its codes open %(account)s, and nothing else.")
            messages.success(request, text % {"account": visit.account_name})
            return redirect(arrival.home(account))
    shown = key(device, visit.address, f"{settings.CONFIG.product} ({visit.account_name})")
    return _page(request, "signin/account_app_confirm.html", form, **shown)


def _page(request: MemberRequest, template: str, form: Form, **more: Any) -> HttpResponse:
    visit = request.visit
    account = {"name": visit.account_name, "colour": visit.account_colour}
    context = {"account": account, "ref": visit.account_ref, "form": form, **more}
    return render(request, template, context, status=form.status)


@in_account
@require_safe
def app(request: InsideRequest, account: str) -> HttpResponse:
    """What the member has set up here, and how to take it away."""
    device = account_apps.held(request.visit.person_id, account).first()
    disabled = device is not None and device.failures >= authenticators.MOST_FAILURES
    shown = {"device": device, "is_disabled": disabled, "is_own": request.visit.is_own}
    return render(request, "signin/account_app.html", shown)


@in_account
@sudo
@require_POST
def remove(request: InsideRequest, account: str, ref: str) -> HttpResponse:
    account_apps.remove(request.actor(once_of(request.POST)), ref)
    messages.success(request, _("The authenticator app of this account was removed."))
    return redirect(here(request, "account-app") if request.visit.is_own else "sign-in")


@sudo
@require_POST
def remove_own(request: VisitRequest, ref: str) -> HttpResponse:
    account_apps.remove(request.actor(once_of(request.POST)), ref)
    messages.success(request, _("The authenticator app of that account was removed."))
    return redirect("security")
