"""What was typed into a form whose session had run out: kept for 15 minutes, sealed, in the browser.

It is offered to the person it belongs to, once they are signed in again, and to nobody else. Passwords and
codes are never kept. What does not fit a cookie is dropped; drafts are rows and survive by themselves.
"""

import json
import zlib
from dataclasses import dataclass

from django.conf import settings

from ..keyring import ring
from ..models import Session
from ..proofs.cookies import session_digest
from ..proofs.ring import Unsealable
from . import cookies
from .request import Request

NAME = settings.SESSION_COOKIE_NAME + "-kept"
SECONDS = 15 * 60
MOST_BYTES = 3500
NEVER = ("password", "passkey", "code", "secret", "current", "new", "csrf", "next")


@dataclass(frozen=True)
class Kept:
    path: str
    fields: list[tuple[str, str]]


def keep(request: Request) -> None:
    """Keep a form that nobody was signed in for any more, if we know who that was."""
    person = _who_was_here(request)
    if request.method != "POST" or not person:
        return
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in NEVER)
    ]
    body = zlib.compress(json.dumps({"path": request.get_full_path(), "fields": fields}).encode())
    sealed = ring().seal("kept", body, person)
    if len(sealed) <= MOST_BYTES:
        cookies.keep(request, NAME, sealed, seconds=SECONDS)


def _who_was_here(request: Request) -> str:
    digest = session_digest(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    return Session.objects.filter(digest=digest).values_list("person__ref", flat=True).first() or ""


def found(request: Request, person_ref: str) -> Kept | None:
    """What this person had typed, if anything is kept for them in this browser."""
    sealed = request.COOKIES.get(NAME, "")
    if not sealed:
        return None
    try:
        body = json.loads(zlib.decompress(ring().unseal("kept", sealed, person_ref)))
    except (Unsealable, ValueError, zlib.error):
        return None
    return Kept(body["path"], [(name, value) for name, value in body["fields"]])


def drop(request: Request) -> None:
    if NAME in request.COOKIES:
        cookies.forget(request, NAME)
