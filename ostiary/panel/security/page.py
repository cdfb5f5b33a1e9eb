"""*Security*: what the account asks of whoever opens it, one card for each rule. Engineers may look."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...access.decisions import decide
from ...clock import now
from ...mail.ready import configured
from ...queries import policy as queries
from ...web.behind import unnamed_proxy
from ...web.forms import new_once_key
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from . import second_factor


@in_account
@needs("account.view_settings")
@require_safe
def security(request: InsideRequest, account: str) -> HttpResponse:
    visit = request.visit
    policy = queries.of(visit.account_id)
    shown: dict[str, Any] = {"policy": policy, "ip": request.client_ip}
    if decide(visit.access, "two_factor.require"):
        shown |= {
            **second_factor.concerned(request, second_factor.NAMED_ON_CARD),
            "once": new_once_key(),
            "can_mail": configured(),
        }
    if decide(visit.access, "sessions.manage"):
        shown["inside"] = queries.inside(visit.account_id, now())
    if decide(visit.access, "allowlist.manage"):
        used = queries.used_from(visit.account_id, now())
        shown["outside"] = queries.count_outside(queries.places(used, policy.allowlist))
        shown["proxy"] = unnamed_proxy(request, [ip for ip, who in used.items() for _ in who])
    return render(request, "panel/security/page.html", shown)
