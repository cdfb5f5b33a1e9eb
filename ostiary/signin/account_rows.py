"""A person's accounts as the pages list them."""

from typing import Any

from django.utils.translation import gettext as _

from ..clock import now
from ..models import Person
from ..queries import landing, own_accounts
from ..web.request import VisitRequest
from ..web.visits import colour_of
from .words import how_it_opens


def rows(request: VisitRequest) -> tuple[list[dict[str, Any]], landing.Default]:
    """Every account with its colour, roles and how it opens, and which of them is the default."""
    visit = request.visit
    moment = now()
    accounts = own_accounts.of(
        visit.person_id, own_accounts.Asker(visit.session_id, request.client_ip, moment)
    )
    roles = own_accounts.roles_of(visit.person_id, moment)
    chosen = Person.objects.values_list("default_account", flat=True).get(pk=visit.person_id)
    default = landing.default(accounts, chosen)
    listed = [
        {
            "account": {"name": account.name, "colour": colour_of(account.ref)},
            "ref": account.ref,
            "member_ref": account.member_ref,
            "roles": [{"label": _(role.name)} for role in roles.get(account.member_id, [])],
            "since": account.since,
            "last_used": account.last_active_at,
            "how": how_it_opens(visit.proved, account.demands, account.methods),
            "is_default": account == default.account,
        }
        for account in accounts
    ]
    return listed, default
