"""Tokens of the account's own: made by a superuser who is present, revoked as any other."""

from datetime import datetime

from ..access import table
from ..access.automation import ROLES
from ..access.refusals import Conflict, Forbidden, Invalid
from ..models import Member, Sso, Token, Workspace
from ..models.rows import get
from ..proofs.tokens import TokenKind
from ..queries.holding import live_token
from . import caps, settings, tokens
from .act import Act
from .actors import Door
from .kernel import action


@action(needs="tokens.create_automation", sudo="tokens.create_automation")
def create(
    act: Act,
    *,
    name: str,
    role: str,
    scopes: list[str],
    services: list[str] | None = None,
    limits_services: bool = False,
    workspaces: list[str] | None = None,
    limits_workspaces: bool = False,
    tls_access: bool = False,
    expires_at: datetime | None = None,
) -> dict[str, str]:
    """One role, never superuser. Naming services or workspaces limits it to them; limited without any
    named, it has none. Workspaces are for a role that uses them.

    Returns its id and its secret, which is kept nowhere. Refused by API while the account asks more of its
    members than a password.
    """
    asks = settings.current(act)
    if act.actor.door == Door.API and (asks.sso == Sso.REQUIRED or asks.requires_second_factor):
        raise Forbidden(code="automation_not_by_api")
    if role not in ROLES:
        raise Invalid("role", "automation_role_unknown")
    if (workspaces or limits_workspaces) and not table.role(role).uses_workspaces:
        raise Invalid("workspaces", "workspaces_not_for_role")
    bounds = tokens.bounds_of(act, name, scopes, services or [], expires_at)
    own = Token.objects.filter(live_token(act.now), account=act.account, kind=TokenKind.AUTOMATION)
    if own.count() >= caps.AUTOMATION_TOKENS:
        raise Conflict("too_many_automation_tokens", most=caps.AUTOMATION_TOKENS)
    return tokens.save(
        act,
        TokenKind.AUTOMATION,
        bounds,
        creator=get(Member, pk=act.actor.as_member),
        role=role,
        tls_access=tls_access,
        limits_services=limits_services or bool(services),
        workspaces=_known(act, workspaces or []),
        limits_workspaces=limits_workspaces or bool(workspaces),
    )


def _known(act: Act, workspaces: list[str]) -> list[str]:
    own = Workspace.objects.filter(account=act.account).values_list("ref", flat=True)
    known = set(own) if workspaces else set()
    if not known.issuperset(workspaces):
        raise Invalid("workspaces", "workspace_unknown")
    return list(dict.fromkeys(workspaces))
