"""`/a/<account>/emergency`: the owner, outside the account's allowlist, opens it for themselves.

Nothing else of the account can be seen or done here. Everybody else in the account is told what they are told
at every other page of it.
"""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..actions import allowlist
from ..proofs.standings import Missing, missing
from ..queries import policy
from ..web import guards, next_page
from ..web.forms import Form, sent
from ..web.request import MemberRequest
from . import arrival


@require_http_methods(["GET", "HEAD", "POST"])
@guards.at_account
def emergency(request: MemberRequest, account: str) -> HttpResponse:
    visit = request.visit
    if visit.demands.outside and policy.is_owner(visit.account_id, visit.member_id):
        return _to_the_owner(request, account)
    guards.must_not_be_outside(request)
    return redirect(arrival.home(account))


@guards.sudo
def _to_the_owner(request: MemberRequest, account: str) -> HttpResponse:
    form = Form(sent(request))
    if form.is_valid():
        turn_off = "turn_off" in request.POST
        with form.showing(Refusal):
            allowlist.rescue(request.actor(once=form.once_key), account, turn_off=turn_off)
            messages.success(request, _("The account is open to you. All superusers are told by mail."))
            return redirect(arrival.home(account))
    return _page(request, form)


def _page(request: MemberRequest, form: Form) -> HttpResponse:
    visit = request.visit
    asked = missing(visit.proved, replace(visit.demands, outside=False))
    context = {
        "account": {"name": visit.account_name, "colour": visit.account_colour},
        "form": form,
        "ip": request.client_ip,
        "entries": policy.of(visit.account_id).entries,
        "must_enrol": Missing.ENROLMENT in asked,
        "here": next_page.sealed_here(request),
    }
    return render(request, "signin/emergency.html", context, status=form.status)
