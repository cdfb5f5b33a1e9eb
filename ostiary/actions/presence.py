"""Presence: the person at the browser proves anew that it is them, for what no stolen session may do."""

from ..access.refusals import Invalid
from ..models import Person, Session
from ..models.rows import get
from ..proofs.standings import Method
from . import account_apps, codes, hashes, sessions, standings, throttles, tries
from .act import Act
from .actors import Actor
from .codes import Typed
from .kernel import action


def prove_by_password(actor: Actor, password: str, *, field: str = "password") -> str:
    """Sudo for five minutes. Returns the session's new secret. Raises `Invalid` and `Throttled`."""
    tries.presence(actor)
    person = get(Person, pk=actor.as_person)
    if not hashes.is_right(password, person.password):
        failed(actor, step="password")
        raise Invalid(field, "password_wrong")
    return _proved(actor, person.password_number, field)


@action(locks="person")
def _proved(act: Act, number: int, field: str) -> str:
    if act.person.password_number != number:  # changed while we hashed
        raise Invalid(field, "password_wrong")
    throttles.presence_was_right(act.actor.in_session)
    act.record("presence.proved", act.person, on=act.person)
    return sessions.rotate(act, Method.PASSWORD, present=True)


def prove_by_code(actor: Actor, code: str, account_ref: str = "", *, present: bool = False) -> str:
    """The second factor, where a session has not proved it yet; `present`: it counts as sudo too.

    In an account, an app that counts there alone will do: it opens that, and proves nothing anywhere else.
    Returns the session's new secret.
    """
    tries.code(actor, actor.as_person)
    secret = _code(actor, codes.read(actor.as_person, code), account_ref, present)
    if not secret:
        raise Invalid("code", "code_wrong")
    return secret


@action(locks="own")
def _code(act: Act, typed: Typed, account_ref: str, present: bool) -> str:
    person_id = act.actor.as_person
    beside = list(account_apps.held(person_id, account_ref)) if account_ref else []
    act.lock(person=person_id, accounts=account_apps.accounts_of(beside))
    accepted = codes.accept(act, act.person, typed, beside=beside)
    if accepted is None:
        act.record("presence.failed", act.person, after={"step": "code"}, on=act.person)
        return ""
    act.record("presence.proved", act.person, on=act.person)
    if accepted.member_id is None:
        return sessions.rotate(act, accepted.method, present=present)
    standings.open_by_app(act, get(Session, pk=act.actor.in_session), accepted.member_id)
    return sessions.rotate(act)


@action(locks="person")
def failed(act: Act, *, step: str) -> None:
    act.record("presence.failed", act.person, after={"step": step}, on=act.person)
