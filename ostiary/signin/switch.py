"""`/switch`: Switch account. The accounts one is in, how each will ask, and open invitations first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..clock import now
from ..queries import offers
from ..web.guards import signed_in
from ..web.request import VisitRequest
from .account_rows import rows
from .open_invitations import card


@signed_in
@require_safe
def switch(request: VisitRequest) -> HttpResponse:
    found = offers.open_for(request.visit.person_id, now())
    listed, _default = rows(request)
    context = {"title": _("Switch account"), "rows": listed, "offers": [card(offer) for offer in found]}
    return render(request, "signin/switch.html", context)
