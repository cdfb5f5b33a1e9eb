"""API tokens: made by the person they act for, revoked by them or by a superuser."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from ..access.ceilings import SCOPES, Ceiling
from ..access.decisions import decide, require
from ..access.levels import Level
from ..access.refusals import Conflict, Invalid, NotFound
from ..models import Member, Service, Token
from ..models.rows import find, get, insert
from ..proofs.tokens import TokenKind, digest, hint, make
from ..queries.holding import live_token
from . import caps, checks, many
from .act import Act
from .kernel import action

# What the form offers; a token without an end is possible and has to be chosen.
USUAL_LIFE = timedelta(days=90)


def live_of(member: Member, now: datetime) -> "QuerySet[Token]":
    return Token.objects.filter(live_token(now), member=member).order_by("id")


@action(needs="tokens.create_own", sudo="tokens.create")
def create(
    act: Act,
    *,
    name: str,
    scopes: list[str],
    services: list[str] | None = None,
    expires_at: datetime | None = None,
) -> dict[str, str]:
    """A personal token. It narrows what its member may do and never widens it.

    Returns its id and its secret, which is kept nowhere and can be shown this once.
    """
    member = get(Member, pk=act.actor.as_member, account=act.account)
    return _create(act, member, name, scopes, services or [], expires_at)


@action()
def create_for(act: Act, member_ref: str, *, name: str, scopes: list[str]) -> dict[str, str]:
    """A personal token made by the operator, for the first automation of an account."""
    act.must_be_the_operators()
    return _create(act, act.member(member_ref), name, scopes, [], None)


def _create(
    act: Act, member: Member, name: str, scopes: list[str], services: list[str], expires_at: datetime | None
) -> dict[str, str]:
    bounds = bounds_of(act, name, scopes, services, expires_at)
    if live_of(member, act.now).count() >= caps.TOKENS:
        raise Conflict("too_many_tokens", most=caps.TOKENS)
    return save(act, TokenKind.PERSONAL, bounds, member=member, creator=member)


def bounds_of(
    act: Act, name: str, scopes: list[str], services: list[str], expires_at: datetime | None
) -> dict[str, Any]:
    """What bounds a new token, as its row has it: never wider than the token that asks for it."""
    name, scopes, services = checks.name(name), list(dict.fromkeys(scopes)), list(dict.fromkeys(services))
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid("scope", "scope_unknown")
    if expires_at is not None and expires_at <= act.now:
        raise Invalid("expires_at", "expiry_past")
    _must_be_visible(act, services)
    wanted = Ceiling(frozenset(scopes), frozenset(services) or None)  # type: ignore[arg-type]
    if act.actor.ceiling and not wanted.within(act.actor.ceiling):
        raise Invalid("scope", "token_wider_than_its_maker")
    return {"name": name, "scopes": " ".join(scopes), "services": services, "expires_at": expires_at}


def save(act: Act, kind: TokenKind, bounds: dict[str, Any], **columns: Any) -> dict[str, str]:
    secret = make(kind)
    token = Token(
        kind=kind,
        account=act.account,
        digest=digest(secret),
        hint=hint(secret),
        created_at=act.now,
        **bounds,
        **columns,
    )
    insert(token)
    after = {
        "name": token.name,
        "member": token.member.ref if token.member else "",
        "scope": token.scopes,
        "services": token.services,
        "expires": token.expires_at,
    }
    if token.role:
        after |= {"role": token.role, "tls": token.tls_access}
    if token.limits_workspaces:
        after["workspaces"] = token.workspaces
    act.record("token.created", token, after=after)
    return {"token": token.ref, "secret": secret}


def _must_be_visible(act: Act, services: list[str]) -> None:
    if not services:
        return
    known = set(Service.objects.filter(account=act.account, ref__in=services).values_list("ref", flat=True))
    for service in services:
        if service not in known or (not act.actor.trusted and act.access.level(service) == Level.HIDDEN):
            raise Invalid("services", "service_unknown", service=service)


@action()
def end(act: Act, token_ref: str) -> None:
    """Revoke a token: one's own, or as a superuser anyone's. It is refused from the next request on.

    Every token revokes itself, whatever its scope: whoever finds one can end it, and it gives nothing.
    """
    _end_named(act, [token_ref])


@action(needs="tokens.revoke_all")
def end_automation(act: Act, token_ref: str) -> None:
    """Revoke a token of the account's own."""
    token = find(Token, account=act.account, ref=token_ref, kind=TokenKind.AUTOMATION, ended_at=None)
    if token is None:
        raise NotFound()
    end_one(act, token, because="revoked")


@action()
def end_many(act: Act, token_refs: list[str]) -> None:
    """The same for several, all or none."""
    if not token_refs:
        raise Invalid("data", "tokens_missing")
    _end_named(act, token_refs)


def _end_named(act: Act, refs: list[str]) -> None:
    wanted = set(refs)
    kept = Token.objects.filter(account=act.account, ended_at__isnull=True)
    found = [token for token in many.named(kept, wanted) if _may_end(act, token)]
    # Whether somebody else has such a token is not for everybody to learn.
    if unknown := wanted - {token.ref for token in found}:
        raise NotFound(what="token", ref=min(unknown))
    for token in found:
        end_one(act, token, because="revoked")


def _may_end(act: Act, token: Token) -> bool:
    if act.actor.trusted or token.pk == act.actor.token_id or decide(act.access, "tokens.revoke_all"):
        return True
    if token.member_id is None or token.member_id != act.actor.member_id:
        return False
    require(act.access, "tokens.manage_own")
    return True


@action(needs="tokens.revoke_all")
def end_all_of(act: Act, member_ref: str) -> int:
    """Revoke every live token of one member. Returns how many there were."""
    live = list(live_of(act.member(member_ref), act.now))
    for token in live:
        end_one(act, token, because="revoked")
    if not live:
        act.nothing_changed()
    return len(live)


def end_one(act: Act, token: Token, *, because: str) -> None:
    Token.objects.filter(pk=token.pk).update(ended_at=act.now)
    _record_end(act, token, because)


def end_everybodys(act: Act, *, because: str) -> None:
    """Every token of the account at once, its own and its members', by its name each."""
    kept = Token.objects.filter(account=act.account, ended_at=None)
    ended = list(kept.order_by("id"))
    kept.update(ended_at=act.now)
    for token in ended:
        _record_end(act, token, because)


def _record_end(act: Act, token: Token, because: str) -> None:
    act.record(
        "token.ended",
        token,
        before={"name": token.name},
        after={"because": because},
        on=act.locked_account(token.account_id),
    )
