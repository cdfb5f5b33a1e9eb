"""Recovery codes: how many are left, and ten new ones, shown once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..actions import recovery_codes
from ..queries import own_security
from ..web import cookies, next_page
from ..web.guards import sudo
from ..web.wording import sentence


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    person, path = request.visit.person_id, next_page.wanted(request)
    context = {"title": _("Recovery codes"), "next": next_page.wrap(path), "on": path}
    status = 200
    if request.method == "POST":
        try:
            context["made"] = recovery_codes.make(request.actor())
        except Refusal as refusal:
            context["problem"], status = sentence(refusal), refusal.status
    context["left"] = own_security.recovery_codes_left(person)
    context["holds_factor"] = request.visit.proved.holds_factor
    return render(request, "signin/recovery_codes.html", context, status=status)


def after_enrolment(request: HttpRequest, secret: str, told: str, path: str) -> HttpResponse:
    """On from a new factor: by way of the recovery codes, for who has none yet."""
    cookies.keep(request, cookies.SESSION, secret)
    messages.success(request, told)
    if own_security.recovery_codes_left(request.visit.person_id) is None:
        return next_page.send_to(request, "recovery-codes", next=next_page.wrap(path))
    return redirect(path or "security")
