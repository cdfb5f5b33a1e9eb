"""`/sign-in/lost`: the password was right and the second factor is lost. What to do, and in which order."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ..access.refusals import Conflict, Refusal
from ..actions import coming_back, signing_in
from ..models.passes import CODE_LIFE
from ..proofs.addresses import mask
from ..web import cookies, next_page
from ..web.forms import sent
from ..web.request import Request
from . import arrival, forms
from .sign_in import start_again

MINUTES = int(CODE_LIFE.total_seconds()) // 60


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: Request) -> HttpResponse:
    """*Send me a code* is answered the same whoever asks, and whether a letter goes out or not."""
    path = next_page.wanted(request)
    ticket = request.COOKIES.get(cookies.TICKET, "")
    try:
        waiting = signing_in.half_way(ticket)
        if request.method == "POST":
            coming_back.ask_for_code(request.actor(), ticket)
            cookies.keep(request, cookies.TICKET, ticket, seconds=int(CODE_LIFE.total_seconds()))
            return next_page.send_to(request, "sign-in-lost-code", next=next_page.wrap(path))
    except Conflict as refusal:
        return start_again(request, refusal, path)
    context = {"address": mask(waiting.person.address), "next": next_page.wrap(path)}
    return render(request, "signin/lost.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    path = next_page.wanted(request)
    ticket = request.COOKIES.get(cookies.TICKET, "")
    form = forms.MailedCode(sent(request))
    try:
        waiting = signing_in.half_way(ticket)
        if form.is_valid():
            signed = coming_back.with_code(request.actor(), ticket, form.cleaned_data["code"])
            return arrival.after_step(request, signed, path)
    except Conflict as refusal:
        return start_again(request, refusal, path)
    except Refusal as refusal:
        form.refuse(refusal)
    context = {
        "form": form,
        "address": mask(waiting.person.address),
        "next": next_page.wrap(path),
        "minutes": MINUTES,
    }
    return render(request, "signin/lost_code.html", context, status=form.status)
