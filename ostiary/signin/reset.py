"""`/reset`: a way to a new password by the mailbox. Opening the mailed link changes nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Refusal
from ..actions import passwords
from ..mail.ready import configured
from ..web import cookies
from ..web.wording import sentence
from . import forms
from .forms import sent


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same for every address, known or not."""
    form = forms.AskForReset(sent(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_valid():
        try:
            passwords.request_reset(request.actor(), form.cleaned_data["address"])
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return render(request, "signin/reset_asked.html", {"life": passwords.RESET_LIFE})
    return render(request, "signin/reset.html", {"form": form, "sends_mail": configured()}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, ref: str, secret: str) -> HttpResponse:
    form = forms.NewPassword(sent(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    try:
        person = passwords.person_by_link(ref, secret)
    except Refusal as refusal:
        context = {"sentence": sentence(refusal)}
        return render(request, "signin/reset_dead.html", context, status=refusal.status)
    if form.is_valid():
        try:
            passwords.reset(request.actor(), ref, secret, form.cleaned_data["new"])
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            cookies.forget(request, cookies.TICKET)
            messages.success(request, _("Your password was changed. Sign in with the new one."))
            return redirect("sign-in")
    context = {"form": form, "address": person.address}
    return render(request, "signin/reset_link.html", context, status=status)
