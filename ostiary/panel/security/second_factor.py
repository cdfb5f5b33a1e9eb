"""The demand for a second factor: who has none is shown before it is made, and can be reminded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ...access.refusals import Conflict, Refusal
from ...actions import second_factor
from ...clock import now
from ...queries import policy, without_factor
from ...web import next_page
from ...web.addresses import here
from ...web.forms import Form, once_of, sent
from ...web.guards import in_account, needs, sudo
from ...web.request import InsideRequest

# Those whom the page names, and its card among the others.
NAMED, NAMED_ON_CARD = 20, 5


@in_account
@needs("two_factor.require")
@require_http_methods(["GET", "HEAD"])
def look(request: InsideRequest, account: str) -> HttpResponse:
    """What the demand is, whom it concerns, and what the opposite would do. Nothing is saved here."""
    return _page(request, Form())


@in_account
@needs("two_factor.require")
@require_POST
@sudo
def demand(request: InsideRequest, account: str, *, required: bool) -> HttpResponse:
    form = Form(sent(request))
    if not form.is_valid():
        return _page(request, form)
    try:
        second_factor.demand(request.actor(once=form.once_key), required)
    except Conflict as refusal:
        return _page(request, form, refusal)
    said = _("A second factor is required from now on.") if required else _("No second factor is required.")
    messages.success(request, said)
    return redirect(here(request, "account-security"))


@in_account
@needs("two_factor.require")
@require_POST
def remind(request: InsideRequest, account: str) -> HttpResponse:
    told = second_factor.remind(request.actor(once_of(request.POST)))
    text = ngettext("A letter to %(n)d user is on its way.", "Letters to %(n)d users are on their way.", told)
    messages.success(request, text % {"n": told})
    return redirect(here(request, "account-security"))


def _page(request: InsideRequest, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    if refusal:
        form.refuse(refusal)
    shown = {
        "form": form,
        "policy": policy.of(request.visit.account_id),
        "holds_factor": request.visit.proved.holds_factor,
        "here": next_page.wrap(here(request, "second-factor")),
        **concerned(request, NAMED),
    }
    return render(request, "panel/security/second_factor.html", shown, status=form.status)


def concerned(request: InsideRequest, most: int) -> dict[str, Any]:
    """Who has no second factor, and what happens to them where one is required."""
    account_id = request.visit.account_id
    counts = without_factor.counts(account_id, now())
    return {
        "lacking": counts,
        "named": without_factor.first(account_id, most),
        "all_href": f"{here(request, 'users')}?factor=without",
    }
