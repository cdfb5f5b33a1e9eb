"""What is sent with a request arrives before anything else is done with it, and nobody holds others up by it.

Whoever never sends the rest of a form, or a byte a minute, keeps a thread waiting for as long as they stay
(slow HTTP attacks, CWE-400): the web server reads without a deadline. So threads that wait are many, and take
no seat (seats.py). There are places for hundreds, and of those that are free one network gets a small share:
the fewer, the less. Whoever finds none is told to come again. What arrives in part is never acted on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Condition
from typing import Any

from . import headers
from .health import Application

# Bytes up to which what is sent is small: every form but one of thousands of services, most calls of the API.
SMALL = 64 * 1024
# Places for what is small: 16 MiB at most. One network gets one in 32 of the free ones, at first eight.
MANY, SHARE_OF_MANY = 256, 32
# Places for what is larger: 32 MiB at most. One network gets one in four of the free ones, at first four.
FEW, SHARE_OF_FEW = 16, 4
# What one party may hold of IPv6, with every network in it.
IPV6_PREFIX = 48
# Seconds for a place. What an honest browser sends is there in milliseconds.
PATIENCE = 1.0

Start = Callable[..., Any]


def arrived(application: Application, *, most_bytes: int) -> Application:
    """The application, with what was sent at hand."""
    from ..actions.counting import network_of  # its models need the application above to be there

    many, few = Places(MANY, SHARE_OF_MANY), Places(FEW, SHARE_OF_FEW)

    def answer(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        length = _length(environ)
        if not length:
            return application(environ, start_response)
        if length > most_bytes:
            # Not read at all: each door says in its own words that this is too much.
            environ["wsgi.input"] = BytesIO()
            return application(environ, start_response)
        is_small = length <= SMALL
        places, network = many if is_small else few, network_of(environ.get("REMOTE_ADDR", ""), IPV6_PREFIX)
        with places.one_for(network) as is_free:
            if not is_free:
                again = "Busy. Try again.\n"
                return _refused(start_response, "503 Service Unavailable", again, Retry_After="1")
            sent = _all_of(environ["wsgi.input"], length)
            if len(sent) < length:
                return _refused(start_response, "400 Bad Request", "Less came than was announced.\n")
            environ["wsgi.input"] = BytesIO(sent)
            if not is_small:
                # In its place until it is answered, so that no more of them are kept in memory.
                return application(environ, start_response)
        return application(environ, start_response)

    return answer


class Places:
    """Where requests wait for the rest of themselves."""

    def __init__(self, number: int, share: int) -> None:
        self._number, self._share = number, share
        self._taken: Counter[str] = Counter()
        self._changed = Condition()

    @contextmanager
    def one_for(self, network: str) -> Iterator[bool]:
        """Whether there was a place within our patience; it is kept until the end of the block."""
        with self._changed:
            is_free = self._changed.wait_for(lambda: self._has_room(network), PATIENCE)
            self._taken[network] += is_free
        try:
            yield is_free
        finally:
            if is_free:
                self._leave(network)

    def _has_room(self, network: str) -> bool:
        return self._taken[network] * self._share < self._number - self._taken.total()

    def _leave(self, network: str) -> None:
        with self._changed:
            self._taken[network] -= 1
            self._taken += Counter()  # forgets whoever keeps none
            self._changed.notify_all()


def _all_of(stream: Any, length: int) -> bytes:
    pieces = []
    while length and (piece := stream.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _length(environ: dict[str, Any]) -> int:
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _refused(start_response: Start, status: str, text: str, **more: str) -> list[bytes]:
    start_response(status, headers.of_a_line(Connection="close", **more))
    return [text.encode()]
