"""What the *Options* of an invitation do: resend, copy the link, delete."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...access.refusals import NotFound
from ...actions import invitations
from ...mail.ready import configured
from ...queries import invitations as queries
from ...queries.invitations import InvitationRow
from ...web.addresses import here
from ...web.forms import once_of
from ...web.guards import in_account, needs
from ...web.lasting import lasting
from ...web.request import InsideRequest


@in_account
@needs("members.invite")
@require_POST
def resend(request: InsideRequest, account: str, invitation: str) -> HttpResponse:
    found = _find(request, invitation)
    invitations.resend(request.actor(once=once_of(request.POST)), invitation)
    if configured():
        text = _("The letter to %(address)s is queued. The link of the one before no longer works.")
        messages.success(request, text % {"address": found.address})
    else:
        text = _("The invitation of %(address)s is open for another %(life)s. No mail server: copy its link.")
        messages.warning(request, text % {"address": found.address, "life": lasting("invitation")})
    return redirect(here(request, "users"))


@in_account
@needs("members.invite")
@require_POST
def copy(request: InsideRequest, account: str, invitation: str) -> HttpResponse:
    """The link is on this answer alone: it is in no address, no cookie and no list."""
    found = _find(request, invitation)
    secret = invitations.copy_link(request.actor(once=once_of(request.POST)), invitation)
    link = settings.CONFIG.url + reverse("invitation", args=[invitation, secret])
    return render(request, "panel/users/link.html", {"invitation": found, "link": link})


@in_account
@needs("members.invite")
@require_POST
def delete(request: InsideRequest, account: str, invitation: str) -> HttpResponse:
    found = _find(request, invitation)
    invitations.delete(request.actor(once=once_of(request.POST)), invitation)
    messages.success(request, _("The invitation of %(address)s is deleted.") % {"address": found.address})
    return redirect(here(request, "users"))


def _find(request: InsideRequest, ref: str) -> InvitationRow:
    found = queries.one(request.visit.account_id, ref)
    if found is None:
        raise NotFound()
    return found
