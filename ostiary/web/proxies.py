"""What a reverse proxy hides: over which scheme people came, and from where.

The scheme is the configured address's: the operator said how people reach the server. From where is what
the proxy wrote last into its header, and only if the operator has named both (OSTIARY_PROXIES and
OSTIARY_PROXY_HEADER): anybody else can write anything there. A proxy that does not say who came has been made
to forget it, or was never told to say it: then nobody is let through as the proxy (docs/decisions/0020).
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from ..config import Config, Network
from . import access_log, headers

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

UNTOLD = "The proxy in front of this server did not say where this request comes from.\n"


def seen_through(application: Application, config: Config) -> Application:
    """The application, told the scheme that people use and the address that they come from."""
    scheme = urlsplit(config.url).scheme
    header = "HTTP_" + config.proxy_header.upper().replace("-", "_")

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = scheme
        came_from = origin(environ.get("REMOTE_ADDR", ""), environ.get(header, ""), config.proxies)
        if came_from is None:
            environ[access_log.NOTES] = {"refused": "origin"}
            start_response("400 Bad Request", headers.of_a_line())
            return [UNTOLD.encode()]
        environ["REMOTE_ADDR"] = came_from
        return application(environ, start_response)

    return answer


def origin(connected: str, told: str, proxies: tuple[Network, ...]) -> str | None:
    """Whoever is connected; behind our own proxies, the last address in their list that is not one of them.

    None where what one of them wrote is no address, or nothing. What stands before that is never looked at: a
    visitor may have written it.
    """
    address, entries = address_in(connected), told.split(",")
    while address and entries and any(address in network for network in proxies):
        address = address_in(entries.pop())
    return str(address) if address else None


@lru_cache(maxsize=256)  # one visitor after the other comes through the same proxy, or comes again
def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """An address in its one form: IPv4 in IPv6 is IPv4. None for what is none, such as a socket's name."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
