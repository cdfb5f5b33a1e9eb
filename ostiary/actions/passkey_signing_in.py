"""Signing in by a passkey: alone, which is password and second factor at once, or after a password.

Alone nobody types an address, so no answer can tell whether one is known. The authenticator must have checked
who holds it; a key that only feels a touch is a second factor.
"""

from dataclasses import replace
from typing import Any

from ..access.refusals import Invalid
from ..models import Passkey
from ..models.passkeys import Purpose
from ..models.rows import find
from ..proofs.passkey_answers import Answer
from ..proofs.standings import Method
from . import passkey_challenges as challenges
from . import passkeys, signing_in, throttles, tries
from .act import Act
from .actors import Actor
from .codes import Typed
from .kernel import action
from .signing_in import Signed

STEP = "passkey"


def options_alone(actor: Actor, browser: str) -> dict[str, Any]:
    """What a browser needs to offer the passkeys it has. `browser`: the secret of a stranger's cookie."""
    return passkeys.options_for_anybody(challenges.of_browser(browser), actor.ip)


def alone(actor: Actor, browser: str, text: str, *, wanted: str = "") -> Signed:
    """The whole sign-in. Raises `Throttled`, and `Invalid` in the same words for wrong and unknown keys."""
    actor = actor.as_stranger()
    throttles.passkey(actor.ip)
    answer = _answered(actor, None, Purpose.SIGN_IN, challenges.of_browser(browser), text)
    key = find(Passkey, credential_id=answer.credential_id, ended_at=None)
    # Whose it is, its authenticator says as well (WebAuthn 7.2, 6).
    if not key or not answer.user_handle:
        signing_in.failed(actor, None, step=STEP)
        raise Invalid(None, "passkey_wrong")
    signed = _with_key(replace(actor, person_id=key.person_id), answer, wanted)
    if not signed.session:
        raise Invalid(None, "passkey_wrong")
    throttles.passkey_was_right(actor.ip)
    return signed


@action(locks="own")
def _with_key(act: Act, answer: Answer, wanted: str) -> Signed:
    member_id = signing_in.lock_landing(act, wanted)
    if not passkeys.accept(act, act.person, answer, verified=True):
        act.record("sign_in.failed", act.person, after={"step": STEP}, on=act.person)
        return Signed()
    return signing_in.open_session(act, act.person, member_id, Method.PASSKEY)


def _answered(actor: Actor, person_id: int | None, purpose: Purpose, holder: str, text: str) -> Answer:
    """Late, used and foreign answers are tries as well. The key that such a one names may be anybody's."""
    try:
        return challenges.answered(purpose, holder, text)
    except Invalid:
        signing_in.failed(actor, person_id, step=STEP)
        raise


def options_after_password(actor: Actor, ticket: str) -> dict[str, Any]:
    """What a browser needs to ask for a key of whoever's password was right. Raises `Conflict`."""
    waiting = signing_in.half_way(ticket)
    holder = challenges.of_sign_in(waiting.pk)
    return passkeys.options_for_known(Purpose.SECOND_FACTOR, holder, waiting.person, actor.ip, verified=False)


def after_password(actor: Actor, ticket: str, text: str, *, wanted: str = "", trust: bool = False) -> Signed:
    """The second step, by a touch. Raises as `signing_in.with_code` does."""
    waiting = signing_in.half_way(ticket)
    tries.code(actor, waiting.person_id)
    holder = challenges.of_sign_in(waiting.pk)
    answer = _answered(actor.as_stranger(), waiting.person_id, Purpose.SECOND_FACTOR, holder, text)
    signed = signing_in.second_step(actor, waiting, Typed(answer=answer), wanted, trust)
    if not signed.session:
        raise Invalid(None, "passkey_wrong")
    return signed
