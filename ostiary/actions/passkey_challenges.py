"""Challenges for passkeys: asked for by one browser, for one purpose, answered once within five minutes.

Before the challenge is spent, an answer is read for two things only: which challenge it is to, and whose key.
"""

from ..access.refusals import Conflict, Invalid
from ..clock import now
from ..models import PasskeyChallenge
from ..models.passkeys import CHALLENGE, Purpose
from ..models.rows import insert
from ..proofs.cookies import browser_digest
from ..proofs.passkey_answers import Answer, Unreadable, read_new, read_use
from ..proofs.passkey_site import Site, challenge_digest, new_challenge
from ..site import site
from . import throttles


def of_session(session_id: int) -> str:
    return f"session {session_id}"


def of_sign_in(sign_in_id: int) -> str:
    return f"sign-in {sign_in_id}"


def of_browser(secret: str) -> str:
    """A stranger's browser, by the secret in its cookie."""
    return f"browser {browser_digest(secret).hex()}"


def our_site() -> Site:
    """Raises `Conflict` where no browser offers passkeys for our address."""
    ours = site()
    if ours is None:
        raise Conflict("passkeys_need_a_name")
    return ours


def issue(purpose: Purpose, holder: str, ip: str) -> bytes:
    """A new challenge. Only its digest is kept. Raises `Throttled`."""
    throttles.challenge(ip)
    challenge, moment = new_challenge(), now()
    insert(
        PasskeyChallenge(
            digest=challenge_digest(challenge),
            purpose=purpose,
            holder=holder,
            created_at=moment,
            expires_at=moment + CHALLENGE,
        )
    )
    return challenge


def answered(purpose: Purpose, holder: str, text: str, *, field: str | None = None) -> Answer:
    """What a browser answered, with the challenge in it spent, whatever the answer turns out to be worth.

    Raises `Invalid` for what is no answer, and for one to a challenge that was for something else or someone
    else, is used, or is too old.
    """
    try:
        answer = read_new(text) if purpose == Purpose.ENROLMENT else read_use(text)
    except Unreadable as error:
        raise Invalid(field, "passkey_unreadable") from error
    if not _spend(purpose, holder, answer.challenge):
        raise Invalid(field, "passkey_too_late")
    return answer


def _spend(purpose: Purpose, holder: str, challenge: bytes) -> bool:
    """One conditional UPDATE, committed before the answer is judged: of two with one answer, one is heard."""
    open_ones = PasskeyChallenge.objects.filter(
        digest=challenge_digest(challenge), purpose=purpose, holder=holder
    )
    moment = now()
    return open_ones.filter(used_at__isnull=True, expires_at__gt=moment).update(used_at=moment) == 1
