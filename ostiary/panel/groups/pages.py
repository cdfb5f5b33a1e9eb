"""The page of one group of users, with its roles, and the page of one service group."""

from typing import Any

from django.contrib import messages
from django.forms import CharField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...access.combining import combinable, why_not
from ...access.refusals import Invalid, Refusal
from ...access.table import ROLES
from ...actions import groups, service_groups
from ...queries import group_lists
from ...web.addresses import here
from ...web.asking import asked, pager, window
from ...web.forms import Form, once_of
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from ...web.wording import sentence
from . import words
from .groups import find
from .kinds import GROUPS, SERVICE_GROUPS


class RoleForm(Form):
    role = CharField(required=False)


@in_account
@needs("groups.view")
@require_safe
def group(request: InsideRequest, account: str, ref: str) -> HttpResponse:
    return _group_page(request, ref)


@in_account
@needs("groups.manage")
@require_POST
def add_role(request: InsideRequest, account: str, ref: str) -> HttpResponse:
    return _choose_role(request, ref, groups.add_roles)


@in_account
@needs("groups.manage")
@require_POST
def remove_role(request: InsideRequest, account: str, ref: str) -> HttpResponse:
    return _choose_role(request, ref, groups.remove_roles)


@in_account
@needs("groups.manage")
@require_POST
def remove_member(request: InsideRequest, account: str, ref: str, member: str) -> HttpResponse:
    groups.remove_members(request.actor(once=_once(request, ref, member)), ref, [member])
    messages.success(request, _("Removed. What they have from elsewhere stays."))
    return redirect(here(request, "group", ref))


@in_account
@needs("groups.manage")
@require_POST
def remove_service_group(request: InsideRequest, account: str, ref: str, service_group: str) -> HttpResponse:
    groups.remove_service_groups(request.actor(once=_once(request, ref, service_group)), ref, [service_group])
    messages.success(request, _("The group does not reach these services any more."))
    return redirect(here(request, "group", ref))


@in_account
@needs("groups.view")
@require_safe
def service_group(request: InsideRequest, account: str, ref: str) -> HttpResponse:
    account_id, search = request.visit.account_id, asked(request, "q")
    found = find(request, SERVICE_GROUPS, ref)
    page = group_lists.services_in(account_id, ref, search, window(request))
    shown = {
        "group": found,
        "services": page.rows,
        "pager": pager(request, page),
        "query": search,
        "reaching": group_lists.groups_reaching(account_id, ref),
        "form": Form(),
    }
    return render(request, "panel/groups/service_group.html", shown)


@in_account
@needs("groups.manage")
@require_POST
def remove_service(request: InsideRequest, account: str, ref: str, service: str) -> HttpResponse:
    service_groups.remove_services(request.actor(once=_once(request, ref, service)), ref, [service])
    messages.success(request, _("The service is removed from the group. The service itself stays."))
    return redirect(here(request, "service-group", ref))


def _once(request: InsideRequest, *refs: str) -> str:
    """All rows of a page share its key; with what is removed, each has one of its own."""
    key = once_of(request.POST)
    return ":".join((key, *refs)) if key else ""


def _choose_role(request: InsideRequest, ref: str, action: Any) -> HttpResponse:
    find(request, GROUPS, ref)
    form = RoleForm(request.POST)
    form.full_clean()
    try:
        action(request.actor(once=form.once_key), ref, [form.cleaned_data.get("role", "")])
    except Invalid as refusal:
        return _group_page(request, ref, refusal)
    return redirect(here(request, "group", ref) + "#roles")


def _group_page(request: InsideRequest, ref: str, refusal: Refusal | None = None) -> HttpResponse:
    account_id, search = request.visit.account_id, asked(request, "q")
    found = find(request, GROUPS, ref)
    page = group_lists.members_in(account_id, ref, search, window(request))
    held, services = group_lists.roles_of(ref), group_lists.services_reached(account_id, ref)
    offered = combinable(held)
    left_out = [role for role in ROLES if role not in held and role not in offered]
    shown = {
        "group": found,
        "members": page.rows,
        "pager": pager(request, page),
        "query": search,
        "held": held,
        "offered": offered,
        "clashes": [{"left_out": role, "clash": why_not(role, held)[0]} for role in left_out],
        "problem": sentence(refusal) if refusal else "",
        "service_groups": group_lists.service_groups_of(account_id, ref),
        "gives": " · ".join(words.what_a_group_gives(held, len(services))),
        "effect": words.effect(held, services),
        "form": RoleForm(),
    }
    return render(request, "panel/groups/group.html", shown, status=refusal.status if refusal else 200)
