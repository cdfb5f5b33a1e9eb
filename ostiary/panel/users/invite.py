"""*Invite a user*: the page, and sending what it says."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access.refusals import Conflict, Invalid, Refusal
from ...actions import drafts
from ...actions.drafts import Sheet
from ...mail.ready import configured
from ...web.addresses import here
from ...web.asking import asked
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from . import words
from .desk import of_invitation
from .editor import show
from .sheet import INVITATION, SheetForm, looking, must_have_seen, sheet


@in_account
@needs("members.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: InsideRequest, account: str) -> HttpResponse:
    if request.method == "POST":
        return _send(request)
    return show(request, of_invitation(request, asked(request, "draft")), INVITATION, looking(request.GET))


def _send(request: InsideRequest) -> HttpResponse:
    form = SheetForm(request.POST)
    sent = sheet(request.POST, form, "")
    if not form.is_valid():
        return _again(request, form, sent)
    try:
        must_have_seen(request.POST, sent.shown)
        done = drafts.invite(request.actor(once=form.once_key), sent)
    except (Conflict, Invalid) as refusal:
        return _again(request, form, sent, refusal)
    _tell(request, form.cleaned_data["address"], done)
    return redirect(here(request, "users"))


def _again(
    request: InsideRequest, form: SheetForm, sent: Sheet, refusal: Refusal | None = None
) -> HttpResponse:
    """Nothing was sent; everything typed and chosen is still there."""
    try:
        draft = drafts.keep(request.actor(), sent)
    except Invalid as error:
        draft, refusal = sent.draft, refusal or error
    return show(
        request, of_invitation(request, draft), INVITATION, looking(request.POST), form=form, refusal=refusal
    )


def _tell(request: InsideRequest, address: str, done: dict[str, Any]) -> None:
    """Queued is not sent: what became of the letter stands on the invitation."""
    if configured():
        text = _("The invitation to %(address)s is queued. It stands under Pending user invitations.")
        messages.success(request, text % {"address": address})
    else:
        text = _("%(address)s is invited, but there is no mail server. Copy the link from the Options menu.")
        messages.warning(request, text % {"address": address})
    if dropped := words.dropped_in_words(done["dropped"]):
        messages.info(request, dropped)
