"""A request as our middleware hands it on, and the visit in it: who asks, and how far they are in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeGuard

from django.http import HttpHeaders, HttpRequest
from django_htmx.middleware import HtmxDetails

from ..access.access import Access
from ..actions.actors import Actor
from ..proofs.standings import Demands, Proved


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A person in a session that has not run out."""

    session_id: int
    session_ref: str
    proved: Proved
    sudo_until: datetime | None
    person_id: int
    person_ref: str
    person_name: str
    address: str
    language: str
    time_zone: str
    mailbox_proved: bool

    @property
    def is_own(self) -> bool:
        """Signed in by all of the person's own proofs; an account's provider opens no page of their own."""
        return self.proved.is_own


@dataclass(frozen=True, kw_only=True)
class MemberVisit(Visit):
    """Under /a/<account>/, of an active member: whether it opens is another question."""

    account_id: int
    account_ref: str
    account_name: str
    account_colour: int
    member_id: int
    member_ref: str
    member_name: str
    demands: Demands


@dataclass(frozen=True, kw_only=True)
class InsideVisit(MemberVisit):
    """The same, where the standing opens the account."""

    access: Access


class ActorOf(Protocol):
    """Who an action is told acts, with a form's one-time key."""

    def __call__(self, once: str = "") -> Actor: ...


class Request(HttpRequest):
    """What Django makes, with what is added on the way to a view. Nothing is of this class but by its type.

    `request_id` and `client_ip` are set by `middleware.request_marks`, of every request; of one to the API
    nothing else is. `visit` and `actor` are set by `middleware.visits`, and `visit` anew once presence is
    proved (presence.py); `htmx` by django-htmx. `cookie_marks` is for cookies.py alone, which makes it.
    """

    request_id: str
    client_ip: str
    # None of a stranger, and of a session that ended or ran out.
    visit: Visit | None
    actor: ActorOf
    htmx: HtmxDetails
    cookie_marks: dict[str, tuple[str, int | None] | None]


def header(request: HttpRequest, name: str) -> str:
    """One header, or nothing: `request.headers` reads them all first, which a read by token does not need."""
    told: str = request.META.get(HttpHeaders.to_wsgi_name(name), "")
    return told


# What guards.py lets through to a view, which says by its type what it may assume.


class VisitRequest(Request):
    """Of somebody who is signed in."""

    visit: Visit


class MemberRequest(VisitRequest):
    """Of an active member, at the door of the account."""

    visit: MemberVisit


class InsideRequest(MemberRequest):
    """Of an active member to whom the account is open."""

    visit: InsideVisit


def has_visit(request: HttpRequest) -> TypeGuard[VisitRequest]:
    """No, also where an error page is shown before anybody has looked who asks."""
    return getattr(request, "visit", None) is not None


def is_of_member(request: HttpRequest) -> TypeGuard[MemberRequest]:
    return isinstance(getattr(request, "visit", None), MemberVisit)


def is_inside(request: HttpRequest) -> TypeGuard[InsideRequest]:
    return isinstance(getattr(request, "visit", None), InsideVisit)
