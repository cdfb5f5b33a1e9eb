"""*Groups*: the lists of both kinds, and how one is made, changed and deleted."""

from typing import Any

from django.contrib import messages
from django.forms import CharField, Textarea
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ...access.refusals import Conflict, Invalid, NotFound
from ...queries import group_lists
from ...web.addresses import here
from ...web.asking import asked, pager, window
from ...web.fields import NameField
from ...web.forms import Form, sent
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from . import words
from .kinds import GROUPS, Kind

# Users who lose something are named up to here; how many more there are, the page counts.
NAMED = 10


class DetailsForm(Form):
    name = NameField(label=_("Name"))
    description = CharField(
        label=_("Description"),
        help_text=_("What it is for, in a sentence. You may leave it out."),
        widget=Textarea(attrs={"rows": 2}),
        required=False,
    )


@in_account
@needs("groups.view")
@require_safe
def listed(request: InsideRequest, account: str, kind: Kind) -> HttpResponse:
    search = asked(request, "q")
    page = kind.listed(request.visit.account_id, search, window(request))
    shown = {"rows": page.rows, "pager": pager(request, page), "query": search}
    return render(request, kind.template("s"), shown)


@in_account
@needs("groups.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: InsideRequest, account: str, kind: Kind) -> HttpResponse:
    form = DetailsForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.showing(Conflict, Invalid):
            made = kind.do_make(request.actor(once=form.once_key), **_details(form))
            messages.success(request, kind.made % {"name": form.cleaned_data["name"]})
            return redirect(here(request, kind.page, made))
    return _form(request, kind, {"form": form})


@in_account
@needs("groups.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: InsideRequest, account: str, kind: Kind, ref: str) -> HttpResponse:
    found = find(request, kind, ref)
    form = DetailsForm(sent(request), initial={"name": found.name, "description": found.description})
    if request.method == "POST" and form.is_valid():
        with form.showing(Conflict, Invalid):
            kind.do_change(request.actor(once=form.once_key), ref, **_details(form))
            messages.success(request, kind.changed)
            return redirect(here(request, kind.page, ref))
    return _form(request, kind, {"form": form, "group": found})


@in_account
@needs("groups.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: InsideRequest, account: str, kind: Kind, ref: str) -> HttpResponse:
    """Who loses what comes before the question."""
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        kind.do_delete(request.actor(once=form.once_key), ref)
        messages.success(request, kind.deleted)
        return redirect(here(request, kind.list_page))
    found = find(request, kind, ref)
    losses = _losses_of_group if kind is GROUPS else _losses_of_service_group
    shown = {"form": form, "group": found, **losses(request.visit.account_id, ref)}
    return render(request, kind.template("_delete"), shown)


def find(request: InsideRequest, kind: Kind, ref: str) -> Any:
    """One of the account's own that was not deleted."""
    found = kind.one(request.visit.account_id, ref)
    if found is None:
        raise NotFound()
    return found


def _details(form: DetailsForm) -> dict[str, str]:
    return {field: form.cleaned_data[field] for field in ("name", "description")}


def _form(request: InsideRequest, kind: Kind, shown: dict[str, Any]) -> HttpResponse:
    return render(request, kind.template("_form"), shown, status=shown["form"].status)


def _losses_of_group(account_id: int, ref: str) -> dict[str, Any]:
    inside = group_lists.members_in(account_id, ref)
    roles, services = group_lists.roles_of(ref), group_lists.services_reached(account_id, ref)
    return {
        "members": inside.rows[:NAMED],
        "more_members": max(0, inside.total - NAMED),
        "gives": words.what_a_group_gives(roles, len(services)),
    }


def _losses_of_service_group(account_id: int, ref: str) -> dict[str, Any]:
    return {"reaching": group_lists.groups_reaching(account_id, ref)}
