"""What on an account's first page calls for a superuser, and where they go about it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..queries.home import Attention
from ..web.addresses import here


class Concern(NamedTuple):
    """How a number is put: with a tone and a word, and the page, with its filter, on which to act."""

    tone: str
    word: str | Promise
    text: str | Promise
    detail: str | Promise
    page: str
    query: str = ""


# By the field of `Attention` that counts it, the most urgent first.
CONCERNS = {
    "unsent": Concern(
        "danger",
        _("Not sent"),
        ngettext_lazy("%d invitation was not sent", "%d invitations were not sent"),
        _("Copy the link, or send it again."),
        "users-pending",
    ),
    "ending": Concern(
        "warning",
        _("Soon"),
        ngettext_lazy("%d invitation ends within a day", "%d invitations end within a day"),
        _("Sending it again gives seven more days."),
        "users-pending",
    ),
    "lone_superuser": Concern(
        "warning",
        _("Risk"),
        ngettext_lazy("There is one superuser only", "There are %d superusers"),
        _("If they cannot sign in, nobody can let people in or out. Name a second one."),
        "users",
        "?role=superuser",
    ),
    "unused": Concern(
        "info",
        _("Review"),
        ngettext_lazy("%d API token was not used for 90 days", "%d API tokens were not used for 90 days"),
        _("Revoke what nobody needs."),
        "account-tokens",
        "?unused=yes",
    ),
    "unseen": Concern(
        "info",
        _("Review"),
        ngettext_lazy("%d user was not seen for 90 days", "%d users were not seen for 90 days"),
        _("Ask whether they still need access."),
        "users",
        "?unseen=90",
    ),
    "missing_contact": Concern(
        "info",
        _("Missing"),
        ngettext_lazy("No primary contact is named", "%d primary contacts are missing"),
        _("Until one is named, it is the owner."),
        "contact-add",
    ),
}


def waiting(request: HttpRequest, found: Attention) -> Iterator[dict[str, Any]]:
    """One line for everything that calls for somebody; what is in order is not mentioned."""
    for field, concern in CONCERNS.items():
        if n := getattr(found, field):
            href = here(request, concern.page) + concern.query
            yield {**concern._asdict(), "text": concern.text % n, "href": href}
