"""Where a person goes once they are signed in."""

from contextlib import suppress

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from ..access.refusals import NotFound
from ..actions import sessions
from ..actions.signing_in import Signed
from ..clock import now
from ..models.factors import TRUST
from ..models.sessions import HALF_WAY
from ..queries import landing, offers
from ..web import cookies, kept, next_page
from ..web.request import Request
from ..web.visits import account_in


def home(account_ref: str) -> str:
    return f"/a/{account_ref}/"


def after_step(request: Request, signed: Signed, path: str) -> HttpResponse:
    """On to the code, or in: a new session in this browser, and the one that was here before has ended."""
    if signed.ticket:
        cookies.keep(request, cookies.TICKET, signed.ticket, seconds=int(HALF_WAY.total_seconds()))
        return next_page.send_to(request, "sign-in-code", next=next_page.wrap(path))
    _leave_former(request)
    cookies.keep(request, cookies.SESSION, signed.session)
    if signed.trusted:
        cookies.keep(request, cookies.TRUSTED, signed.trusted, seconds=int(TRUST.total_seconds()))
    cookies.forget(request, cookies.TICKET)
    rotate_token(request)
    if not signed.is_own:
        return redirect(path if account_in(path) == signed.account else home(signed.account))
    path = path or (home(signed.account) if signed.account else "")
    if offers.open_for(signed.person_id, now()):
        return next_page.send_to(request, "invitations", next=next_page.wrap(path))
    return on(request, path)


def _leave_former(request: Request) -> None:
    visit = request.visit
    if visit is not None:
        with suppress(NotFound):  # it ended by what was just done
            sessions.end(request.actor(), visit.session_ref)


def on(request: Request, path: str) -> HttpResponse:
    """To what was being typed, else to the page asked for, else to the chooser."""
    if kept.NAME in request.COOKIES:
        return next_page.send_to(request, "carry-on", next=next_page.wrap(path))
    return redirect(path) if path else next_page.send_to(request, "switch")


@require_safe
def start(request: Request) -> HttpResponse:
    """The address without a path: one's account, or the door."""
    visit = request.visit
    if visit is None or not visit.is_own:
        return redirect("sign-in")
    return redirect(landing_path(visit.person_id) or "switch")


def landing_path(person_id: int) -> str:
    account = landing.of(person_id)
    return home(account.ref) if account else ""
