"""Every secret that we hand out, tried at every place where one is taken."""

from datetime import UTC, datetime
from itertools import product

import pytest

from ostiary.proofs import cookies, links, recovery, tokens, totp
from ostiary.proofs.ids import new_id
from ostiary.proofs.links import LinkKind
from ostiary.proofs.recovery import BadCode
from ostiary.proofs.ring import Ring, Unsealable
from ostiary.proofs.tokens import BadToken, TokenKind

RING = Ring([b"k" * 32])
REF = new_id()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACTOR = totp.new_secret()
SALT = recovery.new_salt()
RECOVERY = recovery.new_codes()[0]
SESSION = cookies.new_session_secret()
BROWSER = cookies.new_browser_secret()
TOKENS = {kind: tokens.make(kind) for kind in TokenKind}

handed_out = {
    "id": REF,
    "session": SESSION,
    "browser": BROWSER,
    "recovery code": RECOVERY,
    "app code": totp.code_at(FACTOR, totp.counter_at(NOW)),
    "factor": RING.seal("totp", FACTOR, REF),
    **{f"{kind} token": token for kind, token in TOKENS.items()},
    **{f"{kind} link": links.link_secret(RING, kind, REF, 1) for kind in LinkKind},
    **{f"{kind} code": links.mailed_code(RING, kind, REF, 1) for kind in LinkKind},
}


def is_token(kind, text):
    try:
        return tokens.parse(text) is kind and tokens.digest(text) == tokens.digest(TOKENS[kind])
    except BadToken:
        return False


def is_recovery_code(text):
    try:
        return recovery.digest(text, SALT) == recovery.digest(RECOVERY, SALT)
    except BadCode:
        return False


def opens(text):
    try:
        return RING.unseal("totp", text, REF) == FACTOR
    except Unsealable:
        return False


taken_at = {
    "session": lambda text: cookies.session_digest(text) == cookies.session_digest(SESSION),
    "browser": lambda text: cookies.browser_digest(text) == cookies.browser_digest(BROWSER),
    "recovery code": is_recovery_code,
    "app code": lambda text: totp.match(FACTOR, text, NOW, None) is not None,
    "factor": opens,
    **{f"{kind} token": lambda text, kind=kind: is_token(kind, text) for kind in TokenKind},
    **{
        f"{kind} link": lambda text, kind=kind: links.check_link_secret(RING, kind, REF, 1, text)
        for kind in LinkKind
    },
    **{
        f"{kind} code": lambda text, kind=kind: links.check_mailed_code(RING, kind, REF, 1, text)
        for kind in LinkKind
    },
}


@pytest.mark.parametrize(("secret", "place"), list(product(handed_out, taken_at)))
def test_a_secret_is_taken_at_its_own_place_alone(secret, place):
    assert taken_at[place](handed_out[secret]) == (secret == place)
