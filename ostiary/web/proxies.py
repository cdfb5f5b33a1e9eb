"""What a reverse proxy hides: over which scheme people came, and from where.

The scheme is the configured address's: the operator said how people reach the server. From where is what
the proxy wrote last into `X-Forwarded-For`, and only if the operator has named the proxy (OSTIARY_PROXIES):
anybody else can write anything there.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from ..config import Config, Network

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def seen_through(application: Application, config: Config) -> Application:
    """The application, told of the request as whoever sent it would tell it."""
    scheme = urlsplit(config.url).scheme

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = scheme
        came_from = environ.get("REMOTE_ADDR", "")
        environ["REMOTE_ADDR"] = origin(came_from, environ.get("HTTP_X_FORWARDED_FOR", ""), config.proxies)
        return application(environ, start_response)

    return answer


def origin(connected: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    """Whoever is connected; behind our own proxies, the last address in the list that is not one of them."""
    for entry in reversed([*forwarded.split(","), connected]):
        address = _address(entry)
        if address is None:
            break
        connected = str(address)
        if not any(address in network for network in proxies):
            break
    return connected


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
