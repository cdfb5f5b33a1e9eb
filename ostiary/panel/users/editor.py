"""The page on which access is chosen: for an invitation all on one, for a member in two steps.

Every button sends the whole form to an address of its own, so nothing chosen is lost on the way, with script
or without. With it, only the part that changed is sent back.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from ...access.refusals import Invalid, NotFound, Refusal
from ...actions.actors import Actor
from ...actions.drafts import Sheet
from ...clock import now
from ...queries import tokens
from ...queries.former import former_access
from ...queries.subjects import Subject, subject
from ...web.addresses import here
from ...web.request import InsideRequest
from ...web.wording import sentence
from . import areas, options
from .desk import Desk, of_invitation, of_subject
from .review import review
from .sheet import INVITATION, REACH, ROLES, Looking, SheetForm, looking, sheet

# What htmx may ask for instead of the whole page, by the id of the element.
PARTS = {
    "editor": "panel/users/editor.html",
    "beside": "panel/users/beside.html",
    "services-rows": "panel/users/services_rows.html",
    "workspaces-rows": "panel/users/workspaces_rows.html",
}


def find(request: InsideRequest, member: str) -> Subject:
    """An active or invited member of this account; anybody else does not exist."""
    found = subject(request.visit.account_id, member)
    if found is None:
        raise NotFound()
    return found


def find_active(request: InsideRequest, member: str) -> Subject:
    """An active one: whoever is only invited has no sign-in here yet."""
    found = find(request, member)
    if found.is_invited:
        raise NotFound()
    return found


def is_gone(request: InsideRequest, member: str) -> bool:
    return subject(request.visit.account_id, member) is None


def desk_of(request: InsideRequest, member: str, draft: str) -> Desk:
    return of_subject(request, find(request, member)) if member else of_invitation(request, draft)


def step_of(desk: Desk, asked: str) -> str:
    """Whoever is not a member yet is edited on one page."""
    if desk.subject is None or desk.subject.is_invited:
        return INVITATION
    return asked if asked in (ROLES, REACH) else ROLES


def address_of(request: InsideRequest, desk: Desk, step: str, place: Looking) -> str:
    """The address of a step, and in it where one is in the lists."""
    if desk.subject is None:
        return here(request, "invite") + place.query(**({"draft": desk.draft.ref} if desk.draft else {}))
    return here(request, "access-reach" if step == REACH else "access", desk.subject.ref) + place.query()


def choose(
    request: InsideRequest,
    member: str,
    choice: Callable[[Actor, Sheet], str],
    *,
    step: str = "",
    focus: str = "",
) -> HttpResponse:
    """Let one button do what it does to the draft, and show the page again, or another step."""
    form = SheetForm(request.POST)
    sent, place = sheet(request.POST, form, member), looking(request.POST)
    step = step or request.POST.get("step", "")
    try:
        draft = choice(request.actor(), sent)
    except Invalid as refusal:
        desk = desk_of(request, member, sent.draft)
        return show(request, desk, step_of(desk, step), place, form=form, refusal=refusal)
    desk = desk_of(request, member, draft)
    step = step_of(desk, step)
    if request.htmx:
        return show(request, desk, step, place, form=form, focus=focus)
    return redirect(address_of(request, desk, step, place))


def show(
    request: InsideRequest,
    desk: Desk,
    step: str,
    place: Looking,
    *,
    form: SheetForm | None = None,
    refusal: Refusal | None = None,
    focus: str = "",
) -> HttpResponse:
    """The page, or the part of it that htmx asks for."""
    form = form or SheetForm(initial={"address": desk.address})
    # An address has to be given in the end; until then a page without one is kept as it is.
    form.fields["address"].required = True
    shown = {**context(request, desk, step, place), "form": form, "focus": focus}
    shown |= _problem(form, shown, refusal) if refusal else {}
    part = PARTS.get(request.htmx.target or "") if request.htmx else None
    whole = "panel/users/invitation.html" if step == INVITATION else "panel/users/access.html"
    if not part and desk.subject and not desk.subject.is_invited:
        live = tokens.count_live(desk.account_id, desk.subject.ref, now())
        shown["options"] = options.beside_access(request, desk.subject, live)
    # An answer to htmx is put into the page whatever it says; the status is for everybody else.
    status = refusal.status if refusal else form.status
    response = render(request, part or whole, shown, status=status)
    if request.htmx:
        response.headers["HX-Replace-Url"] = address_of(request, desk, step, place)
    return response


def _problem(form: SheetForm, shown: dict[str, Any], refusal: Refusal) -> dict[str, Any]:
    """A refusal shows in the area it is about, if that is on this page; else at its field, or on top."""
    if refusal.field in shown:
        return {"problem_area": refusal.field, "problem": sentence(refusal)}
    form.refuse(refusal)
    return {}


def context(request: InsideRequest, desk: Desk, step: str, place: Looking) -> dict[str, Any]:
    base = here(request, "access", desk.subject.ref) if desk.subject else here(request, "invite")
    shown: dict[str, Any] = {"desk": desk, "step": step, "place": place, "base": base}
    if step != REACH:
        shown["roles"] = areas.roles(desk)
    if step != ROLES:
        shown["services"] = areas.services(desk, place.services)
        shown["workspaces"] = areas.workspaces(desk, place.workspaces)
    if desk.subject:
        shown["review"] = review(desk.before, desk.after, *desk.names)
        shown["bypass"] = _bypass(desk)
    elif desk.address:
        shown["former"] = former_access(desk.account_id, desk.address)
    return shown


def _bypass(desk: Desk) -> dict[str, bool]:
    """The box *Bypass SSO*: for superusers alone, and the owner's is always ticked."""
    owner = bool(desk.subject and desk.subject.is_owner)
    allowed = "superuser" in desk.wanted.roles
    before = bool(desk.subject and desk.subject.bypass_sso)
    after = owner or (allowed and desk.wanted.bypass_sso)
    changes = {"gained": after and not before, "lost": before and not after}
    return {"owner": owner, "allowed": allowed, "on": after, **changes}
