"""*Let in without second factor*: what will happen, said before it does; and the pass there is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...access.refusals import Conflict, Throttled
from ...actions import passes
from ...clock import now
from ...queries import live_passes
from ...web.addresses import here
from ...web.forms import Form, once_of, sent
from ...web.guards import in_account, needs, sudo
from ...web.lasting import lasting
from ...web.request import InsideRequest
from .editor import find_active


@in_account
@needs("members.allow_new_factor")
@require_http_methods(["GET", "HEAD", "POST"])
@sudo
def let_in(request: InsideRequest, account: str, member: str) -> HttpResponse:
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.showing(Conflict, Throttled):
            passes.give(request.actor(once=form.once_key), member)
            text = _("They can come in for %(life)s, and were told so by mail.")
            messages.success(request, text % {"life": lasting("pass")})
            return redirect(here(request, "users"))
    subject = find_active(request, member)
    shown = {"subject": subject, "form": form, "live": live_passes.of_member(subject.id, now())}
    return render(request, "panel/users/let_in.html", shown, status=form.status)


@in_account
@needs("members.allow_new_factor")
@require_POST
def take_back(request: InsideRequest, account: str, member: str) -> HttpResponse:
    passes.take_back(request.actor(once=once_of(request.POST)), member)
    messages.success(request, _("Taken back. Nobody comes in by it any more."))
    return redirect(here(request, "users"))
