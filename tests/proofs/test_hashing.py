import os
from contextlib import ExitStack
from threading import Barrier, Lock, Thread
from time import thread_time

import argon2
import pytest
from argon2 import Type
from argon2.low_level import hash_secret
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.proofs import hashing
from ostiary.proofs.hashing import Busy, dummy_verify, hash_password, needs_rehash, verify_password

pytestmark = pytest.mark.usefixtures("full_cost")

PASSWORD = "seven violets under snow"


def made_elsewhere(*, memory=19456, passes=2, lanes=1, kind=Type.ID, salt=b"s" * 16, length=32, version=19):
    return hash_secret(PASSWORD.encode(), salt, passes, memory, lanes, length, kind, version).decode()


@pytest.fixture
def no_patience(monkeypatch):
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.05)


def test_a_hash_is_argon2id_at_owasps_parameters_with_a_salt_of_its_own():
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)

    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other
    assert verify_password(PASSWORD, one)
    assert verify_password(PASSWORD, other)


def test_the_same_password_and_salt_make_what_argon2_cffi_makes():
    assert hash_password(PASSWORD, b"s" * 16) == made_elsewhere()


@settings(max_examples=10)
@given(st.text(max_size=40))
def test_argon2_cffi_verifies_our_hashes(password):
    normal = hashing.password_bytes(password)

    assert argon2.PasswordHasher().verify(hash_password(password), normal)


@pytest.mark.parametrize(
    "choices",
    [
        {"memory": 102400, "passes": 2, "lanes": 8},  # Django's own
        {"memory": 65536, "passes": 3, "lanes": 4},  # argon2-cffi's own
        {"memory": 47104, "passes": 1},
        {"memory": 7168, "passes": 5},
        {"salt": b"x" * 8},
        {"salt": b"x" * 24, "length": 16},
    ],
)
def test_we_verify_hashes_made_with_other_parameters_and_want_them_anew(choices):
    encoded = made_elsewhere(**choices)

    assert verify_password(PASSWORD, encoded)
    assert not verify_password(PASSWORD + " ", encoded)
    assert needs_rehash(encoded) == ("salt" not in choices)


def test_our_own_hashes_are_not_wanted_anew():
    assert not needs_rehash(hash_password(PASSWORD))


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "!",
        "$",
        PASSWORD,
        made_elsewhere(kind=Type.I),
        made_elsewhere(kind=Type.D),
        made_elsewhere(version=16),
        made_elsewhere().replace("m=19456", "m=0"),
        made_elsewhere() + "\n",
        made_elsewhere() + "$",
        "argon2" + made_elsewhere(),
        made_elsewhere().rpartition("$")[0] + "$",
        made_elsewhere().replace("$v=19", ""),
        "$argon2id$v=19$m=19456,t=2,p=1$" + "A" * 10_000_000 + "$" + "A" * 43,
    ],
)
def test_what_is_no_hash_of_ours_verifies_nothing_and_costs_no_more_than_one(encoded, at_once):
    with at_once():
        assert not verify_password(PASSWORD, encoded)


@pytest.mark.parametrize("choices", [{"memory": 131073, "passes": 1}, {"passes": 11}, {"lanes": 17}])
def test_a_hash_that_costs_more_than_the_cap_is_not_computed_even_for_the_right_password(choices):
    assert not verify_password(PASSWORD, made_elsewhere(**choices))


@pytest.mark.parametrize(
    "wrong",
    ["", PASSWORD[:-1], PASSWORD + "\x00", PASSWORD.upper(), " " + PASSWORD, PASSWORD + " ", "\ud800"],
)
def test_a_wrong_password_is_wrong(wrong):
    assert not verify_password(wrong, hash_password(PASSWORD))


def test_a_password_counts_to_its_last_byte_and_past_a_nul():
    long = "x" * 1023

    assert not verify_password(long + "b", hash_password(long + "a"))
    assert not verify_password("seven\x00violets", hash_password("seven\x00snow"))


def test_a_letter_typed_composed_or_decomposed_is_the_same():
    assert verify_password("sieben Scho\u0308nheiten", hash_password("sieben Sch\u00f6nheiten"))


@pytest.mark.parametrize("huge", ["x" * 1025, "é" * 513, "x" * 50_000_000, "\u0344" * 5_000_000])
def test_more_than_a_kibibyte_is_never_hashed(huge, at_once):
    encoded = hash_password(PASSWORD)

    with at_once():
        with pytest.raises(ValueError, match="1024"):
            hash_password(huge)
        assert not verify_password(huge, encoded)


def costs(*calls):
    """The processor's time for each, at its best of ten; in turn, so that a slow moment is there for all."""
    times = [[] for _ in calls]
    for _ in range(10):
        for call, taken in zip(calls, times, strict=True):
            start = thread_time()
            call("wrong")
            taken.append(thread_time() - start)
    return map(min, times)


def verify(encoded):
    return lambda password: verify_password(password, encoded)


@pytest.mark.parametrize("kept", ["", "!unusable", "argon2$"])
def test_who_has_no_password_costs_as_much_as_who_has_one(kept):
    """ASVS 6.3.8: the time that a refusal takes tells nothing about the person."""
    nobody, somebody = costs(verify(kept), verify(made_elsewhere()))

    assert 0.6 < nobody / somebody < 1.6


def test_nobody_costs_as_much_as_somebody():
    nobody, somebody = costs(dummy_verify, verify(made_elsewhere()))

    assert 0.6 < nobody / somebody < 1.6


def test_there_are_never_more_hashes_at_once_than_cores():
    inside, most, lock = 0, 0, Lock()
    start = Barrier(8)

    def work():
        nonlocal inside, most
        start.wait()
        for _ in range(20):
            with hashing.place():
                with lock:
                    inside += 1
                    most = max(most, inside)
                hashing.new_salt()
                with lock:
                    inside -= 1

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 <= most <= os.cpu_count()


def test_who_waits_too_long_hears_that_we_are_busy(no_patience):
    encoded = hash_password(PASSWORD)

    with ExitStack() as held:
        for _ in range(os.cpu_count() or 1):
            held.enter_context(hashing.place())
        for call in (
            lambda: hash_password(PASSWORD),
            lambda: verify_password(PASSWORD, encoded),
            lambda: dummy_verify(PASSWORD),
            lambda: hashing.argon2id(b"code", b"s" * 16),
        ):
            with pytest.raises(Busy):
                call()

    assert verify_password(PASSWORD, encoded)


def test_many_at_once_all_get_their_answer():
    encoded = hash_password(PASSWORD)
    answers = []

    def work(number):
        answers.append(
            (number % 2 == 0) == verify_password(PASSWORD if number % 2 == 0 else "wrong", encoded)
        )

    threads = [Thread(target=work, args=[number]) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 24


def test_a_refused_hash_gives_its_place_back(no_patience):
    for _ in range(3 * (os.cpu_count() or 1)):
        assert not verify_password("wrong", made_elsewhere(memory=64))
        with pytest.raises(ValueError, match="salt"):
            hashing.argon2id(b"code", b"short")

    assert hash_password(PASSWORD)
