"""A mailed link, or a browser's ticket half-way through a sign-in, that opens nothing was sent in.

It is written down, so often and no oftener for one network. Only what is sent is a try: mail scanners open
every link. With the right secret of what is over, it stands on the trail of whose that was; a wrong secret
may be anybody's, and stands on the server's.
"""

from dataclasses import replace

from ..access.refusals import NotFound, Refusal
from ..models import Invitation, PasswordReset, SignIn
from ..models.rows import find, get
from ..proofs.cookies import session_digest
from . import signing_in, throttles
from .act import Act
from .actors import Actor
from .kernel import action


def reset(actor: Actor, ref: str, refusal: Refusal) -> None:
    """The way to a new password."""
    if throttles.dead_link(actor.ip):
        _reset(replace(actor, once=""), "" if isinstance(refusal, NotFound) else ref, refusal.code)


@action(locks="own")
def _reset(act: Act, ref: str, why: str) -> None:
    person = None
    if ref and (person_id := get(PasswordReset, ref=ref).person_id):
        act.lock(person=person_id)
        person = act.locked_person(person_id)
    act.record("password.reset_refused", person, after={"why": why}, on=person or act.lock_server())


def ticket(actor: Actor, secret: str) -> None:
    """The way to the second step of a sign-in."""
    if throttles.dead_link(actor.ip):
        over = find(SignIn, digest=session_digest(secret))
        signing_in.failed(actor.as_stranger(), over.person_id if over else None, step="ticket")


def invitation(actor: Actor, ref: str, refusal: Refusal) -> None:
    """The way to accept, to decline or to block."""
    if throttles.dead_link(actor.ip):
        _invitation(replace(actor, once=""), "" if isinstance(refusal, NotFound) else ref, refusal.code)


@action(locks="own")
def _invitation(act: Act, ref: str, why: str) -> None:
    found = get(Invitation, ref=ref) if ref else None
    if found:
        act.lock(accounts=[found.account_id])
    trail = act.locked_account(found.account_id) if found else act.lock_server()
    act.record("invitation.refused", found, after={"why": why}, on=trail)
