"""`…/strength`: what the server would say of a password, asked while it is typed (docs/decisions/0014).

Judged by the rules that will take or refuse it, at the address of the form that it is typed into: whoever
cannot choose a password there is told nothing.
"""

from collections.abc import Iterable

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..access.refusals import Invalid
from ..actions import passwords
from ..models import Person
from ..models.rows import get
from ..web.guards import signed_in
from ..web.request import Request, VisitRequest
from ..web.wording import sentence
from . import invitation

# Of a password that would be refused; those that are taken have 3 or 4.
WEAK = 1


@sensitive_post_parameters("password")
@signed_in
@require_POST
def of_own(request: VisitRequest) -> JsonResponse:
    return _told(request, passwords.known_words(get(Person, pk=request.visit.person_id)))


@sensitive_post_parameters("password")
@require_POST
def of_reset(request: Request, ref: str, secret: str) -> JsonResponse:
    return _told(request, passwords.known_words(passwords.person_by_link(ref, secret)))


@sensitive_post_parameters("password")
@require_POST
def of_invitation(request: Request, ref: str, secret: str) -> JsonResponse:
    offer = invitation.opened(ref, secret)
    return _told(request, invitation.known_words(offer, request.POST.get("name", "")))


def _told(request: Request, known: Iterable[str]) -> JsonResponse:
    try:
        level = passwords.judge(request.actor(), request.POST.get("password", ""), known)
    except Invalid as refusal:
        return JsonResponse({"level": WEAK, "sentence": str(sentence(refusal))})
    words = _("Very hard to guess.") if level > 3 else _("Hard to guess.")
    return JsonResponse({"level": level, "sentence": words})
