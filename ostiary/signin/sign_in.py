"""`/sign-in`, `/sign-in/code` and `/sign-out`."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..access.refusals import Conflict, Refusal
from ..actions import account_apps, dead_links, passkey_signing_in, sessions, signing_in
from ..actions.signing_in import Signed
from ..mail.ready import configured
from ..proofs.addresses import mask
from ..queries import own_security
from ..web import cookies, kept, next_page, passkeys
from ..web.forms import sent
from ..web.request import Request
from ..web.text import Text
from ..web.visits import account_in
from ..web.wording import sentence
from . import arrival, forms


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    path = next_page.wanted(request)
    if request.method != "POST" and request.visit and request.visit.is_own:
        return redirect(path or arrival.landing_path(request.visit.person_id) or "switch")
    if "passkey" in request.POST:
        return _by_passkey(request, path)
    form = forms.SignIn(sent(request))
    if form.is_valid():
        address, password = form.cleaned_data["address"], form.cleaned_data["password"]
        with form.showing(Refusal):
            signed = signing_in.with_password(
                request.actor(),
                address,
                password,
                wanted=account_in(path),
                trusted=request.COOKIES.get(cookies.TRUSTED, ""),
            )
            return arrival.after_step(request, signed, path)
    return _page(request, form, path, form.status)


def _by_passkey(request: Request, path: str) -> HttpResponse:
    browser, answer = request.COOKIES.get(cookies.BROWSER, ""), request.POST["passkey"]
    try:
        signed = passkey_signing_in.alone(request.actor(), browser, answer, wanted=account_in(path))
    except Refusal as refusal:
        return _page(request, forms.SignIn(), path, refusal.status, sentence(refusal))
    cookies.forget(request, cookies.BROWSER)
    return arrival.after_step(request, signed, path)


def _page(request: Request, form: forms.SignIn, path: str, status: int, problem: object = "") -> HttpResponse:
    context = {"form": form, "next": next_page.wrap(path), "sends_mail": configured()}
    if passkeys.offered(request):
        label = _("Use a passkey")
        context["passkey"] = passkeys.form(reverse("sign-in-passkey"), label, waits=True, problem=problem)
    return render(request, "signin/sign_in.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    path = next_page.wanted(request)
    ticket = request.COOKIES.get(cookies.TICKET, "")
    by_key = "passkey" in request.POST
    problem: Text = ""
    form = forms.SignInCode(None if by_key else sent(request), recovery=forms.by_recovery(request))
    status = form.status
    try:
        waiting = signing_in.half_way(ticket)
        if by_key or form.is_valid():
            signed = _second_step(request, ticket, form, account_in(path))
            return arrival.after_step(request, signed, path)
    except Conflict as refusal:
        return start_again(request, refusal, path)
    except Refusal as refusal:
        if by_key:
            problem = sentence(refusal)
        else:
            form.refuse(refusal)
        status = refusal.status
    person = waiting.person_id
    has_app = own_security.has_app(person) or account_apps.held(person).exists()
    context = {
        "form": form,
        "next": next_page.wrap(path),
        "address": mask(waiting.person.address),
        "recovery": form.recovery,
        "has_app": has_app,
        "passkey": None if form.recovery else _key_of(request, waiting.person_id, problem, has_app),
    }
    return render(request, "signin/code.html", context, status=status)


def _second_step(request: Request, ticket: str, form: forms.SignInCode, wanted: str) -> Signed:
    """By the answer of a key, else by the code in the form."""
    if "passkey" in request.POST:
        answer, trust = request.POST["passkey"], "trust" in request.POST
        return passkey_signing_in.after_password(request.actor(), ticket, answer, wanted=wanted, trust=trust)
    typed, trust = form.cleaned_data["code"], form.cleaned_data.get("trust", False)
    return signing_in.with_code(request.actor(), ticket, typed, wanted=wanted, trust=trust)


def _key_of(request: Request, person_id: int, problem: object, has_app: bool) -> dict[str, Any] | None:
    if not passkeys.offered(request) or not own_security.passkeys_of(person_id):
        return None
    label = _("Use a passkey or security key")
    return passkeys.form(reverse("sign-in-code-passkey"), label, problem=problem, is_all=not has_app)


def start_again(request: Request, refusal: Refusal, path: str) -> HttpResponse:
    if request.method == "POST" and (ticket := request.COOKIES.get(cookies.TICKET)):
        dead_links.ticket(request.actor(), ticket)
    cookies.forget(request, cookies.TICKET)
    messages.warning(request, sentence(refusal))
    return next_page.send_to(request, "sign-in", next=next_page.wrap(path))


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Ends the session on the server; the cookie alone would only be forgotten here."""
    path = next_page.wanted(request)
    if request.visit:
        sessions.end(request.actor(), request.visit.session_ref)
    cookies.forget(request, cookies.SESSION)
    cookies.forget(request, cookies.TICKET)
    kept.drop(request)
    rotate_token(request)
    return redirect(path or "sign-in")
