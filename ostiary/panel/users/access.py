"""*Access controls*: the two steps, saving, and what happens when somebody else saved first."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...access.refusals import Conflict, Invalid, Refusal
from ...actions import drafts
from ...actions.drafts import Sheet
from ...clock import now
from ...models.drafts import LIFE
from ...queries.changes import latest_change
from ...web.addresses import here
from ...web.forms import Form
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from . import words
from .desk import Desk, of_subject
from .editor import address_of, choose, desk_of, find, show, step_of
from .review import review
from .sheet import INVITATION, REACH, ROLES, Looking, SheetForm, looking, must_have_seen, sheet


@in_account
@needs("members.change_access")
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """The first step, or all of it for somebody who is still invited. A POST saves."""
    if request.method == "POST":
        return _save(request, member)
    return _page(request, of_subject(request, find(request, member)), ROLES)


@in_account
@needs("members.change_access")
@require_safe
def reach(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """The second step; without a role there is nothing to choose there yet."""
    desk = of_subject(request, find(request, member))
    if step_of(desk, REACH) == INVITATION:
        return redirect(here(request, "access", member))
    return _page(request, desk, REACH)


def _page(request: InsideRequest, desk: Desk, asked: str) -> HttpResponse:
    if desk.is_overtaken:
        return _overtaken(request, desk)
    return show(request, desk, step_of(desk, asked), looking(request.GET))


@in_account
@needs("members.change_access")
@require_POST
def proceed(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """*Next*: keep the roles, and go on to services and workspaces."""
    form = SheetForm(request.POST)
    sent = sheet(request.POST, form, member)
    try:
        drafts.keep(request.actor(), sent)
    except Invalid as refusal:
        return _refused(request, sent, form, ROLES, refusal)
    desk = desk_of(request, member, "")
    if not desk.wanted.roles:
        return show(request, desk, ROLES, Looking(), form=form, refusal=Invalid("roles", "role_missing"))
    return redirect(address_of(request, desk, REACH, Looking()))


@in_account
@needs("members.change_access")
@require_POST
def go_back(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """*Back*: keep the levels, and look at the roles again."""
    return choose(request, member, drafts.keep, step=ROLES)


def _save(request: InsideRequest, member: str) -> HttpResponse:
    find(request, member)
    form = SheetForm(request.POST)
    sent = sheet(request.POST, form, member)
    try:
        must_have_seen(request.POST, sent.shown)
        done = drafts.save(request.actor(once=form.once_key), sent)
    except Conflict as refusal:
        if refusal.code != "changed_meanwhile":
            return _refused(request, sent, form, request.POST.get("step", ""), refusal)
        return _somebody_was_faster(request, sent, refusal)
    except Invalid as refusal:
        return _refused(request, sent, form, request.POST.get("step", ""), refusal)
    return _saved(request, member, done)


def _saved(request: InsideRequest, member: str, done: dict[str, Any]) -> HttpResponse:
    subject = find(request, member)
    messages.success(request, _("The access of %(name)s is saved.") % {"name": subject.shown})
    if dropped := words.dropped_in_words(done["dropped"]):
        messages.info(request, dropped)
    return redirect(here(request, "users"))


def _refused(
    request: InsideRequest, sent: Sheet, form: SheetForm, step: str, refusal: Refusal
) -> HttpResponse:
    """Nothing was saved; what was chosen is still there, as far as it can be meant."""
    try:
        drafts.keep(request.actor(), sent)
    except Invalid as error:
        refusal = error
    desk = desk_of(request, sent.member, "")
    return show(request, desk, step_of(desk, step), looking(request.POST), form=form, refusal=refusal)


def _somebody_was_faster(request: InsideRequest, sent: Sheet, refusal: Refusal) -> HttpResponse:
    with suppress(Invalid):
        drafts.keep(request.actor(), sent)
    return _overtaken(request, desk_of(request, sent.member, ""), refusal.status)


def _overtaken(request: InsideRequest, desk: Desk, status: int = 200) -> HttpResponse:
    """Their change and one's own, side by side; nothing is overwritten unseen."""
    change = latest_change(desk.account_id, desk.subject.ref, now() - LIFE) if desk.subject else None
    before = desk.as_it_was(change)
    shown = {
        "desk": desk,
        "change": change,
        "theirs": review(before, desk.before, *desk.names_in(before, desk.before)),
        "mine": review(desk.before, desk.after, *desk.names),
        "form": Form(),
    }
    return render(request, "panel/users/overtaken.html", shown, status=status)


@in_account
@needs("members.change_access")
@require_POST
def start_over(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """*Start from theirs*: drop one's own choices."""
    drafts.discard(request.actor(), member)
    return redirect(here(request, "access", member))


@in_account
@needs("members.change_access")
@require_POST
def apply_mine(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """*Apply mine*: save one's own choices over the change one was shown, and over no later one."""
    form = SheetForm(request.POST)
    form.full_clean()
    against = form.cleaned_data.get("version") or 0
    desk = of_subject(request, find(request, member))
    mine = Sheet(member=member, version=desk.version)
    try:
        done = drafts.save(request.actor(once=form.once_key), mine, against=against)
    except Conflict as refusal:
        if refusal.code != "changed_meanwhile":
            return _refused(request, mine, form, ROLES, refusal)
        return _overtaken(request, desk_of(request, member, ""), refusal.status)
    except Invalid as refusal:
        return _refused(request, mine, form, ROLES, refusal)
    return _saved(request, member, done)
