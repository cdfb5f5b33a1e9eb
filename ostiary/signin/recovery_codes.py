"""Recovery codes: how many are left, and ten new ones, shown once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..access.refusals import Conflict, NotFound, Refusal
from ..actions import recovery_codes
from ..proofs.recovery import CODES, BadCode, normalise
from ..queries import own_security
from ..web import cookies, next_page
from ..web.forms import sent
from ..web.guards import signed_in, sudo
from ..web.request import VisitRequest
from ..web.wording import sentence
from . import forms


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: VisitRequest) -> HttpResponse:
    person, path = request.visit.person_id, next_page.wanted(request)
    left = own_security.recovery_codes_left(person)
    form = forms.MakeRecoveryCodes(sent(request), has_codes=left is not None)
    context = {"title": _("Recovery codes"), "form": form, "next": next_page.wrap(path), "on": path}
    status = 200
    if form.is_valid():
        end_others = form.cleaned_data.get("end_others", False)
        try:
            context["made"] = recovery_codes.make(request.actor(), end_others=end_others)
        except Refusal as refusal:
            context["problem"], status = sentence(refusal), refusal.status
    context["left"] = left
    context["holds_factor"] = request.visit.proved.holds_factor
    return render(request, "signin/recovery_codes.html", context, status=status)


@signed_in
@require_POST
def file(request: VisitRequest) -> HttpResponse:
    """The codes that the page has just shown, which keeps none, come back from it as a file."""
    codes = request.POST.getlist("code")[:CODES]
    if not codes:
        raise Conflict("recovery_codes_gone")
    try:
        for code in codes:
            normalise(code)
    except BadCode as error:
        raise NotFound() from error
    answer = HttpResponse("".join(f"{code}\n" for code in codes), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer


def after_enrolment(request: VisitRequest, secret: str, told: str, path: str) -> HttpResponse:
    """On from a new factor: by way of the recovery codes, for who has none yet."""
    cookies.keep(request, cookies.SESSION, secret)
    messages.success(request, told)
    if own_security.recovery_codes_left(request.visit.person_id) is None:
        return next_page.send_to(request, "recovery-codes", next=next_page.wrap(path))
    return redirect(path or "security")
