"""`/you/accounts`: Your accounts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access.refusals import NotFound, Refusal
from ..actions import default_account, members
from ..clock import now
from ..queries import own_accounts, tokens
from ..web.forms import new_once_key, once_of
from ..web.guards import signed_in
from ..web.request import VisitRequest
from ..web.text import Text
from ..web.visits import colour_of
from ..web.wording import sentence
from .account_rows import rows


@signed_in
@require_safe
def your_accounts(request: VisitRequest) -> HttpResponse:
    listed, default = rows(request)
    context = {"title": _("Your accounts"), "rows": listed, "default": default, "once": new_once_key()}
    return render(request, "signin/your_accounts.html", context)


@signed_in
@require_POST
def make_default(request: VisitRequest, account: str) -> HttpResponse:
    default_account.choose(request.actor(once_of(request.POST)), account)
    messages.success(request, _("The next time you log in, this account opens by itself."))
    return redirect("accounts")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: VisitRequest, account: str) -> HttpResponse:
    """Removal by oneself, after a look at what ends with it."""
    mine = next((one for one in own_accounts.of(request.visit.person_id) if one.ref == account), None)
    if mine is None:
        raise NotFound()
    problem: Text = ""
    status = 200
    if request.method == "POST":
        try:
            members.leave(request.actor(once_of(request.POST)), account)
        except Refusal as refusal:
            problem, status = sentence(refusal), refusal.status
        else:
            messages.success(request, _("You have left %(account)s.") % {"account": mine.name})
            return redirect("accounts")
    context = {
        "account": {"name": mine.name, "colour": colour_of(mine.ref)},
        "ref": mine.ref,
        "tokens": [token for token in tokens.own(mine.member_id).rows if not token.has_expired(now())],
        "invitations": own_accounts.invitations_sent(mine.member_id, now()),
        "problem": problem,
        "once": new_once_key(),
    }
    return render(request, "signin/leave.html", context, status=status)
