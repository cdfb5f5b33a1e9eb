"""`/reset`: a way to a new password by the mailbox. Opening the mailed link changes nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..actions import dead_links, passwords
from ..mail.ready import configured
from ..web import cookies
from ..web.forms import sent
from ..web.request import Request
from ..web.wording import sentence
from . import forms


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """The answer is the same for every address, known or not."""
    form = forms.AskForReset(sent(request))
    if form.is_valid():
        with form.showing(Refusal):
            passwords.request_reset(request.actor(), form.cleaned_data["address"])
            return render(request, "signin/reset_asked.html")
    return render(
        request, "signin/reset.html", {"form": form, "sends_mail": configured()}, status=form.status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Request, ref: str, secret: str) -> HttpResponse:
    form = forms.NewPassword(sent(request))
    try:
        person = passwords.person_by_link(ref, secret)
    except Refusal as refusal:
        if request.method == "POST":
            dead_links.reset(request.actor(), ref, refusal)
        told = {"sentence": sentence(refusal)}
        return render(request, "signin/reset_dead.html", told, status=refusal.status)
    if form.is_valid():
        with form.showing(Refusal):
            passwords.reset(request.actor(), ref, secret, form.cleaned_data["new"])
            cookies.forget(request, cookies.TICKET)
            messages.success(request, _("Your password was changed. Log in with the new one."))
            return redirect("sign-in")
    context = {"form": form, "address": person.address}
    return render(request, "signin/reset_link.html", context, status=form.status)
