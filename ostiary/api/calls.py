"""One call of the API, as an operation gets it: who calls, what they bring, and the actor for the actions."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost

from ..access.access import Access
from ..access.decisions import Resource, explain, require
from ..access.refusals import Forbidden, Invalid, NotFound
from ..actions.actors import Actor, Door
from ..web.request import Request
from . import bodies
from .callers import LONGEST_AGENT, READS, Caller, Unauthorized
from .schemas import Schema

LONGEST_KEY = 255


@dataclass
class Call:
    request: Request
    now: datetime
    # None where an operation is for everybody, or is authorized by what the body brings.
    known: Caller | None = None
    headers: dict[str, str] = field(default_factory=dict)
    # What the operation says may stand in the query.
    query: dict[str, Schema] = field(default_factory=dict)

    @property
    def caller(self) -> Caller:
        """Whoever calls by token."""
        if self.known is None:
            raise Unauthorized()
        return self.known

    @property
    def access(self) -> Access:
        return self.caller.access

    def require(self, capability: str, resource: Resource = None) -> None:
        """Refuse it to whoever may not read this. Writes are judged by their action, under its lock."""
        if not self.access.is_in_force:
            raise NotFound()
        require(self.access, capability, resource)

    def must_read(self) -> None:
        """Refuse a list, of which one sees what one's access shows, to a token that is for purging alone."""
        if not self.access.is_in_force:
            raise NotFound()
        if not self.caller.ceiling.reads:
            raise Forbidden(explain(self.access, READS))

    def must_be_own_account(self, ref: str) -> None:
        """Another account's id is as unknown as one that was never given out."""
        if ref != self.caller.account.ref:
            raise NotFound(what="account", ref=ref)

    def actor(self) -> Actor:
        """Who an action is told acts. A request with an `Idempotency-Key` gets its first answer again."""
        return self.known.actor(self.marks) if self.known else Actor(Door.API, **self.marks)

    @cached_property
    def marks(self) -> dict[str, Any]:
        return {
            "ip": self.request.client_ip,
            "user_agent": self.request.headers.get("User-Agent", "")[:LONGEST_AGENT],
            "request_id": self.request.request_id,
            "once": self._once(),
        }

    def _once(self) -> str:
        """The client's key and what was sent with it: the same key for something else is another key."""
        key = self.request.headers.get("Idempotency-Key", "")[:LONGEST_KEY]
        sent = (
            f"{self.request.method} {self.request.path}".encode() + bodies.whole(self.request) if key else b""
        )
        return f"{key}:{sha256(sent).hexdigest()}" if key else ""

    @cached_property
    def fields(self) -> bodies.Fields:
        return bodies.fields(self.request)

    @cached_property
    def document(self) -> Any:
        return bodies.document(self.request)

    def number(self, name: str) -> int:
        """A whole number of the query; beyond its declared bounds it is the nearest one within."""
        declared = self.query[name]
        text = self.request.GET.get(name, "")
        if not text:
            usual: int = declared["default"]
            return usual
        if not text.isascii() or not text.isdigit() or len(text) > 10:
            raise Invalid(name, "field_not_number", field_name=name)
        least: int = declared["minimum"]
        most: int = declared["maximum"]
        return min(max(int(text), least), most)

    def asked(self, name: str) -> str:
        """A text of the query. What no database can keep finds nothing in it."""
        usual: str = self.query[name].get("default", "")
        text = self.request.GET.get(name, usual)
        if "\x00" in text:
            raise Invalid(name, "field_not_text", field_name=name)
        return text

    def link(self, path: str) -> str:
        """An absolute address by the name the client used, where that is a name of ours."""
        origin = urlsplit(settings.CONFIG.url)
        try:
            host = self.request.get_host()
        except DisallowedHost:
            host = origin.netloc
        return f"{origin.scheme}://{host}{path}"
