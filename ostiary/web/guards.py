"""Who may see a page, as headlines above the view.

@in_account
@needs("members.invite")
def invite(request, account): ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from ..access.decisions import require
from ..access.refusals import Forbidden, NotFound, Refusal
from . import kept, next_page, presence

View = Callable[..., HttpResponse]


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
        if presence.is_present(request):
            return view(request, *args, **kwargs)
        if not presence.is_answer(request):
            return presence.ask(request)
        try:
            presence.prove_on_the_way(request)
        except Refusal as refusal:
            return presence.ask(request, refusal)
        return view(request, *args, **kwargs)

    return guarded


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the door, with the way back; what was typed is kept."""
    kept.keep(request)
    return next_page.send_to(request, "sign-in", next=next_page.sealed_here(request))
