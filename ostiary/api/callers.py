"""Who calls: the token in the header, what it may do now, and the actor that actions are told of."""

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from ..access import automation
from ..access.access import Access
from ..access.ceilings import Ceiling, narrow
from ..access.decisions import explain
from ..access.refusals import Forbidden, Refusal
from ..actions import last_used
from ..actions.actors import Actor, Door
from ..proofs.allowlist import allows
from ..proofs.tokens import BadToken, TokenKind, digest, parse
from ..queries import credentials
from ..queries.access import access_of
from ..web import access_log
from ..web.request import Request, header

LONGEST_AGENT = 200
# What every role lets one read: where even this is refused, it says why.
READS = "tokens.view_own"


class Unauthorized(Refusal):
    """No token, one that is not ours, or one that has ended: the answer is the same."""

    status = 401

    def __init__(self) -> None:
        super().__init__("unauthorized")


@dataclass(frozen=True)
class Caller:
    """A live token, and what it may do: its scopes and services AND what its member holds at this moment."""

    credential: credentials.Credential
    now: datetime

    @property
    def account(self) -> credentials.FoundAccount:
        return self.credential.account

    @property
    def member(self) -> credentials.FoundMember | None:
        return self.credential.member

    @property
    def token(self) -> credentials.FoundToken:
        return self.credential.token

    @cached_property
    def ceiling(self) -> Ceiling:
        return ceiling_of(self.token, self.now)

    @cached_property
    def access(self) -> Access:
        return narrow(self.held, self.ceiling)

    @cached_property
    def held(self) -> Access:
        """What the member, or the account's own token, holds before the token narrows it."""
        if self.member is None:
            workspaces = self.token.workspaces if self.token.limits_workspaces else None
            return automation.access(self.token.role, tls=self.token.tls_access, workspaces=workspaces)
        return access_of(self.member.id, self.now)

    def actor(self, marks: dict[str, Any]) -> Actor:
        return Actor(
            Door.API,
            account_id=self.account.id,
            member_id=self.member.id if self.member else None,
            token_id=self.token.id,
            ceiling=self.ceiling,
            sudo_until=self.token.sudo_until,
            **marks,
        )


def ceiling_of(token: credentials.FoundToken, now: datetime) -> Ceiling:
    return Ceiling(
        frozenset(token.scopes.split()),  # type: ignore[arg-type]
        frozenset(token.services) if token.services or token.limits_services else None,
        automation=token.kind == TokenKind.AUTOMATION,
        present=token.sudo_until is not None and token.sudo_until > now,
    )


def brings_token(request: HttpRequest) -> bool:
    """Whether there is a token to look at: not with an empty pair, or a real one, of basic authentication."""
    return bool(header(request, "Fastly-Key") or _bearer(request))


def by_token(request: Request, now: datetime) -> Caller:
    """Raises `Unauthorized` unless the request brings a live token, `Forbidden` where that opens nothing."""
    text = header(request, "Fastly-Key") or _bearer(request)
    try:
        kind = parse(text.strip())
    except BadToken:
        raise Unauthorized() from None
    found = None if kind == TokenKind.DIRECTORY else credentials.by_digest(digest(text.strip()), now)
    if found is None:
        raise Unauthorized()
    access_log.note(request, token=found.token.ref)
    caller = Caller(found, now)
    if found.member and found.member.locked:
        raise Forbidden(explain(caller.held, READS))
    address = request.client_ip
    if not allows(found.account.allowlist, address):
        raise Forbidden(code="address_outside", address=address)
    agent = header(request, "User-Agent")[:LONGEST_AGENT]
    last_used.note(found.token.id, now, address, agent)
    return caller


def _bearer(request: HttpRequest) -> str:
    scheme, _, text = header(request, "Authorization").partition(" ")
    return text if scheme.lower() == "bearer" else ""


def basic(request: HttpRequest) -> tuple[str, str] | None:
    """The pair of basic authentication. An empty one is none: a client sends it beside every token."""
    scheme, _, text = header(request, "Authorization").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = b64decode(text, validate=True).decode().partition(":")
    except (Error, UnicodeDecodeError):
        return None
    if "\x00" in name:  # nobody's, and no database can look for it
        return None
    return (name, password) if name or password else None
