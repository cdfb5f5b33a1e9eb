"""What the layouts show around every page: whose it is, where one is, and where one can go."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from . import navigation
from .addresses import here
from .request import MemberVisit, Request, has_visit, is_inside


def page(request: Request) -> dict[str, Any]:
    """Context processor. Error pages get it too, so it takes a request as it comes."""
    around: dict[str, Any] = {
        "site_name": settings.CONFIG.product,
        "visit": getattr(request, "visit", None),
        "request_id": getattr(request, "request_id", ""),
    }
    if not has_visit(request):
        return around
    visit = request.visit
    member_name = visit.member_name if isinstance(visit, MemberVisit) else ""
    around |= {
        "me": {"name": member_name or visit.person_name, "address": visit.address},
        "quick_links": list(navigation.of_person(request)),
        "logout_href": reverse("sign-out"),
    }
    if not is_inside(request):
        return around | {"nav": around["quick_links"], "nav_heading": _("You")}
    visit = request.visit
    account = {
        "name": visit.account_name,
        "colour": visit.account_colour,
        "href": here(request, "home"),
        "ref": visit.account_ref,
    }
    nav = [*navigation.of_account(request), navigation.your_accounts(request)]
    return around | {"account": account, "access": visit.access, "nav": nav, "home_href": account["href"]}
