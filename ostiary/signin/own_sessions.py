"""Ending one's own sessions: one, all others, or all; and the trust in a browser."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..actions import sessions, trusted_browsers
from ..web import cookies
from ..web.guards import signed_in
from ..web.request import VisitRequest


@signed_in
@require_POST
def end(request: VisitRequest, ref: str) -> HttpResponse:
    sessions.end(request.actor(), ref)
    if ref == request.visit.session_ref:
        return _left(request)
    messages.success(request, _("The session has ended."))
    return redirect("security")


@signed_in
@require_POST
def end_others(request: VisitRequest) -> HttpResponse:
    sessions.end_others(request.actor())
    messages.success(request, _("Your other sessions have ended."))
    return redirect("security")


@signed_in
@require_POST
def end_all(request: VisitRequest) -> HttpResponse:
    sessions.end_all(request.actor())
    return _left(request)


@signed_in
@require_POST
def distrust(request: VisitRequest, ref: str) -> HttpResponse:
    trusted_browsers.end(request.actor(), ref)
    messages.success(request, _("The browser is trusted no longer."))
    return redirect("security")


def _left(request: VisitRequest) -> HttpResponse:
    cookies.forget(request, cookies.SESSION)
    messages.success(request, _("You are logged out."))
    return redirect("sign-in")
