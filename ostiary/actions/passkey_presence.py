"""A passkey in a session that is there already: for presence, and for an account that asks for a factor."""

from typing import Any

from ..access.refusals import Invalid
from ..models import Person
from ..models.passkeys import Purpose
from ..models.rows import get
from ..proofs.passkey_answers import Answer
from ..proofs.standings import Method
from . import passkey_challenges as challenges
from . import passkeys, presence, sessions, throttles, tries
from .act import Act
from .actors import Actor
from .kernel import action


def options(actor: Actor) -> dict[str, Any]:
    """To show that it is the person: their authenticator checks that, since a touch is anybody's."""
    return _options(actor, Purpose.PRESENCE, verified=True)


def prove(actor: Actor, text: str, *, field: str | None = None) -> str:
    """Sudo for five minutes. Returns the session's new secret. Raises `Invalid` and `Throttled`."""
    tries.presence(actor)
    answer = _answered(actor, Purpose.PRESENCE, text, field)
    secret = _proved(actor, answer, verified=True, present=True)
    if not secret:
        raise Invalid(field, "passkey_wrong")
    throttles.presence_was_right(actor.in_session)
    return secret


def options_to_enter(actor: Actor, *, verified: bool) -> dict[str, Any]:
    return _options(actor, Purpose.ENTRY, verified=verified)


def prove_to_enter(actor: Actor, text: str, *, verified: bool) -> str:
    """The second factor; `verified`: the first as well, and presence, where a password would be asked for.

    Returns the session's new secret.
    """
    tries.code(actor, actor.as_person)
    answer = _answered(actor, Purpose.ENTRY, text, None)
    secret = _proved(actor, answer, verified=verified, present=verified)
    if not secret:
        raise Invalid(None, "passkey_wrong")
    throttles.code_was_right(actor.as_person)
    return secret


def _options(actor: Actor, purpose: Purpose, *, verified: bool) -> dict[str, Any]:
    person = get(Person, pk=actor.as_person)
    return passkeys.options_for_known(purpose, _holder(actor), person, actor.ip, verified=verified)


def _answered(actor: Actor, purpose: Purpose, text: str, field: str | None) -> Answer:
    try:
        return challenges.answered(purpose, _holder(actor), text, field=field)
    except Invalid:
        presence.failed(actor, step="passkey")
        raise


def _holder(actor: Actor) -> str:
    return challenges.of_session(actor.in_session)


@action(locks="person")
def _proved(act: Act, answer: Answer, *, verified: bool, present: bool) -> str:
    if not passkeys.accept(act, act.person, answer, verified=verified):
        act.record("presence.failed", act.person, after={"step": "passkey"}, on=act.person)
        return ""
    act.record("presence.proved", act.person, on=act.person)
    return sessions.rotate(act, Method.PASSKEY if verified else Method.SECURITY_KEY, present=present)
