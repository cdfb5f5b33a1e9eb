"""Adding to a group: search, tick, add several at once. What is ticked stays so while one searches."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ...access.refusals import Conflict, Invalid, NotFound
from ...actions import groups, service_groups
from ...proofs.ids import is_id
from ...queries import group_lists
from ...web.addresses import here
from ...web.asking import LONGEST
from ...web.fields import Refs
from ...web.forms import Form, sent
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from ...web.text import Text
from ...web.wording import SENTENCES
from .groups import find
from .kinds import GROUPS, SERVICE_GROUPS, Kind

# Rows of a list that one chooses from, fewer than of one that one reads.
SIZE = 20


@dataclass(frozen=True)
class Adding:
    """What is added to which kind of group: where to find it, the action, and the page's words."""

    to: Kind
    beside: Callable[..., Any]
    among: Callable[..., Any]
    do_add: Callable[..., object]
    gone: str
    heading: Text
    description: Text
    find: Text
    button: Text
    none: Text
    done: Text


MEMBERS = Adding(
    to=GROUPS,
    beside=group_lists.members_beside,
    among=group_lists.members_among,
    do_add=groups.add_members,
    gone="user_gone",
    heading=_("Add users to %(name)s"),
    description=_("They get what the group gives at once; whoever is still invited gets it on accepting."),
    find=_("Find a user"),
    button=_("Add users"),
    none=_("Every user of the account is in this group already."),
    done=_("Added to %(name)s."),
)
SERVICE_GROUPS_OF_A_GROUP = Adding(
    to=GROUPS,
    beside=group_lists.service_groups_beside,
    among=group_lists.service_groups_among,
    do_add=groups.add_service_groups,
    gone="service_group_gone",
    heading=_("Add service groups to %(name)s"),
    description=_("The group's roles reach their services, those that are put into them later included."),
    find=_("Find a service group"),
    button=_("Add service groups"),
    none=_("There is no other service group. Make one under Groups, Service groups."),
    done=_("Added to %(name)s."),
)
SERVICES = Adding(
    to=SERVICE_GROUPS,
    beside=group_lists.services_beside,
    among=group_lists.services_among,
    do_add=service_groups.add_services,
    gone="service_unknown",
    heading=_("Add services to %(name)s"),
    description=_("Whoever is in a group that reaches this service group reaches them at once."),
    find=_("Find a service"),
    button=_("Add services"),
    none=_("Every service of the account is in this service group already."),
    done=_("Added to %(name)s."),
)


class AddForm(Form):
    chosen = Refs(
        widget=CheckboxSelectMultiple,
        error_messages={"required": SENTENCES["nothing_ticked"]},
    )


@in_account
@needs("groups.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: InsideRequest, account: str, adding: Adding, ref: str) -> HttpResponse:
    """A search sends the form as well, and adds nothing."""
    found = find(request, adding.to, ref)
    if "search" in request.POST:
        return _page(request, adding, found, AddForm(initial={"once": request.POST.get("once", "")}))
    form = AddForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            adding.do_add(request.actor(once=form.once_key), ref, form.cleaned_data["chosen"])
        except NotFound:
            form.refuse(Invalid("chosen", adding.gone))
        except (Conflict, Invalid) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, adding.done % {"name": found.name})
            return redirect(here(request, adding.to.page, ref))
    return _page(request, adding, found, form)


def _page(request: InsideRequest, adding: Adding, found: Any, form: AddForm) -> HttpResponse:
    account_id = request.visit.account_id
    search = request.POST.get("find", "").replace("\x00", "").strip()[:LONGEST]
    refs = [ref for ref in request.POST.getlist("chosen") if is_id(ref)]
    ticked = adding.among(account_id, refs) if refs else []
    page = adding.beside(account_id, found.ref, search, SIZE)
    others = [row for row in page.rows if row not in ticked]
    shown = {
        "form": form,
        "group": found,
        "adding": adding,
        "heading": adding.heading % {"name": found.name},
        "find": search,
        "ticked": ticked,
        "others": others,
        "more": page.total - len(page.rows),
        "back": here(request, adding.to.page, found.ref),
    }
    return render(request, "panel/groups/add.html", shown, status=form.status)
