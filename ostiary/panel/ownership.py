"""Transferring ownership: choose an active member, read what will happen, confirm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..access.refusals import Conflict, NotFound
from ..actions import ownership
from ..clock import now
from ..queries import company as queries
from ..queries.access import access_of
from ..web.addresses import here
from ..web.asking import asked
from ..web.forms import Form, sent
from ..web.guards import in_account, needs, sudo
from ..web.request import InsideRequest


@in_account
@needs("account.transfer")
@require_safe
def choose(request: InsideRequest, account: str) -> HttpResponse:
    """The menu of active members. Oneself is not in it: nobody makes themselves the owner."""
    visit = request.visit
    company = queries.company(visit.account_id)
    search = asked(request, "q")
    besides = [company.owner_ref, visit.member_ref]
    found, total = queries.candidates(visit.account_id, search=search, besides=besides)
    shown = {"company": company, "candidates": found, "total": total, "query": search}
    return render(request, "panel/owner.html", shown)


@in_account
@needs("account.transfer")
@require_http_methods(["GET", "HEAD", "POST"])
@sudo
def transfer(request: InsideRequest, account: str, member: str) -> HttpResponse:
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.showing(Conflict):
            ownership.transfer(request.actor(once=form.once_key), member)
            messages.success(request, _("Ownership is transferred."))
            return redirect(here(request, "company"))
    return _consequences(request, member, form)


def _consequences(request: InsideRequest, member: str, form: Form) -> HttpResponse:
    visit = request.visit
    candidate = queries.candidate(visit.account_id, member)
    if candidate is None:
        raise NotFound()
    roles = access_of(candidate.id, now()).roles()
    shown = {
        "form": form,
        "company": queries.company(visit.account_id),
        "candidate": candidate,
        "roles": roles,
        "becomes_superuser": all(role.code != "superuser" for role in roles),
        "superusers": queries.count_superusers(visit.account_id),
    }
    return render(request, "panel/owner_transfer.html", shown, status=form.status)
