"""*Why?*: whether one may do something here, by which rule, what is missing, and who can give it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import table
from ..access.decisions import Resource, ServiceResource, WorkspaceResource, explain
from ..access.refusals import NotFound
from ..clock import now
from ..queries import protected
from ..web.access_words import explained
from ..web.asking import asked
from ..web.guards import in_account
from ..web.request import InsideRequest


@in_account
@require_safe
def why(request: InsideRequest, account: str) -> HttpResponse:
    """The same judgement that lets an action pass or refuses it, so it cannot say anything else."""
    capability = _capability(asked(request, "may"))
    resource, name = _resource(request, capability, asked(request, "on"))
    explanation = explain(request.visit.access, capability.code, resource)
    shown = {"capability": capability, "on": name, "why": explained(explanation)}
    return render(request, "panel/why.html", shown)


def _capability(code: str) -> table.Capability:
    try:
        return table.capability(code)
    except KeyError:
        raise NotFound() from None


def _resource(request: InsideRequest, capability: table.Capability, ref: str) -> tuple[Resource, str]:
    """What the capability is asked about, and its name. What one may not know of does not exist."""
    if capability.scope == "account":
        return None, ""
    kinds: dict[str, tuple[protected.Kind, Resource]] = {
        "service": (protected.SERVICES, ServiceResource(ref)),
        "workspace": (protected.WORKSPACES, WorkspaceResource(ref)),
    }
    kind, resource = kinds[capability.scope]
    visit = request.visit
    thing = protected.one(kind, visit.account_id, visit.access, now(), ref)
    if thing is None:
        raise NotFound()
    return resource, thing.name
