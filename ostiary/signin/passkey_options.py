"""Challenges for passkeys, as JSON for the script of the page that asks (static/ostiary/js/passkeys.js).

Each belongs to the browser that asked for it and to one purpose. Asking changes nothing else.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from ..access.refusals import NotFound
from ..actions import passkey_presence, passkey_signing_in, passkeys
from ..proofs.cookies import new_browser_secret
from ..web import cookies, guards
from ..web.guards import signed_in, sudo


@require_POST
def for_signing_in(request: HttpRequest) -> HttpResponse:
    """The same for everybody: no address is asked for."""
    browser = request.COOKIES.get(cookies.BROWSER) or new_browser_secret()
    options = passkey_signing_in.options_alone(request.actor(), browser)
    cookies.keep(request, cookies.BROWSER, browser)
    return JsonResponse(options)


@require_POST
def for_second_step(request: HttpRequest) -> HttpResponse:
    ticket = request.COOKIES.get(cookies.TICKET, "")
    return JsonResponse(passkey_signing_in.options_after_password(request.actor(), ticket))


@signed_in
@require_POST
def for_presence(request: HttpRequest) -> HttpResponse:
    return JsonResponse(passkey_presence.options(request.actor()))


@require_POST
def for_entering(request: HttpRequest, account: str) -> HttpResponse:
    if request.visit is None:
        return guards.ask_to_sign_in(request)
    if request.visit.account_id is None:
        raise NotFound()
    guards.must_not_be_outside(request)
    verified = not request.visit.proved.first
    return JsonResponse(passkey_presence.options_to_enter(request.actor(), verified=verified))


@sudo
@require_POST
def for_new(request: HttpRequest) -> HttpResponse:
    return JsonResponse(passkeys.options_for_new(request.actor()))
