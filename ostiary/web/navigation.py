"""Where one can go: in an account, the pages that the member may open; besides, the person's own pages."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..access.access import Access
from ..access.decisions import decide
from .addresses import here
from .request import InsideRequest, Request
from .text import Text


class Item(NamedTuple):
    """A page of the navigation, and who may open it."""

    label: Text
    page: str
    icon: str
    opens: Callable[[Access], object]


def holders_of(capability: str) -> Callable[[Access], object]:
    return lambda access: decide(access, capability)


def everyone(access: Access) -> bool:
    return True


def whoever_uses_services(access: Access) -> bool:
    return any(role.uses_services for role in access.roles())


def whoever_uses_workspaces(access: Access) -> bool:
    return any(role.acts_on_workspaces for role in access.roles())


OF_THE_ACCOUNT = (
    Item(_("Overview"), "home", "home", everyone),
    Item(_("Company settings"), "company", "building-office-2", holders_of("account.view_settings")),
    Item(_("Security"), "account-security", "lock-closed", holders_of("account.view_settings")),
    Item(_("Billing"), "billing", "banknotes", holders_of("billing.view_invoices")),
    Item(_("User management"), "users", "users", holders_of("members.view")),
    Item(_("Roles"), "roles", "identification", everyone),
    Item(_("Groups"), "groups", "user-group", holders_of("groups.view")),
    Item(_("Services"), "services", "server-stack", whoever_uses_services),
    Item(_("Workspaces"), "workspaces", "shield-check", whoever_uses_workspaces),
    Item(_("API tokens"), "tokens", "key", everyone),
)
OF_THE_PERSON = (
    (_("Profile & security"), "security", "finger-print"),
    (_("Your accounts"), "accounts", "rectangle-stack"),
    (_("Switch account"), "switch", "arrows-right-left"),
)


def of_account(request: InsideRequest) -> Iterator[dict[str, Any]]:
    """The pages of the account that are open to the member who asks."""
    for item in OF_THE_ACCOUNT:
        if item.opens(request.visit.access):
            yield _entry(request, item.label, item.page, here(request, item.page), item.icon)


def your_accounts(request: Request) -> dict[str, Any]:
    """The one page of one's own that stands among an account's."""
    return next(entry for entry in of_person(request) if entry["page"] == "accounts")


def of_person(request: Request) -> Iterator[dict[str, Any]]:
    """The pages of one's own, whatever the account."""
    for label, page, icon in OF_THE_PERSON:
        yield _entry(request, label, page, reverse(page), icon)


def _entry(request: Request, label: Text, page: str, href: str, icon: str) -> dict[str, Any]:
    """A page is current with all that lies below it; everything lies below the overview, which is not."""
    current = request.path == href or (page != "home" and request.path.startswith(f"{href}/"))
    return {"label": label, "page": page, "href": href, "icon": icon, "current": current}
