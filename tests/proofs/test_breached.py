"""The set of breached passwords: made of lists of any order, searched on the disk, and never half there."""

import random
import stat
from hashlib import sha1

import pytest

from ostiary.proofs import breached
from ostiary.proofs.breached import FIRST_LINE, BadSet, BreachedSet, make, of_hashes, of_passwords
from ostiary.proofs.passwords import WeakPassword, check_password

KNOWN = "marble lantern drifts beneath tuesday"


def hash_line(password: str, count: int | None = None) -> bytes:
    hashed = sha1(password.encode()).hexdigest().upper()
    return (hashed + (f":{count}" if count else "") + "\r\n").encode()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "breached"


def test_a_published_list_of_hashes_with_counts_is_found_again(path):
    passwords = [KNOWN, *(f"password number {number}" for number in range(500))]
    lines = sorted(hash_line(one, 3) for one in passwords)

    assert make(of_hashes(lines), path) == 501

    found = BreachedSet(path)
    assert len(found) == 501
    assert all(one in found for one in passwords)
    assert not any(f"another number {number}" in found for number in range(500))


def test_a_list_of_passwords_leaves_out_what_is_too_short_anyway_and_what_is_no_text(path):
    lines = [b"short\n", KNOWN.encode() + b"\r\n", b"\xff\xfe latin letters here\n", b"\n", b"x" * 2000]

    assert make(of_passwords(lines), path) == 1
    assert KNOWN in BreachedSet(path)


def test_a_password_is_found_however_its_characters_are_composed(path):
    make(of_passwords(["fu\u0308nf o\u0308fen und drei tu\u0308rme\n".encode()]), path)

    assert "fünf öfen und drei türme" in BreachedSet(path)


@pytest.mark.parametrize("shuffled", [False, True])
def test_lists_larger_than_memory_are_put_in_order_run_by_run(path, monkeypatch, shuffled):
    monkeypatch.setattr(breached, "_RUN", 100)
    monkeypatch.setattr(breached, "_BLOCK", 7)
    dice = random.Random(5)
    entries = sorted([dice.getrandbits(64) for _ in range(1234)] * 2)
    if shuffled:
        dice.shuffle(entries)

    assert make(entries, path) == len(set(entries))

    found = BreachedSet(path)
    found.check_order()
    assert [found._at(place) for place in range(len(found))] == sorted(set(entries))


def test_the_first_and_the_last_are_found(path):
    make([0, 5, 2**64 - 1], path)

    found = BreachedSet(path)
    assert [found._at(place) for place in range(3)] == [0, 5, 2**64 - 1]


@pytest.mark.parametrize(
    "line", [b"hunter2", b"0" * 39, b"0" * 41, b"G" * 40, b"0" * 40 + b":many", KNOWN.encode()]
)
def test_a_line_that_is_no_hash_is_named_and_leaves_the_set_before_as_it_was(path, line):
    make(of_passwords([KNOWN.encode()]), path)
    before = path.read_bytes()

    with pytest.raises(BadSet, match="line 3"):
        make(of_hashes([hash_line("a"), b"\n", line]), path)

    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_an_empty_list_is_no_set(path):
    with pytest.raises(BadSet):
        make(of_passwords([b"short"]), path)

    assert not path.exists()


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: data + b"x", lambda data: b"x" + data])
def test_a_damaged_file_is_none(path, harm):
    make(of_passwords([KNOWN.encode()]), path)
    path.write_bytes(harm(path.read_bytes()))

    with pytest.raises(BadSet):
        BreachedSet(path)


def test_entries_out_of_order_are_noticed(path):
    path.write_bytes(FIRST_LINE + (2).to_bytes(8, "big") + (9).to_bytes(8, "big") + (3).to_bytes(8, "big"))

    with pytest.raises(BadSet):
        BreachedSet(path).check_order()


def test_the_file_is_for_its_owner_alone_and_holds_no_password(path):
    make(of_passwords([KNOWN.encode()]), path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KNOWN.encode() not in path.read_bytes()


def test_a_breached_password_is_refused_by_its_own_name(path):
    make(of_passwords([KNOWN.encode()]), path)
    is_breached = BreachedSet(path).__contains__

    with pytest.raises(WeakPassword) as refused:
        check_password(KNOWN, [], is_breached)
    assert refused.value.code == "breached"
    assert check_password(KNOWN + "s", [], is_breached) >= 3
