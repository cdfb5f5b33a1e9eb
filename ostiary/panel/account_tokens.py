"""The API tokens of the whole account, and of one user where a review asks for it. For superusers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ..access.refusals import NotFound
from ..actions import tokens
from ..clock import now
from ..proofs.ids import is_id
from ..queries import company
from ..queries import tokens as queries
from ..web.addresses import here
from ..web.asking import asked, filtered, pager, window
from ..web.forms import Form, sent
from ..web.guards import in_account, needs
from ..web.request import InsideRequest
from .tokens import shown


@in_account
@needs("tokens.view_all")
@require_safe
def listed(request: InsideRequest, account: str) -> HttpResponse:
    """`member` in the address narrows the list to one user: what *Review this user's API tokens* opens."""
    member = _member(request, asked(request, "member")) if asked(request, "member") else None
    page = queries.of_account(
        request.visit.account_id,
        now=now(),
        member_ref=member.ref if member else "",
        search=asked(request, "q"),
        unused=bool(asked(request, "unused")),
        endless=bool(asked(request, "endless")),
        window=window(request),
    )
    found = {"tokens": shown(request, page), "pager": pager(request, page), "member": member}
    return render(request, "panel/account_tokens.html", found | _filters(request))


def _member(request: InsideRequest, ref: str) -> company.Candidate:
    found = company.candidate(request.visit.account_id, ref) if is_id(ref) else None
    if found is None:
        raise NotFound()
    return found


def _filters(request: InsideRequest) -> dict[str, Any]:
    """What `parts/filters.html` shows: a chip per filter, whose address turns it on or off."""
    choices = {
        "unused": _("Not used for %(days)s days") % {"days": queries.LONG_UNUSED.days},
        "endless": _("Never expires"),
    }
    chips = [
        {
            "label": label,
            "on": bool(asked(request, name)),
            "href": filtered(request, **{name: "" if asked(request, name) else "yes"}),
        }
        for name, label in choices.items()
    ]
    keep = [(name, asked(request, name)) for name in ("member", *choices) if asked(request, name)]
    narrowed = any(chip["on"] for chip in chips) or asked(request, "q")
    clear = filtered(request, q="", unused="", endless="") if narrowed else ""
    return {"filters": chips, "keep": keep, "query": asked(request, "q"), "clear_href": clear}


@in_account
@needs("tokens.revoke_all")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_all(request: InsideRequest, account: str, member: str) -> HttpResponse:
    """Every live token of one user at once; the question names how many."""
    found = _member(request, member)
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        n = tokens.end_all_of(request.actor(once=form.once_key), member) or 0
        messages.success(request, ngettext("%d token is revoked.", "%d tokens are revoked.", n) % n)
        return redirect(f"{here(request, 'account-tokens')}?member={member}")
    live = queries.count_live(request.visit.account_id, member, now())
    return render(request, "panel/member_tokens_revoke.html", {"form": form, "member": found, "live": live})
