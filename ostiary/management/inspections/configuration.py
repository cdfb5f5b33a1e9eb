"""What the environment says, as far as it can be judged without leaving the process."""

from collections.abc import Iterator

from django.conf import settings

from .finding import Finding, ok, problem, warning


def inspect() -> Iterator[Finding]:
    config = settings.CONFIG
    if config.is_local or config.url.startswith("https://"):
        yield ok("address", f"People reach the server at {config.url}.")
    else:
        yield warning(
            "address",
            f"{config.url} is not encrypted: passwords and cookies can be read on the way. "
            "Put a TLS proxy in front and set OSTIARY_URL to its https address.",
        )
    if "-" in config.proxy_header:
        yield warning(
            "proxies",
            f"{config.proxy_header} and {config.proxy_header.replace('-', '_')} reach the server under one "
            "name: visitors choose their address unless the proxy drops headers with an underscore. "
            "docs/operate.md says how to try it. A header named by letters alone has no such twin.",
        )
    elif config.proxies:
        yield ok("proxies", f"The reverse proxies say in {config.proxy_header} who came.")
    if config.demo and not config.is_local:
        yield problem("demo", "OSTIARY_DEMO is on at an address that others can reach. Switch it off.")
