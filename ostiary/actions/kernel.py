"""What makes a function an action.

Check the table, refuse another account's rows, lock, check the rule, write, record: one transaction.
The decorator does the parts that are the same for all; the body is the verb itself.

    @action(needs="members.delete")
    def delete(act: Act, member: str) -> None: ...

    delete(actor, member_ref)        # from a door: opens the transaction
    delete(act, member_ref)          # from another action: a part of that one
"""

import functools
import json
from collections.abc import Callable
from typing import Concatenate, Literal, ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction

from ..access.decisions import require
from ..access.refusals import Forbidden, NotFound
from ..access.sudo import must_be_listed
from ..clock import now
from ..keyring import ring
from ..models import OnceKey, Session, Token
from ..models.rows import find
from ..proofs.ring import Unsealable
from .act import Act, LocksMissing
from .actors import Actor

P = ParamSpec("P")
R = TypeVar("R")
Locks = Literal["account", "person", "own"]


class SudoNeeded(Forbidden):
    """Presence was not proved lately enough for this deed; the door asks for it and comes back."""

    def __init__(self, deed: str) -> None:
        must_be_listed(deed)
        super().__init__(code="sudo_needed", deed=deed)


def action(
    needs: str | None = None, *, locks: Locks = "account", sudo: str = ""
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Actor | Act, P], R]]:
    """`needs` names a capability of the table; without one, being an active member is enough.

    `locks`: "account" locks the actor's account, "person" the acting person, "own" leaves it to the
    body, which must lock before it reads. `sudo` names a deed of the table of sudo: presence must have been
    proved lately.
    Raises `NotFound` to whoever is no active member, `Forbidden` with its explanation inside,
    `SudoNeeded`, and whatever the body refuses.
    """
    if sudo:
        must_be_listed(sudo)
    if sudo and locks == "own":
        raise TypeError("presence is asked for under the locks: the body asks (own.must_be_present)")

    def decorate(body: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Actor | Act, P], R]:
        verb = f"{body.__module__}.{body.__qualname__}"

        @functools.wraps(body)
        def run(actor: Actor | Act, *args: P.args, **kwargs: P.kwargs) -> R:
            if isinstance(actor, Act):
                return body(actor, *args, **kwargs)
            missed = None
            while True:
                try:
                    return alone(Act(actor, missed), *args, **kwargs)
                except LocksMissing as missing:
                    missed = missing  # and nothing of it is written: its transaction is gone

        @transaction.atomic(durable=True)
        def alone(act: Act, *args: P.args, **kwargs: P.kwargs) -> R:
            actor = act.actor
            _take_locks(act, locks)
            _credential_lives(act)
            # The first answer comes before the checks: the action may have changed what they say.
            if actor.once and (first := _first_answer(actor, verb)) is not None:
                return cast(R, first[0])
            _check(act, locks, needs, sudo)
            result = body(act, *args, **kwargs)
            act.finish()
            if actor.once:
                _keep_answer(actor, verb, result)
            return result

        return cast(Callable[Concatenate[Actor | Act, P], R], run)

    return decorate


def _take_locks(act: Act, locks: Locks) -> None:
    if act.missed:
        act.lock(person=act.missed.person, accounts=act.missed.accounts)
    if locks == "account":
        act.lock(accounts=[act.actor.in_account])
    elif locks == "person":
        act.lock(person=act.actor.as_person)


def _check(act: Act, locks: Locks, needs: str | None, sudo: str) -> None:
    actor = act.actor
    if actor.trusted:
        return
    if locks == "account":
        if not act.access.is_in_force:
            raise NotFound()
        if needs is not None:
            require(act.access, needs)
    if sudo and (actor.sudo_until is None or actor.sudo_until <= act.now):
        raise SudoNeeded(sudo)


def _credential_lives(act: Act) -> None:
    """A session or token that ended while the request waited for the lock acts no more."""
    actor = act.actor
    if actor.session_id and not find(Session, pk=actor.session_id, ended_at=None):
        raise NotFound()
    if actor.token_id:
        token = find(Token, pk=actor.token_id, ended_at=None)
        if token is None:
            raise NotFound()
        act.token_ref = token.ref


def _once_name(actor: Actor, verb: str) -> str:
    """Keys of two people, of one person in two accounts, or of two actions, never meet."""
    owner = f"{actor.account_id}:{actor.person_id}:{actor.session_id}:{actor.token_id}"
    return ring().mac("once", f"{owner}:{verb}:{actor.once}")


def _first_answer(actor: Actor, verb: str) -> tuple[object] | None:
    row = find(OnceKey, key=_once_name(actor, verb))
    if row is None:
        return None
    try:
        return (json.loads(ring().unseal("once", row.sealed_result, row.key)),)
    except Unsealable:
        return (None,)


def _keep_answer(actor: Actor, verb: str, result: object) -> None:
    """Sealed, since an answer may hold a secret that is shown once. A job clears keys after some minutes."""
    kept = result if isinstance(result, str | int | list | dict | None) else None
    key = _once_name(actor, verb)
    try:
        OnceKey.objects.create(
            key=key, sealed_result=ring().seal("once", json.dumps(kept).encode(), key), created_at=now()
        )
    except IntegrityError as error:  # two at once that shared no lock: the second must not happen
        raise NotFound() from error
