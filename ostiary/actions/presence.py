"""Presence: the person at the browser proves anew that it is them, for what no stolen session may do."""

from ..access.refusals import Invalid
from ..models import Person
from ..proofs.standings import Method
from . import codes, hashes, sessions, throttles, tries
from .act import Act
from .actors import Actor
from .codes import Typed
from .kernel import action


def prove_by_password(actor: Actor, password: str, *, field: str = "password") -> str:
    """Sudo for five minutes. Returns the session's new secret. Raises `Invalid` and `Throttled`."""
    tries.presence(actor)
    encoded = Person.objects.filter(pk=actor.person_id or 0).values_list("password", flat=True).first() or ""
    if not hashes.is_right(password, encoded):
        _failed(actor, step="password")
        raise Invalid(field, "password_wrong")
    return _proved(actor, encoded, field)


@action(locks="person")
def _proved(act: Act, encoded: str, field: str) -> str:
    if act.person.password != encoded:  # changed while we hashed
        raise Invalid(field, "password_wrong")
    throttles.presence_was_right(act.actor.session_id or 0)
    act.record("presence.proved", act.person, on=act.person)
    return sessions.rotate(act, Method.PASSWORD, present=True)


def prove_by_code(actor: Actor, code: str, *, present: bool = False) -> str:
    """The second factor, where a session has not proved it yet; `present`: it counts as sudo too.

    Returns the session's new secret.
    """
    tries.code(actor, actor.person_id or 0)
    secret = _code(actor, codes.read(actor.person_id or 0, code), present)
    if not secret:
        raise Invalid("code", "code_wrong")
    return secret


@action(locks="person")
def _code(act: Act, typed: Typed, present: bool) -> str:
    method = codes.accept(act, act.person, typed)
    if method is None:
        act.record("presence.failed", act.person, after={"step": "code"}, on=act.person)
        return ""
    act.record("presence.proved", act.person, on=act.person)
    return sessions.rotate(act, method, present=present)


@action(locks="person")
def _failed(act: Act, *, step: str) -> None:
    act.record("presence.failed", act.person, after={"step": step}, on=act.person)
