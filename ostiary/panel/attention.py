"""What on an account's first page calls for a superuser, and where they go about it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..queries.home import LONG_UNSEEN, Attention
from ..queries.tokens import LONG_UNUSED
from ..web.addresses import here
from ..web.lasting import lasting
from ..web.request import InsideRequest
from ..web.text import Text


class Concern(NamedTuple):
    """How a number is put: with a tone and a word, and the page, with its filter, on which to act."""

    tone: str
    word: Text
    text: Text
    detail: Text
    page: str
    query: str = ""
    # What counts as long, where the number is about that.
    days: int = 0


# By the field of `Attention` that counts it, the most urgent first.
CONCERNS = {
    "unsent": Concern(
        "danger",
        _("Not sent"),
        ngettext_lazy("%(n)d invitation was not sent", "%(n)d invitations were not sent", "n"),
        _("Copy the link, or send it again."),
        "users-pending",
    ),
    "ending": Concern(
        "warning",
        _("Soon"),
        ngettext_lazy("%(n)d invitation ends within a day", "%(n)d invitations end within a day", "n"),
        format_lazy(_("Sending it again gives another {life}."), life=lasting("invitation")),
        "users-pending",
    ),
    "lone_superuser": Concern(
        "warning",
        _("Risk"),
        ngettext_lazy("There is one superuser only", "There are %(n)d superusers", "n"),
        _("If they cannot sign in, nobody can let people in or out. Name a second one."),
        "users",
        "?role=superuser",
    ),
    "unused": Concern(
        "info",
        _("Review"),
        ngettext_lazy(
            "%(n)d API token was not used for %(days)d days",
            "%(n)d API tokens were not used for %(days)d days",
            "n",
        ),
        _("Revoke what nobody needs."),
        "account-tokens",
        "?unused=yes",
        LONG_UNUSED.days,
    ),
    "unseen": Concern(
        "info",
        _("Review"),
        ngettext_lazy(
            "%(n)d user was not seen for %(days)d days", "%(n)d users were not seen for %(days)d days", "n"
        ),
        _("Ask whether they still need access."),
        "users",
        f"?unseen={LONG_UNSEEN.days}",
        LONG_UNSEEN.days,
    ),
    "missing_contact": Concern(
        "info",
        _("Missing"),
        ngettext_lazy("No primary contact is named", "%(n)d primary contacts are missing", "n"),
        _("Until one is named, it is the owner."),
        "contact-add",
    ),
}


def waiting(request: InsideRequest, found: Attention) -> Iterator[dict[str, Any]]:
    """One line for everything that calls for somebody; what is in order is not mentioned."""
    for field, concern in CONCERNS.items():
        if n := getattr(found, field):
            href = here(request, concern.page) + concern.query
            yield {**concern._asdict(), "text": concern.text % {"n": n, "days": concern.days}, "href": href}
