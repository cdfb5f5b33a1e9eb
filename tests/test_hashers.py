"""Our hasher as Django uses it, and Django's own Argon2 hasher (by argon2-cffi) beside it."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import (
    Argon2PasswordHasher,
    check_password,
    get_hasher,
    identify_hasher,
    make_password,
    verify_password,
)

from ostiary.hashers import Argon2idHasher
from ostiary.proofs import hashing

pytestmark = pytest.mark.usefixtures("full_cost")

PASSWORD = "seven violets under snow"


def test_it_is_the_hasher_in_use():
    assert isinstance(get_hasher(), Argon2idHasher)
    assert settings.PASSWORD_HASHERS == ["ostiary.hashers.Argon2idHasher"]


def test_a_password_is_stored_in_djangos_form():
    stored = make_password(PASSWORD)

    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert isinstance(identify_hasher(stored), Argon2idHasher)
    assert check_password(PASSWORD, stored)
    assert not check_password(PASSWORD + "!", stored)


def test_djangos_argon2_hasher_verifies_ours():
    stored = make_password(PASSWORD)

    assert Argon2PasswordHasher().verify(PASSWORD, stored)
    assert not Argon2PasswordHasher().verify("wrong", stored)
    assert Argon2PasswordHasher().decode(stored)["memory_cost"] == hashing.MEMORY_KIB


def test_we_verify_djangos_and_store_it_anew_at_the_next_sign_in():
    theirs = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsaltsaltsalt22")
    kept = []

    assert verify_password(PASSWORD, theirs) == (True, True)
    assert check_password(PASSWORD, theirs, setter=kept.append)
    assert not check_password("wrong", theirs, setter=kept.append)
    assert kept == [PASSWORD]


def test_a_sign_in_hashes_once(monkeypatch):
    """Our own hash is never wanted anew, and a refusal adds no second hash for show."""
    stored = make_password(PASSWORD)
    taken = []
    place = hashing.place
    monkeypatch.setattr(hashing, "place", lambda: taken.append(1) or place())

    assert verify_password(PASSWORD, stored) == (True, False)
    assert verify_password("wrong", stored) == (False, False)
    assert len(taken) == 2


def test_a_salt_is_never_used_twice_and_may_be_given():
    assert make_password(PASSWORD) != make_password(PASSWORD)
    assert make_password(PASSWORD, "s" * 16) == make_password(PASSWORD, "s" * 16)


@pytest.mark.parametrize(
    "stored", ["", "!", "argon2", "argon2$", "argon2$argon2i$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", "x$y"]
)
def test_garbage_in_the_row_lets_nobody_in(stored):
    assert not check_password(PASSWORD, stored)


def test_nobody_has_no_password():
    assert not check_password(PASSWORD, make_password(None))


def test_a_summary_shows_neither_salt_nor_digest():
    stored = make_password(PASSWORD)
    *_, salt, digest = stored.split("$")
    summary = str(Argon2idHasher().safe_summary(stored))

    assert salt not in summary
    assert digest not in summary
    assert "m=19456,t=2,p=1" in summary
