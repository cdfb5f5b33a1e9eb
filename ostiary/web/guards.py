"""Who may see a page, as headlines above the view.

@in_account
@needs("members.invite")
def invite(request, account): ...
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..access.decisions import require
from ..access.refusals import Forbidden, NotFound, Refusal
from ..actions import passkey_presence, presence
from ..clock import now
from ..models.sessions import SUDO
from ..queries.own_security import passkeys_of
from . import cookies, kept, next_page, passkeys
from .wording import sentence

View = Callable[..., HttpResponse]
# The fields of the question for presence; views never see them.
PASSWORD = "presence_password"  # noqa: S105
PASSKEY = "presence_passkey"


def signed_in(view: View) -> View:
    """For the person themselves, by their own sign-in; anybody else signs in first and comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.visit is None or not request.visit.is_own:  # type: ignore[attr-defined]
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def in_account(view: View) -> View:
    """For an active member, in a session that the account is open to.

    For everybody else it does not exist: 404. A member without a standing is asked for what is missing; one
    whose address is not in the allowlist is told so, whatever they have proved.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = request.visit  # type: ignore[attr-defined]
        if visit is None:
            return ask_to_sign_in(request)
        if visit.account_id is None:
            raise NotFound()
        if not visit.is_inside:
            kept.keep(request)
            must_not_be_outside(request)
            return next_page.send_to(request, "enter", visit.account_ref, next=next_page.sealed_here(request))
        return view(request, *args, **kwargs)

    return guarded


def must_not_be_outside(request: HttpRequest) -> None:
    """Refuse it to a member whose address is not in the account's allowlist."""
    demands = request.visit.demands  # type: ignore[attr-defined]
    if demands.outside and not demands.locked:
        raise Forbidden(code="address_outside", address=request.client_ip)  # type: ignore[attr-defined]


def needs(capability: str) -> Callable[[View], View]:
    """For whoever may do this in the account; others read what is missing and who can give it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.visit.access, capability)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def sudo(view: View) -> View:
    """For whoever has lately proved their presence. A form is asked for the proof on its way, then goes on.

    By their own sign-in, or inside the account that is open to them.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = request.visit  # type: ignore[attr-defined]
        if visit is None or not (visit.is_own or visit.is_inside):
            return ask_to_sign_in(request)
        if is_present(request):
            return view(request, *args, **kwargs)
        if request.method != "POST" or not request.POST.keys() & {PASSWORD, PASSKEY}:
            return ask_for_presence(request)
        try:
            if request.POST.get(PASSKEY):
                prove_by_passkey(request, request.POST[PASSKEY], field=PASSKEY)
            else:
                prove(request, request.POST.get(PASSWORD, ""), field=PASSWORD)
        except Refusal as refusal:
            return ask_for_presence(request, refusal)
        return view(request, *args, **kwargs)

    return guarded


def is_present(request: HttpRequest) -> bool:
    until = request.visit.sudo_until  # type: ignore[attr-defined]
    return until is not None and until > now()


def prove(request: HttpRequest, password: str, *, field: str = "password") -> None:
    """Sudo for the rest of this request and the next minutes. Raises what the action refuses."""
    _is_proved(request, presence.prove_by_password(request.actor(), password, field=field))  # type: ignore[attr-defined]


def prove_by_code(request: HttpRequest, code: str) -> None:
    """The same by a code of the second factor."""
    _is_proved(request, presence.prove_by_code(request.actor(), code, present=True))  # type: ignore[attr-defined]


def prove_by_passkey(request: HttpRequest, answer: str, *, field: str | None = None) -> None:
    """The same without a password."""
    _is_proved(request, passkey_presence.prove(request.actor(), answer, field=field))  # type: ignore[attr-defined]


def _is_proved(request: HttpRequest, secret: str) -> None:
    cookies.keep(request, cookies.SESSION, secret)
    request.visit = replace(request.visit, sudo_until=now() + SUDO)  # type: ignore[attr-defined]


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the door, with the way back; what was typed is kept."""
    kept.keep(request)
    return next_page.send_to(request, "sign-in", next=next_page.sealed_here(request))


def ask_for_presence(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The question in place of the answer: a form's carries everything typed, a page's leads back to it."""
    if request.method != "POST":
        return next_page.send_to(request, "presence", next=next_page.sealed_here(request))
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (PASSWORD, PASSKEY, "csrfmiddlewaretoken")
    ]
    problem = sentence(refusal) if refusal else ""
    by_passkey = refusal is not None and refusal.field == PASSKEY
    context = {
        "typed": typed,
        "problem": "" if by_passkey else problem,
        "field": PASSWORD,
        "passkey": passkey_for_presence(request, field=PASSKEY, problem=problem if by_passkey else ""),
    }
    return render(request, "signin/presence_in_form.html", context, status=refusal.status if refusal else 200)


def passkey_for_presence(request: HttpRequest, **more: Any) -> dict[str, Any] | None:
    """The way without a password, for whoever has a passkey that works at this address."""
    visit = request.visit  # type: ignore[attr-defined]
    if not visit.is_own or not passkeys.offered(request) or not passkeys_of(visit.person_id):
        return None
    return passkeys.form(reverse("presence-passkey"), _("Use a passkey"), **more)
