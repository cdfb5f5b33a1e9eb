"""`/presence`: who is signed in proves to be there, and goes back to where they were."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..queries import own_security
from ..web import guards, next_page
from ..web import presence as proof
from ..web.forms import Form, sent
from ..web.request import Request, VisitRequest, has_visit
from ..web.wording import sentence
from . import forms


@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: Request) -> HttpResponse:
    """For every session that began by a password, since inside an account pages ask for presence as well."""
    if not has_visit(request) or not request.visit.proved.first:
        return guards.ask_to_sign_in(request)
    path = next_page.wanted(request)
    if "passkey" in request.POST:
        return _by_passkey(request, path)
    by_code = request.GET.get("with") == "code"
    form = forms.Code(sent(request)) if by_code else forms.Presence(sent(request))
    if form.is_valid():
        with form.showing(Refusal):
            if by_code:
                proof.prove_by_code(request, form.cleaned_data["code"])
            else:
                proof.prove(request, form.cleaned_data["password"])
            return redirect(path or "security")
    return _page(request, form, path, form.status)


def _by_passkey(request: VisitRequest, path: str) -> HttpResponse:
    try:
        proof.prove_by_passkey(request, request.POST["passkey"])
    except Refusal as refusal:
        return _page(request, forms.Presence(), path, refusal.status, sentence(refusal))
    return redirect(path or "security")


def _page(request: VisitRequest, form: Form, path: str, status: int, problem: object = "") -> HttpResponse:
    passkey = proof.by_passkey(request, problem=problem)
    context = {
        "form": form,
        "next": next_page.wrap(path),
        "passkey": passkey,
        "by_code": isinstance(form, forms.Code),
        "has_app": own_security.has_app(request.visit.person_id),
    }
    return render(request, "signin/presence.html", context, status=status)
