"""*User management*: who is invited, and who is in. One page, and pages of their own for long lists."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...clock import now
from ...mail.ready import configured
from ...queries import invitations, members
from ...queries.choices import totals
from ...queries.invitations import InvitationRow, Which
from ...queries.members import MemberRow
from ...queries.paging import Page
from ...queries.reach import Reach, reach_of
from ...web.access_words import summary_in_words
from ...web.addresses import here
from ...web.asking import pager, window
from ...web.guards import in_account, needs
from ...web.request import InsideRequest
from . import filters, options, sign_ins, words

# What a filter finds that asks for something which does not exist.
NOBODY: Page[MemberRow] = Page([], 0, 0, 0, "", "")


@in_account
@needs("members.view")
@require_safe
def users(request: InsideRequest, account: str) -> HttpResponse:
    visit, moment = request.visit, now()
    frame = members.frame(visit.account_id)
    chosen = filters.read(request)
    found = NOBODY
    if not chosen.unknown:
        found = members.listed(visit.account_id, moment, chosen.filter, window(request))
    waiting, past = (invitations.first(visit.account_id, which, moment) for which in Which)
    everyone = [*(row.id for row in found.rows), *(row.member_id for row in [*waiting, *past])]
    reach = reach_of(everyone, frame.totals, moment)
    bars = sign_ins.bars_of((row.person_id, row.address_key) for row in found.rows)
    shown = {
        "members": [
            {**member_line(request, row, reach[row.id], frame), "bars": bars.get(row.person_id, [])}
            for row in found.rows
        ],
        "pager": pager(request, found),
        "frame": frame,
        "pending": [pending_line(request, row, reach[row.member_id]) for row in waiting],
        "past": [past_line(request, row, reach[row.member_id], moment) for row in past],
        "counts": invitations.counts(visit.account_id, moment),
        "can_mail": configured(),
    }
    return render(request, "panel/users/users.html", shown | filters.shown(request, chosen))


@in_account
@needs("members.view")
@require_safe
def invited(request: InsideRequest, account: str, which: Which) -> HttpResponse:
    """All pending invitations, or all that expired or were declined, a page at a time."""
    visit, moment = request.visit, now()
    found = invitations.listed(visit.account_id, which, moment, window(request))
    reach = reach_of([row.member_id for row in found.rows], totals(visit.account_id), moment)
    if which == Which.PENDING:
        lines = [pending_line(request, row, reach[row.member_id]) for row in found.rows]
    else:
        lines = [past_line(request, row, reach[row.member_id], moment) for row in found.rows]
    shown = {"lines": lines, "pager": pager(request, found), "can_mail": configured()}
    return render(request, f"panel/users/{which}.html", shown)


def member_line(request: InsideRequest, row: MemberRow, reach: Reach, frame: members.Frame) -> dict[str, Any]:
    return {
        "row": row,
        "href": here(request, "access", row.ref),
        "roles": reach.roles,
        "reach": summary_in_words(reach.summary),
        "is_owner": row.id == frame.owner_id,
        "is_you": row.id == request.visit.member_id,
        "sign_in": words.sign_in_in_words(frame.sso, row.bypass_sso),
        "options": options.of_member(request, row),
    }


def pending_line(request: InsideRequest, row: InvitationRow, reach: Reach) -> dict[str, Any]:
    return {
        **_promise(request, row, reach),
        "delivery": words.delivery_in_words(row.delivery),
        "problem": words.problem_in_words(row.problem),
        "options": options.of_pending(request, row),
    }


def past_line(request: InsideRequest, row: InvitationRow, reach: Reach, moment: datetime) -> dict[str, Any]:
    expired = row.has_expired(moment)
    return {
        **_promise(request, row, reach),
        "state": "expired" if expired else row.outcome,
        "over_at": row.expires_at if expired else row.closed_at,
        "options": options.of_past(request, row),
    }


def _promise(request: InsideRequest, row: InvitationRow, reach: Reach) -> dict[str, Any]:
    return {
        "row": row,
        "href": here(request, "access", row.member_ref),
        "roles": reach.roles,
        "reach": summary_in_words(reach.summary),
    }
