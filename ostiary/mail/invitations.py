"""The letter that invites."""

from datetime import datetime

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..access import table
from ..clock import now
from ..models import (
    Invitation,
    Limit,
    Member,
    MemberRole,
    Outcome,
    ServiceGrant,
    WorkspaceGrant,
)
from ..models.invitations import LIFE
from . import links, names, readers
from .letter import Button, Letter, moment, write


def invitation(at: datetime, *, invitation: int, number: int) -> Letter | None:
    """An offer to become a member. None when this very sending no longer counts: resent, closed, expired."""
    offered = (
        Invitation.objects.select_related("account", "member__person")
        .filter(pk=invitation, number=number, outcome=Outcome.PENDING, expires_at__gt=now())
        .first()
    )
    if offered is None:
        return None
    reader = readers.member(offered.member)
    with reader.reading():
        return _written(reader, offered)


def _written(reader: readers.Reader, offered: Invitation) -> Letter:
    product = settings.CONFIG.product
    account = names.account(offered.account_id)
    facts = [
        (_("Account"), account),
        (_("Invited by"), names.member(offered.inviter_id) if offered.inviter_id else ""),
        (_("Your roles"), get_text_list(_roles(offered.member), _("and"))),
        (_("Limited to"), get_text_list(_limits(offered.member), _("and"))),
        (_("Open until"), moment(offered.expires_at)),
    ]
    return write(
        reader,
        subject=_("Invitation to join an account on %(product)s"),
        lines=[
            _("You have been invited to become a member of the account %(account)s on %(product)s.")
            % {"account": account, "product": product},
            _("You can accept until the moment named below, %(days)s days after this letter was sent.")
            % {"days": LIFE.days},
        ],
        facts=[(label, value) for label, value in facts if value],
        button=Button(_("See the invitation"), links.invitation(offered)),
        after=[
            _("Opening the link changes nothing: the page behind it asks whether you accept or decline."),
            _("If you did not expect this letter, you can ignore it."),
        ],
        aside=Button(_("Never receive invitations from this account again"), links.block(offered)),
    )


def _roles(member: Member) -> list[str]:
    held = set(MemberRole.objects.current().filter(member=member).values_list("role", flat=True))
    return [_(role.name) for role in table.ROLES if role.code in held]


def _limits(member: Member) -> list[str]:
    limit = Limit.objects.current().filter(member=member).first()
    found = []
    if limit and limit.services:
        count = ServiceGrant.objects.current().filter(member=member).count()
        found.append(ngettext("%(count)s service", "%(count)s services", count) % {"count": count})
    if limit and limit.workspaces:
        count = WorkspaceGrant.objects.current().filter(member=member).count()
        found.append(ngettext("%(count)s workspace", "%(count)s workspaces", count) % {"count": count})
    return found
