"""Challenges for passkeys, as JSON for the script of the page that asks (static/ostiary/js/passkeys.js).

Each belongs to the browser that asked for it and to one purpose. Asking changes nothing else.
"""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from ..actions import passkey_presence, passkey_signing_in, passkeys
from ..proofs.cookies import new_browser_secret
from ..web import cookies
from ..web.guards import at_account, must_not_be_outside, signed_in, sudo
from ..web.request import MemberRequest, Request, VisitRequest


@require_POST
def for_signing_in(request: Request) -> HttpResponse:
    """The same for everybody: no address is asked for."""
    browser = request.COOKIES.get(cookies.BROWSER) or new_browser_secret()
    options = passkey_signing_in.options_alone(request.actor(), browser)
    cookies.keep(request, cookies.BROWSER, browser)
    return JsonResponse(options)


@require_POST
def for_second_step(request: Request) -> HttpResponse:
    ticket = request.COOKIES.get(cookies.TICKET, "")
    return JsonResponse(passkey_signing_in.options_after_password(request.actor(), ticket))


@signed_in
@require_POST
def for_presence(request: VisitRequest) -> HttpResponse:
    return JsonResponse(passkey_presence.options(request.actor()))


@require_POST
@at_account
def for_entering(request: MemberRequest, account: str) -> HttpResponse:
    must_not_be_outside(request)
    verified = not request.visit.proved.first
    return JsonResponse(passkey_presence.options_to_enter(request.actor(), verified=verified))


@sudo
@require_POST
def for_new(request: VisitRequest) -> HttpResponse:
    return JsonResponse(passkeys.options_for_new(request.actor()))
