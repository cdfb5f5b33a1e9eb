"""Places for what has not arrived yet: whoever fills some of them leaves some to the others."""

from contextlib import ExitStack
from io import BytesIO

import pytest

from ostiary.web import arriving
from ostiary.web.arriving import FEW, MANY, SHARE_OF_FEW, SHARE_OF_MANY, SMALL, Places


@pytest.fixture(autouse=True)
def no_patience(monkeypatch):
    monkeypatch.setattr(arriving, "PATIENCE", 0)


def taken(stack: ExitStack, places: Places, network: str) -> int:
    """How many places one network gets that takes all it can."""
    number = 0
    while stack.enter_context(places.one_for(network)):
        number += 1
    return number


@pytest.mark.parametrize(("number", "share", "first"), [(MANY, SHARE_OF_MANY, 8), (FEW, SHARE_OF_FEW, 4)])
def test_the_fewer_places_are_free_the_fewer_one_network_gets(number, share, first):
    places = Places(number, share)
    with ExitStack() as stack:
        got = [taken(stack, places, f"network {count}") for count in range(number)]

        assert got[0] == first
        assert got == sorted(got, reverse=True)
        assert sum(got) == number, "a place stayed empty"
        assert len([one for one in got if one]) > number / 3, "a few networks took them all"


def test_a_place_that_is_left_is_free_again():
    places = Places(FEW, SHARE_OF_FEW)
    for _ in range(2 * FEW):
        with places.one_for("a network") as is_free:
            assert is_free


@pytest.mark.parametrize(
    ("whose", "status"),
    [
        ("2001:db8:0:1::1", "503 Service Unavailable"),
        ("2001:db8:0:ffff::1", "503 Service Unavailable"),
        ("2001:db8:1::1", "200 OK"),
        ("198.51.100.7", "200 OK"),
    ],
)
def test_all_networks_of_one_party_share_its_places(monkeypatch, whose, status):
    """Of IPv6 it has 65,536 for the asking. One of them waits for the rest of a form while another comes."""
    monkeypatch.setattr(arriving, "MANY", 2)
    monkeypatch.setattr(arriving, "SHARE_OF_MANY", 1)
    door = arriving.arrived(lambda _, start: [start("200 OK", [])], most_bytes=SMALL)
    told: list[str] = []

    def ask(address: str, body: BytesIO) -> None:
        environ = {"REMOTE_ADDR": address, "CONTENT_LENGTH": "3", "wsgi.input": body}
        door(environ, lambda line, _: told.append(line))

    class Meanwhile(BytesIO):
        def read(self, *_: object) -> bytes:
            ask(whose, BytesIO(b"all"))
            return b""

    ask("2001:db8::1", Meanwhile())

    assert told == [status, "400 Bad Request"]


def test_what_is_large_keeps_its_place_until_it_is_answered(monkeypatch):
    """So that no more of it is in memory than there are places; what is small gives its own away."""
    monkeypatch.setattr(arriving, "FEW", 1)
    monkeypatch.setattr(arriving, "MANY", 1)
    told: list[str] = []

    def ask(length: int) -> None:
        environ = {"CONTENT_LENGTH": str(length), "wsgi.input": BytesIO(b"a" * length)}
        door(environ, lambda line, _: told.append(line))

    def work(environ, start):
        length = int(environ["CONTENT_LENGTH"])
        if len(told) == 0:
            told.append("at work")
            ask(length)
        start("200 OK", [])
        return []

    door = arriving.arrived(work, most_bytes=2 * SMALL)
    ask(SMALL + 1)
    assert told == ["at work", "503 Service Unavailable", "200 OK"]

    told.clear()
    ask(SMALL)
    assert told == ["at work", "200 OK", "200 OK"]
