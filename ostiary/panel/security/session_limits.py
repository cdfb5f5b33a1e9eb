"""How long sessions last in the account: chosen from what is shorter than the server's own limits."""

from django.contrib import messages
from django.forms import TypedChoiceField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ...access.refusals import Conflict, Invalid
from ...actions import session_limits
from ...clock import now
from ...queries import policy as queries
from ...web.addresses import here
from ...web.company_words import IDLE_LIMITS, LONGEST_LIMITS, THE_SERVERS
from ...web.forms import Form, sent
from ...web.guards import in_account, needs, sudo
from ...web.request import InsideRequest


def minutes_of(choice: str) -> int | None:
    """None leaves it to the server."""
    return None if choice == THE_SERVERS else int(choice)


class LimitsForm(Form):
    longest = TypedChoiceField(
        label=gettext_lazy("Log in again after"),
        choices=list(LONGEST_LIMITS.items()),
        coerce=minutes_of,
    )
    idle = TypedChoiceField(
        label=gettext_lazy("And when the account was not used for"),
        choices=list(IDLE_LIMITS.items()),
        coerce=minutes_of,
    )


@in_account
@needs("sessions.manage")
@require_safe
def look(request: InsideRequest, account: str) -> HttpResponse:
    policy = queries.of(request.visit.account_id)
    chosen = {"longest": policy.longest or THE_SERVERS, "idle": policy.idle or THE_SERVERS}
    return _page(request, LimitsForm(initial=chosen))


@in_account
@needs("sessions.manage")
@require_POST
@sudo
def save(request: InsideRequest, account: str) -> HttpResponse:
    form = LimitsForm(sent(request))
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("longest", "idle")}
        with form.showing(Conflict, Invalid):
            session_limits.limit(request.actor(once=form.once_key), **wanted)
            messages.success(request, _("How long sessions last is saved. It counts from now on."))
            return redirect(here(request, "account-security"))
    return _page(request, form)


def _page(request: InsideRequest, form: LimitsForm) -> HttpResponse:
    inside = queries.inside(request.visit.account_id, now())
    shown = {"form": form, "inside": inside}
    return render(request, "panel/security/session_limits.html", shown, status=form.status)
