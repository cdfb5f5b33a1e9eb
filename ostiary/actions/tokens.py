"""API tokens: made by the person they act for, revoked by them or by a superuser."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from ..access.ceilings import SCOPES
from ..access.decisions import decide
from ..access.levels import Level
from ..access.refusals import Conflict, Forbidden, Invalid, NotFound
from ..models import Member, Service, Token
from ..proofs.tokens import TokenKind, digest, hint, make
from . import checks
from .act import Act
from .kernel import action

# Live tokens that one member may have; ended and expired ones do not count.
MOST = 100
# What the form offers; a token without an end is possible and has to be chosen.
USUAL_LIFE = timedelta(days=90)


def live_of(member: Member, now: datetime) -> "QuerySet[Token]":
    return _live(now).filter(member=member).order_by("id")


def _live(now: datetime) -> "QuerySet[Token]":
    return Token.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), ended_at__isnull=True)


@action(needs="tokens.create_own", sudo=True)
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
    member = Member.objects.get(pk=act.actor.member_id or 0, account=act.account)
    return _create(act, member, name, scopes, services or [], expires_at)


@action()
def create_for(act: Act, member_ref: str, *, name: str, scopes: list[str]) -> dict[str, str]:
    """A personal token made by the operator, for the first automation of an account."""
    if not act.actor.trusted:
        raise Forbidden(code="forbidden")
    return _create(act, act.member(member_ref), name, scopes, [], None)


def _create(
    act: Act, member: Member, name: str, scopes: list[str], services: list[str], expires_at: datetime | None
) -> dict[str, str]:
    name = checks.name(name)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid("scope", "scope_unknown")
    if expires_at is not None and expires_at <= act.now:
        raise Invalid("expires_at", "expiry_past")
    if live_of(member, act.now).count() >= MOST:
        raise Conflict("too_many_tokens", most=MOST)
    _must_be_visible(act, services)
    secret = make(TokenKind.PERSONAL)
    token = Token.objects.create(
        kind=TokenKind.PERSONAL,
        account=act.account,
        member=member,
        creator=member,
        name=name,
        digest=digest(secret),
        hint=hint(secret),
        scopes=" ".join(scopes),
        services=services,
        created_at=act.now,
        expires_at=expires_at,
    )
    act.record(
        "token.created",
        token,
        after={
            "name": name,
            "member": member.ref,
            "scope": token.scopes,
            "services": services,
            "expires": expires_at,
        },
    )
    return {"token": token.ref, "secret": secret}


def _must_be_visible(act: Act, services: list[str]) -> None:
    known = set(Service.objects.filter(account=act.account, ref__in=services).values_list("ref", flat=True))
    for service in services:
        if service not in known or (not act.actor.trusted and act.access.level(service) == Level.HIDDEN):
            raise Invalid("services", "service_unknown", service=service)


@action()
def end(act: Act, token_ref: str) -> None:
    """Revoke a token: one's own, or as a superuser anyone's. It is refused from the next request on."""
    token = Token.objects.filter(account=act.account, ref=token_ref, ended_at__isnull=True).first()
    if token is None:
        raise NotFound()
    own = act.actor.trusted or token.member_id == act.actor.member_id
    if not own and not decide(act.access, "tokens.revoke_all"):
        # Whether somebody else has such a token is not for everybody to learn.
        raise NotFound()
    end_one(act, token, because="revoked")


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
    act.record(
        "token.ended",
        token,
        before={"name": token.name},
        after={"because": because},
        on=act.locked_account(token.account_id),
    )
