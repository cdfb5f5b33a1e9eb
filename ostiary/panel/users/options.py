"""The *Options* menus: what may be done with a user or an invitation, in the lists and on a user's page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ...mail.ready import configured
from ...models import Delivery
from ...queries.invitations import InvitationRow
from ...queries.members import MemberRow
from ...queries.subjects import Subject
from ...web.addresses import here
from ...web.forms import new_once_key
from ...web.request import InsideRequest

Item = dict[str, Any]


def of_member(request: InsideRequest, member: MemberRow) -> list[Item]:
    access = _link(_("Access controls"), here(request, "access", member.ref), "adjustments-horizontal")
    return [access, *beside_access(request, member, member.tokens)]


def beside_access(request: InsideRequest, member: MemberRow | Subject, tokens: int) -> list[Item]:
    """What else there is to do. Nobody deletes themselves: for oneself the last item is leaving."""
    items = []
    if tokens:
        review = f"{here(request, 'account-tokens')}?member={member.ref}"
        items.append(_link(_("Review API tokens"), review, "key"))
    items.append(_link(_("Sessions"), here(request, "user-sessions", member.ref), "computer-desktop"))
    if member.id == request.visit.member_id:
        leave = reverse("leave-account", args=[request.visit.account_ref])
        return [*items, _link(_("Leave account"), leave, "arrow-right-start-on-rectangle", line=True)]
    if configured():
        items.append(_post(_("Send password reset"), here(request, "user-reset", member.ref), "envelope"))
    if not member.locked:
        let_in = here(request, "let-in", member.ref)
        items.append(_link(_("Let in without second factor"), let_in, "lifebuoy"))
    delete = here(request, "user-delete", member.ref)
    return [*items, _link(_("Delete user"), delete, "trash", danger=True, line=True)]


def of_pending(request: InsideRequest, invitation: InvitationRow) -> list[Item]:
    """Without a mail server nothing is resent: the invitation is renewed and its link copied."""
    items = [
        _resend(request, invitation, _("Resend email") if configured() else _("Renew invitation")),
        _link(_("Edit invitation"), here(request, "access", invitation.member_ref), "pencil-square"),
    ]
    if not configured() or invitation.delivery == Delivery.FAILED:
        copy = here(request, "invitation-copy", invitation.ref)
        items.append(_post(_("Copy link"), copy, "clipboard-document"))
    return [*items, _delete(request, invitation)]


def of_past(request: InsideRequest, invitation: InvitationRow) -> list[Item]:
    return [
        _resend(request, invitation, _("Send again")),
        _link(_("Edit invitation"), here(request, "access", invitation.member_ref), "pencil-square"),
        _delete(request, invitation),
    ]


def _resend(request: InsideRequest, invitation: InvitationRow, label: str) -> Item:
    return _post(label, here(request, "invitation-resend", invitation.ref), "paper-airplane")


def _delete(request: InsideRequest, invitation: InvitationRow) -> Item:
    address = here(request, "invitation-delete", invitation.ref)
    return _post(_("Delete invitation"), address, "trash", danger=True, line=True)


def _post(label: str, href: str, icon: str, **more: bool) -> Item:
    """Each menu item that changes something is a form with a one-time key of its own."""
    return _link(label, href, icon, once=new_once_key(), **more)


def _link(
    label: str, href: str, icon: str, *, danger: bool = False, line: bool = False, once: str = ""
) -> Item:
    return {"label": label, "href": href, "icon": icon, "danger": danger, "line": line, "once": once}
