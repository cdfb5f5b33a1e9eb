"""The addresses from which an account can be reached: a list read as people write it, asked at every request.

An entry is an address, a network (`203.0.113.0/24`), or an IPv4 address with wildcards for whole parts
(`192.168.0.*`). No list, which the vendor's clients write `0.0.0.0/0`, keeps nobody out.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

MOST = 100
EVERYWHERE = "0.0.0.0/0"
# What of a wrong entry is worth repeating.
SHOWN = 50

ALL_OF_IPV4 = (1 << 32) - 1
# ::ffff:0:0/96, where IPv6 writes the addresses of IPv4.
MAPPED = 0xFFFF << 32
SEPARATORS = re.compile(r"[\s,]+")
WILDCARD = re.compile(r"(?:[0-9]{1,3}|\*)(?:\.(?:[0-9]{1,3}|\*)){3}")


class BadAllowlist(ValueError):
    """A list that cannot be meant. `entry` is the one to put right, `better` what may have been meant."""

    def __init__(self, code: str, entry: str = "", better: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.entry = "".join(letter if letter.isprintable() else "?" for letter in entry[:SHOWN])
        self.better = better


class Rule(NamedTuple):
    """An entry in its one form, and what it means: addresses that have these bits under this mask."""

    text: str
    version: int
    mask: int
    bits: int


def check(text: str) -> str:
    """The list in its one form, or nothing where it keeps nobody out. Raises `BadAllowlist`."""
    entries = [entry for entry in SEPARATORS.split(text) if entry]
    if len(entries) > MOST:
        raise BadAllowlist("too_long")
    rules = list(dict.fromkeys(map(_rule, entries)))
    everywhere = [rule for rule in rules if rule.version == 4 and not rule.mask]
    if everywhere and any(rule.mask for rule in rules):
        raise BadAllowlist("everywhere", everywhere[0].text)
    return "" if everywhere else ",".join(rule.text for rule in rules)


def allows(allowlist: str, address: str) -> bool:
    """Whether a list, in its one form, lets this address in. An address that is none is in no list."""
    if not allowlist:
        return True
    try:
        found = _plain(ip_address(address))
    except ValueError:
        return False
    return any(
        rule.version == found.version and int(found) & rule.mask == rule.bits for rule in _of(allowlist)
    )


@lru_cache(maxsize=512)
def _of(allowlist: str) -> tuple[Rule, ...]:
    return tuple(map(_rule, allowlist.split(",")))


def _rule(entry: str) -> Rule:
    if "*" in entry:
        return _with_wildcards(entry)
    try:
        network = ip_network(entry, strict=False)
    except ValueError:
        raise BadAllowlist("malformed", entry) from None
    if not _is_plain(entry):
        raise BadAllowlist("malformed", entry)
    if ip_address(entry.partition("/")[0]) != network.network_address:
        raise BadAllowlist("within_network", entry, str(_unmapped(network)))
    network = _unmapped(network)
    mask, bits = int(network.netmask), int(network.network_address)
    single = network.prefixlen == network.max_prefixlen
    return Rule(str(network.network_address) if single else str(network), network.version, mask, bits)


def _is_plain(entry: str) -> bool:
    """Neither an address of one link (`%eth0`) nor a mask in place of a length."""
    _, slash, length = entry.partition("/")
    return "%" not in entry and (not slash or (length.isascii() and length.isdigit()))


def _with_wildcards(entry: str) -> Rule:
    parts = entry.split(".")
    if not WILDCARD.fullmatch(entry) or any(not _is_part(part) for part in parts):
        raise BadAllowlist("malformed", entry)
    if all(part == "*" for part in parts):
        return Rule(EVERYWHERE, 4, 0, 0)
    mask = int.from_bytes(bytes(0 if part == "*" else 255 for part in parts))
    return Rule(entry, 4, mask, int.from_bytes(bytes(0 if part == "*" else int(part) for part in parts)))


def _is_part(part: str) -> bool:
    return part == "*" or (part == str(int(part)) and int(part) <= 255)


def _unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """What IPv6 writes of IPv4 is IPv4: that is how such a visitor is seen."""
    first = int(network.network_address)
    if network.version == 6 and network.prefixlen >= 96 and first & ~ALL_OF_IPV4 == MAPPED:
        return IPv4Network((first & ALL_OF_IPV4, network.prefixlen - 96))
    return network


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return getattr(address, "ipv4_mapped", None) or address
