"""Presence: whether the person has lately proved to be there, the proof, and the question for it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..access.refusals import Refusal
from ..actions import passkey_presence, presence
from ..clock import now
from ..models.sessions import SUDO
from ..queries.own_security import passkeys_of
from . import cookies, next_page, passkeys
from .request import VisitRequest
from .wording import sentence

# The fields of the question that stands in a form's way; views never see them.
PASSWORD = "presence_password"  # noqa: S105
PASSKEY = "presence_passkey"


def is_present(request: VisitRequest) -> bool:
    until = request.visit.sudo_until
    return until is not None and until > now()


def is_answer(request: VisitRequest) -> bool:
    """Whether a form brings an answer to the question that stood in its way."""
    return request.method == "POST" and not request.POST.keys().isdisjoint((PASSWORD, PASSKEY))


def prove_on_the_way(request: VisitRequest) -> None:
    """Take that answer. Raises what the action refuses."""
    if request.POST.get(PASSKEY):
        prove_by_passkey(request, request.POST[PASSKEY], field=PASSKEY)
    else:
        prove(request, request.POST.get(PASSWORD, ""), field=PASSWORD)


def prove(request: VisitRequest, password: str, *, field: str = "password") -> None:
    """Sudo for the rest of this request and the next minutes. Raises what the action refuses."""
    _note_proof(request, presence.prove_by_password(request.actor(), password, field=field))


def prove_by_code(request: VisitRequest, code: str) -> None:
    """The same by a code of the second factor."""
    _note_proof(request, presence.prove_by_code(request.actor(), code, present=True))


def prove_by_passkey(request: VisitRequest, answer: str, *, field: str | None = None) -> None:
    """The same without a password."""
    _note_proof(request, passkey_presence.prove(request.actor(), answer, field=field))


def _note_proof(request: VisitRequest, secret: str) -> None:
    cookies.keep(request, cookies.SESSION, secret)
    request.visit = replace(request.visit, sudo_until=now() + SUDO)


def ask(request: VisitRequest, refusal: Refusal | None = None) -> HttpResponse:
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
    at_passkey = refusal is not None and refusal.field == PASSKEY
    context = {
        "typed": typed,
        "problem": "" if at_passkey else problem,
        "field": PASSWORD,
        "passkey": by_passkey(request, field=PASSKEY, problem=problem if at_passkey else ""),
    }
    return render(request, "signin/presence_in_form.html", context, status=refusal.status if refusal else 200)


def by_passkey(request: VisitRequest, **more: Any) -> dict[str, Any] | None:
    """The way without a password, for whoever has a passkey that works at this address."""
    visit = request.visit
    if not visit.is_own or not passkeys.offered(request) or not passkeys_of(visit.person_id):
        return None
    return passkeys.form(reverse("presence-passkey"), _("Use a passkey"), **more)
