"""Requests written byte by byte over a socket, as no browser would, and all that comes back."""

import socket
from contextlib import suppress
from typing import NamedTuple

from tests.servers import LOOPBACK, Ostiary

HOST = "Host: id.example.com\r\n"
CLOSE = "Connection: close\r\n"
ORIGIN = "https://id.example.com"


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    rest: bytes

    def __getitem__(self, name: str) -> str:
        return "; ".join(value for known, value in self.headers if known == name)


def told(server: Ostiary, request: str | bytes, *, patience: float = 20) -> Answer:
    """Everything that comes back until the server closes the line."""
    with socket.create_connection((LOOPBACK, server.port), timeout=patience) as line:
        with suppress(ConnectionError):  # whoever refuses a request need not hear it out
            line.sendall(request.encode("latin-1") if isinstance(request, str) else request)
        pieces = []
        while piece := line.recv(65536):
            pieces.append(piece)
    head, _, rest = b"".join(pieces).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Answer(int(first.split()[1]), [(name.lower(), value.strip()) for name, _, value in pairs], rest)


def get(path: str, *headers: str, method: str = "GET") -> str:
    return f"{method} {path} HTTP/1.1\r\n{HOST}{CLOSE}" + "".join(f"{one}\r\n" for one in headers) + "\r\n"


def post(path: str, body: str, *headers: str, host: str = HOST) -> str:
    lines = "".join(f"{one}\r\n" for one in headers)
    return f"POST {path} HTTP/1.1\r\n{host}{CLOSE}{lines}\r\n{body}"
