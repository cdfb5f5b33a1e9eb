"""*Services* and *Workspaces*: one set of pages for two kinds of things."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access.access import Access
from ..access.decisions import decide, explain, require
from ..access.refusals import Conflict, Invalid, NotFound
from ..clock import now
from ..queries import protected as queries
from ..web.access_words import explained, level_in_words, role_and_source
from ..web.addresses import here
from ..web.asking import asked, pager, window
from ..web.fields import NameField
from ..web.forms import Form, sent
from ..web.guards import in_account
from ..web.request import InsideRequest
from .kinds import SERVICES, Kind

# Members who lose something are named up to here; how many more there are, the page counts.
NAMED = 10


class NameForm(Form):
    name = NameField(label=_("Name"))


@in_account
@require_safe
def listed(request: InsideRequest, account: str, kind: Kind) -> HttpResponse:
    visit, search = request.visit, asked(request, "q")
    page = queries.listed(
        kind.rows, visit.account_id, visit.access, now(), search=search, window=window(request)
    )
    shown = {
        "things": [{"row": row, "level": visit.access.level(row.ref)} for row in page.rows],
        "pager": pager(request, page),
        "query": search,
        "may_make": decide(visit.access, kind.create),
    }
    return render(request, f"panel/{kind.word}s.html", shown)


@in_account
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: InsideRequest, account: str, kind: Kind) -> HttpResponse:
    require(request.visit.access, kind.create)
    form = NameForm(sent(request))
    if request.method == "POST" and _done(request, form, kind.do_make):
        messages.success(request, kind.made % {"name": form.cleaned_data["name"]})
        return redirect(here(request, kind.list_page))
    return render(request, f"panel/{kind.word}_new.html", {"form": form}, status=form.status)


@in_account
@require_safe
def show(request: InsideRequest, account: str, kind: Kind, thing: str) -> HttpResponse:
    found = _find(request, kind, thing)
    return _page(request, kind, found, NameForm(initial={"name": found.name}))


@in_account
@require_POST
def rename(request: InsideRequest, account: str, kind: Kind, thing: str) -> HttpResponse:
    found = _find(request, kind, thing)
    form = NameForm(request.POST)
    if _done(request, form, kind.do_rename, thing):
        messages.success(request, kind.renamed % {"name": form.cleaned_data["name"]})
        return redirect(here(request, kind.word, thing))
    return _page(request, kind, found, form)


@in_account
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: InsideRequest, account: str, kind: Kind, thing: str) -> HttpResponse:
    """Who loses what comes before the question."""
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        kind.do_delete(request.actor(once=form.once_key), thing)
        messages.success(request, kind.deleted)
        return redirect(here(request, kind.list_page))
    found = _find(request, kind, thing)
    require(request.visit.access, kind.delete, kind.resource(thing))
    return render(request, f"panel/{kind.word}_delete.html", _losses(request, kind, found) | {"form": form})


def _find(request: InsideRequest, kind: Kind, ref: str) -> queries.Thing:
    """What the member may know of; anything else, another account's included, does not exist."""
    visit = request.visit
    found = queries.one(kind.rows, visit.account_id, visit.access, now(), ref)
    if found is None:
        raise NotFound()
    return found


def _done(request: InsideRequest, form: NameForm, action: Callable[..., Any], *refs: str) -> bool:
    """Whether the action took the name; if not, the form says why not at its field."""
    if not form.is_valid():
        return False
    with form.showing(Conflict, Invalid):
        action(request.actor(once=form.once_key), *refs, form.cleaned_data["name"])
        return True
    return False


def _page(request: InsideRequest, kind: Kind, found: queries.Thing, form: NameForm) -> HttpResponse:
    access, resource = request.visit.access, kind.resource(found.ref)
    shown = {
        "form": form,
        "thing": found,
        "level": access.level(found.ref),
        "sources": _sources(access, kind, found.ref),
        "rename": explained(explain(access, kind.rename, resource)),
        "delete": explained(explain(access, kind.delete, resource)),
        "capabilities": [kind.rename, kind.delete],
    }
    return render(request, f"panel/{kind.word}.html", shown, status=form.status)


def _sources(access: Access, kind: Kind, ref: str) -> list[tuple[str, str]]:
    """What gives the member their level on a service, with the level, or lets them into a workspace."""
    if kind is SERVICES:
        given = access.level_sources(ref)
        return [(role_and_source(one.role, one.source), level_in_words(one.level)) for one in given]
    using = [one for one in access.holdings if one.role.acts_on_workspaces and one.reaches(ref)]
    return [(role_and_source(one.role, one.given.source), "") for one in using]


def _losses(request: InsideRequest, kind: Kind, found: queries.Thing) -> dict[str, Any]:
    moment = now()
    holders = queries.holders(kind.rows, found.ref, moment, most=NAMED)
    tokens = queries.tokens_for(request.visit.account_id, found.ref, moment) if kind is SERVICES else 0
    return {
        "thing": found,
        "holders": holders,
        "more_holders": max(0, found.named - len(holders)),
        "tokens": tokens,
        "may_see_members": decide(request.visit.access, "members.view"),
    }
