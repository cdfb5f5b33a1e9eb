"""*Company settings > Cancel account*: what ends is read first, and the account's name typed."""

from typing import Any

from django.contrib import messages
from django.forms import CharField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ..access.refusals import Conflict, Invalid
from ..actions import closing
from ..clock import now
from ..queries import closing as queries
from ..web.addresses import here
from ..web.forms import Form, sent
from ..web.guards import in_account, needs, sudo
from ..web.request import InsideRequest
from ..web.wording import SENTENCES


class CancelForm(Form):
    name = CharField(
        label=gettext_lazy("Name of the account"),
        help_text=gettext_lazy("Type it to confirm that it is this account."),
        error_messages={"required": SENTENCES["account_name_differs"]},
    )
    name.widget.attrs.update(autocomplete="off", spellcheck="false")

    def must_name(self, account: str) -> None:
        if self.cleaned_data.get("name") != account:
            raise Invalid("name", "account_name_differs")


@in_account
@needs("account.cancel")
@require_http_methods(["GET", "HEAD", "POST"])
@sudo
def cancel(request: InsideRequest, account: str) -> HttpResponse:
    form = CancelForm(sent(request))
    name = request.visit.account_name
    if request.method == "POST" and form.is_valid():
        with form.showing(Conflict, Invalid):
            form.must_name(name)
            closing.close(request.actor(once=form.once_key))
            messages.success(request, _("The account %(name)s is closed.") % {"name": name})
            return redirect("accounts")
    ends = queries.what_ends(request.visit.account_id, now())
    shown = {"form": form, "ends": ends, "consequences": _consequences(request, ends)}
    return render(request, "panel/cancel_account.html", shown, status=form.status)


def _consequences(request: InsideRequest, ends: queries.Ends) -> list[dict[str, Any]]:
    """What ends, counted, each with the page where one can look at it first."""
    lines = (
        (ends.members, ngettext("user", "users", ends.members), "users"),
        (ends.tokens, ngettext("API token", "API tokens", ends.tokens), "account-tokens"),
        (ends.invitations, ngettext("open invitation", "open invitations", ends.invitations), "users"),
        (ends.groups, ngettext("group", "groups", ends.groups), "groups"),
        (ends.contacts, ngettext("company contact", "company contacts", ends.contacts), "company"),
    )
    return [{"n": n, "label": label, "href": here(request, page)} for n, label, page in lines if n]
