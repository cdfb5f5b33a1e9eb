"""Postal addresses: where an account is taxed, and where its invoices go. One of each."""

from ..access.refusals import Conflict, Invalid, NotFound
from ..models import PostalAddress, PostalKind
from ..models.rows import find, insert
from . import checks
from .act import Act
from .histories import succeed
from .kernel import action
from .trail import Personal

# The lines of an address, with the most characters of each.
LINES = {
    "address_1": 200,
    "address_2": 200,
    "locality": 200,
    "region": 200,
    "country": 2,
    "postal_code": 20,
}
NEEDED = ("address_1", "locality", "country")


@action(needs="billing.update_card")
def keep(act: Act, kind: str, lines: dict[str, str]) -> str:
    """The address of this kind from now on, be it the first one or another."""
    there = find(PostalAddress, account=act.account, kind=kind, until=None)
    return change(act, kind, lines) if there else add(act, kind, lines)


@action(needs="billing.update_card")
def add(act: Act, kind: str, lines: dict[str, str]) -> str:
    """The first address of its kind; another one is a change of it."""
    if kind not in PostalKind.values:
        raise Invalid("type", "postal_kind_unknown")
    if find(PostalAddress, account=act.account, kind=kind, until=None):
        raise Conflict("postal_address_there", kind=kind)
    address = PostalAddress(account=act.account, kind=kind, since=act.now, **_checked(lines))
    insert(address)
    act.record("postal_address.added", address, after=_said(address))
    return address.ref


@action(needs="billing.update_card")
def change(act: Act, kind: str, lines: dict[str, str]) -> str:
    """The address of this kind as a whole. The one before stays in the history."""
    held = find(PostalAddress, account=act.account, kind=kind, until=None)
    if held is None:
        raise NotFound()
    wanted = _checked(lines)
    if all(getattr(held, line) == text for line, text in wanted.items()):
        act.nothing_changed()
        return held.ref
    address = succeed(held, act.now, **wanted)
    act.record("postal_address.changed", address, before=_said(held), after=_said(address))
    return address.ref


def _checked(lines: dict[str, str]) -> dict[str, str]:
    found = {line: checks.remark(lines.get(line, ""), field=line, most=most) for line, most in LINES.items()}
    found["country"] = found["country"].upper()
    for line in NEEDED:
        if not found[line]:
            raise Invalid(line, "field_missing", field_name=line)
    if not (len(found["country"]) == 2 and found["country"].isascii() and found["country"].isalpha()):
        raise Invalid("country", "country_malformed")
    return found


def _said(address: PostalAddress) -> dict[str, str]:
    return {"kind": address.kind, **{line: Personal(getattr(address, line)) for line in LINES}}
