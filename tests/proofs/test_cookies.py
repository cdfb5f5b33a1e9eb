import base64
import re

from ostiary.proofs.cookies import browser_digest, new_browser_secret, new_session_secret, session_digest


def test_a_session_secret_is_256_bits_that_a_cookie_can_carry():
    secret = new_session_secret()

    assert len(base64.urlsafe_b64decode(secret + "=")) == 32
    assert re.fullmatch(r"[\w-]+", secret, re.ASCII)
    assert len({new_session_secret() for _ in range(1000)}) == 1000


def test_a_digest_is_32_bytes_the_same_each_time_and_not_the_secret():
    secret = new_session_secret()

    assert session_digest(secret) == session_digest(secret)
    assert len(session_digest(secret)) == 32
    assert secret.encode() not in session_digest(secret)
    assert session_digest(secret) != session_digest(new_session_secret())


def test_a_trusted_browser_is_no_session_and_a_session_no_trusted_browser():
    session, browser = new_session_secret(), new_browser_secret()

    assert session_digest(browser) != browser_digest(browser)
    assert session_digest(session) != browser_digest(session)


def test_garbage_in_a_cookie_has_a_digest_that_nothing_has():
    for garbage in ["", "\ud800", "x" * 100_000, "é\x00"]:
        assert len(session_digest(garbage)) == 32
