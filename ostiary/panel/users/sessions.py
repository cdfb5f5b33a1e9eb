"""Where a user is logged in to this account, and ending that. Their sessions elsewhere are nobody's here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...actions import standings
from ...clock import now
from ...proofs.standings import Method
from ...queries import member_sessions
from ...web.addresses import here
from ...web.company_words import METHODS
from ...web.devices import device
from ...web.forms import new_once_key, once_of
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from .editor import find_active


@in_account
@needs("sessions.manage")
@require_safe
def sessions(request: InsideRequest, account: str, member: str) -> HttpResponse:
    subject = find_active(request, member)
    found = member_sessions.open_to(subject.id, now())
    lines = [
        {
            "row": row,
            "device": device(row.user_agent),
            "methods": ", ".join(str(METHODS[Method(one)]) for one in row.methods if one in METHODS),
            "once": new_once_key(),
        }
        for row in found
    ]
    shown = {"subject": subject, "sessions": lines, "once": new_once_key()}
    return render(request, "panel/users/sessions.html", shown)


@in_account
@needs("sessions.manage")
@require_POST
def end(request: InsideRequest, account: str, member: str, standing: str = "") -> HttpResponse:
    """One of them, or all."""
    standings.end_of_member(request.actor(once_of(request.POST)), member, standing)
    messages.success(request, _("Ended in this account. The user is told by mail."))
    return redirect(here(request, "user-sessions", member))
