"""Whether the server seems to stand behind a reverse proxy that nobody has named to it.

Then all the world comes from the proxy's address, and a list of addresses lets in everybody or nobody.
"""

from collections.abc import Collection
from ipaddress import ip_address

from django.conf import settings

from .request import Request

WRITTEN_BY_PROXIES = ("X-Forwarded-For", "Forwarded", "Via")


def unnamed_proxy(request: Request, used_from: Collection[str]) -> bool:
    """A private address that speaks for others, or is everybody's: `used_from` has one for each of them.

    A server that is reached from its own machine alone, such as the demo, has everybody come from there.
    """
    address = request.client_ip
    if not address or not ip_address(address).is_private:
        return False
    is_everybodys = len(used_from) > 1 and set(used_from) == {address} and not settings.CONFIG.is_local
    return is_everybodys or _speaks_for_another(request, address)


def _speaks_for_another(request: Request, address: str) -> bool:
    """A proxy's header names only others. A named proxy is believed, and its header names the address."""
    names = (*WRITTEN_BY_PROXIES, settings.CONFIG.proxy_header)
    written = ",".join(request.headers.get(name, "") for name in names)
    return bool(written.strip(",")) and address not in {part.strip() for part in written.split(",")}
