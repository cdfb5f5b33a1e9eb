"""The buttons of the editor, for an invitation and for a member alike: each one changes the draft."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from ...actions import drafts
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from .editor import choose
from .sheet import looking


@in_account
@needs("members.change_access")
@require_POST
def keep(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    """What the page shows; also Search, and the pages of the lists."""
    return choose(request, member, drafts.keep)


@in_account
@needs("members.change_access")
@require_POST
def add_role(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    role = request.POST.get("role", "")
    return choose(request, member, lambda actor, sheet: drafts.add_role(actor, sheet, role), focus="roles")


@in_account
@needs("members.change_access")
@require_POST
def remove_role(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    role = request.POST.get("role", "")
    return choose(request, member, lambda actor, sheet: drafts.remove_role(actor, sheet, role), focus="roles")


@in_account
@needs("members.change_access")
@require_POST
def grant_services(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    search = looking(request.POST).services.search
    return choose(request, member, lambda actor, sheet: drafts.grant_services(actor, sheet, search))


@in_account
@needs("members.change_access")
@require_POST
def revoke_services(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    search = looking(request.POST).services.search
    return choose(request, member, lambda actor, sheet: drafts.revoke_services(actor, sheet, search))


@in_account
@needs("members.change_access")
@require_POST
def grant_workspaces(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    search = looking(request.POST).workspaces.search
    return choose(request, member, lambda actor, sheet: drafts.grant_workspaces(actor, sheet, search))


@in_account
@needs("members.change_access")
@require_POST
def revoke_workspaces(request: InsideRequest, account: str, member: str = "") -> HttpResponse:
    search = looking(request.POST).workspaces.search
    return choose(request, member, lambda actor, sheet: drafts.revoke_workspaces(actor, sheet, search))


@in_account
@needs("members.invite")
@require_POST
def use_former(request: InsideRequest, account: str) -> HttpResponse:
    """What somebody who comes back had when they left."""
    return choose(request, "", drafts.use_former)
