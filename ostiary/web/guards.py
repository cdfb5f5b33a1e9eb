"""Who may see a page, as headlines above the view. Each says by its type what the view below may assume.

@in_account
@needs("members.invite")
def invite(request: InsideRequest, account: str) -> HttpResponse: ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, overload

from django.http import HttpResponse

from ..access.decisions import require
from ..access.refusals import Forbidden, NotFound, Refusal
from . import kept, next_page, presence
from .request import (
    InsideRequest,
    MemberRequest,
    Request,
    VisitRequest,
    has_visit,
    is_inside,
    is_of_member,
)

R = TypeVar("R", bound=Request)
V = TypeVar("V", bound=VisitRequest)
P = ParamSpec("P")
View = Callable[Concatenate[R, P], HttpResponse]


def signed_in(view: View[VisitRequest, P]) -> View[Request, P]:
    """For the person themselves, by their own sign-in; anybody else signs in first and comes back."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not has_visit(request) or not request.visit.is_own:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def at_account(view: View[MemberRequest, P]) -> View[Request, P]:
    """For an active member, whether the account is open to their session or not.

    For everybody else who is signed in it does not exist: 404.
    """

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not has_visit(request):
            return ask_to_sign_in(request)
        if not is_of_member(request):
            raise NotFound()
        return view(request, *args, **kwargs)

    return guarded


def in_account(view: View[InsideRequest, P]) -> View[Request, P]:
    """For an active member, in a session that the account is open to.

    For everybody else it does not exist: 404. A member without a standing is asked for what is missing; one
    whose address is not in the allowlist is told so, whatever they have proved.
    """

    @at_account
    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_inside(request):
            kept.keep(request)
            must_not_be_outside(request)
            ref = request.visit.account_ref
            return next_page.send_to(request, "enter", ref, next=next_page.sealed_here(request))
        return view(request, *args, **kwargs)

    return guarded


def must_not_be_outside(request: MemberRequest) -> None:
    """Refuse it to a member whose address is not in the account's allowlist."""
    demands = request.visit.demands
    if demands.outside and not demands.locked:
        raise Forbidden(code="address_outside", address=request.client_ip)


def needs(capability: str) -> Callable[[View[InsideRequest, P]], View[InsideRequest, P]]:
    """For whoever may do this in the account; others read what is missing and who can give it."""

    def decorate(view: View[InsideRequest, P]) -> View[InsideRequest, P]:
        @wraps(view)
        def guarded(request: InsideRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            require(request.visit.access, capability)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@overload
def sudo(view: View[VisitRequest, P]) -> View[Request, P]: ...
@overload
def sudo(view: View[V, P]) -> View[V, P]: ...
def sudo(view: View[V, P]) -> View[V, P]:
    """For whoever has lately proved their presence. A form is asked for the proof on its way, then goes on.

    By their own sign-in, or inside the account that is open to them.
    """

    @wraps(view)
    def guarded(request: V, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not has_visit(request) or not (request.visit.is_own or is_inside(request)):
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


def ask_to_sign_in(request: Request) -> HttpResponse:
    """To the door, with the way back; what was typed is kept."""
    kept.keep(request)
    return next_page.send_to(request, "sign-in", next=next_page.sealed_here(request))
