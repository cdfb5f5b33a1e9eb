"""Mail addresses: which are accepted, when two are the same, where mail for one goes."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

import idna

from .unseen import UNSEEN

MAX_LOCAL: Final = 64  # octets, RFC 5321 4.5.3.1.1
MAX_ADDRESS: Final = 254  # octets: RFC 5321 4.5.3.1.3, less the angle brackets

# RFC 5322 atext and dots. Quoted local parts are legal and unused: refusing them keeps commas, brackets
# and second @ signs out of every header that we write.
_LOCAL_ASCII = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*")


class BadAddress(ValueError):
    """Not an address that we would write to; `code` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_address(entered: str) -> str:
    """One plain address, trimmed, in NFC and otherwise as entered.

    Raises BadAddress: missing, too_long (RFC 5321: 64 octets before the @, 254 in all), control_character,
    space, several, no_at, bad_local, bad_domain.
    """
    if not isinstance(entered, str):  # JSON brings lists too: GitLab CVE-2023-7028
        raise BadAddress("missing")
    if len(entered) > 4 * MAX_ADDRESS:
        raise BadAddress("too_long")
    address = normalize("NFC", entered.strip())
    if not address:
        raise BadAddress("missing")
    _refuse_characters(address)
    _refuse_several(address)
    local, at, domain = address.rpartition("@")
    if not at:
        raise BadAddress("no_at")
    _check_local(local)
    ascii_domain = _ascii_domain(domain)
    if max(_octets(address), len(f"{local}@{ascii_domain}")) > MAX_ADDRESS:
        raise BadAddress("too_long")
    return address


def address_key(entered: str) -> str:
    """What two addresses are compared by: local part NFC and lower(), domain IDNA 2008. Raises BadAddress."""
    local, _, domain = check_address(entered).rpartition("@")
    return f"{normalize('NFC', local.lower())}@{_ascii_domain(domain)}"


def envelope(entered: str) -> str:
    """Where mail goes: the local part as entered, the domain in the ASCII form that it is compared by.

    Mail software that encodes the domain by itself may still follow IDNA 2003, which sends mail for
    straße.de to strasse.de: to somebody else.
    """
    local, _, domain = check_address(entered).rpartition("@")
    return f"{local}@{_ascii_domain(domain)}"


def mask(address: str) -> str:
    """An address as shown to somebody else: `a…@e….com`. Its length is not shown either."""
    local, _, domain = address.rpartition("@")
    _, dot, ending = domain.rpartition(".")
    return f"{local[:1]}…@{domain[:1]}…{dot}{ending if dot else ''}"


def _refuse_characters(address: str) -> None:
    kinds = {category(character) for character in address}
    if UNSEEN.search(address) or any(kind[0] == "C" or kind in ("Zl", "Zp") for kind in kinds):
        raise BadAddress("control_character")
    if "Zs" in kinds:
        raise BadAddress("space")


def _refuse_several(address: str) -> None:
    if "," in address or ";" in address or address.count("@") > 1:
        raise BadAddress("several")


def _check_local(local: str) -> None:
    if _octets(local) > MAX_LOCAL:
        raise BadAddress("too_long")
    visible = "".join(character for character in local if character.isascii())
    if not local or not _LOCAL_ASCII.fullmatch(visible):
        raise BadAddress("bad_local")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise BadAddress("bad_local")


@lru_cache(maxsize=1024)  # every address is checked, compared and written to
def _ascii_domain(domain: str) -> str:
    if len(domain) > MAX_ADDRESS:
        raise BadAddress("too_long")
    try:
        ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        raise BadAddress("bad_domain") from None
    *_, top = labels = ascii_domain.split(".")
    if len(labels) < 2 or not top or top.isdigit():  # an intranet name, a root dot, an IP address
        raise BadAddress("bad_domain")
    return ascii_domain


def _octets(text: str) -> int:
    return len(text.encode())
