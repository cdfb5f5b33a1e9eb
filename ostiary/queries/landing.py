"""Which account a person lands in."""

from collections.abc import Sequence
from typing import NamedTuple

from ..models import Person
from ..models.rows import get
from . import own_accounts
from .own_accounts import OwnAccount

# With so many accounts whose single sign-on is on, nobody sets a default by hand.
AUTOMATIC_FROM = 2


class Default(NamedTuple):
    """The default account, and whether the rule chose it or the person."""

    account: OwnAccount | None
    is_automatic: bool


def default(accounts: Sequence[OwnAccount], chosen: int | None) -> Default:
    """The chosen account while one is in it; by the rule of single sign-on, the first one was invited to."""
    with_sso = [account for account in accounts if account.demands.sso != "off"]
    if len(with_sso) >= AUTOMATIC_FROM:
        return Default(min(accounts, key=lambda one: (one.invited_at, one.member_id)), is_automatic=True)
    return Default(by_id(accounts, chosen), is_automatic=False)


def of(person_id: int, wanted: str = "") -> OwnAccount | None:
    """Where this person lands now; None for the chooser."""
    person = get(Person, pk=person_id)
    accounts = own_accounts.of(person_id)
    return landing(accounts, wanted=wanted, chosen=person.default_account_id, last=person.last_account_id)


def alone(person_id: int) -> OwnAccount | None:
    """Where credentials alone act: in the default account, else in the only one."""
    accounts = own_accounts.of(person_id)
    only = accounts[0] if len(accounts) == 1 else None
    return default(accounts, get(Person, pk=person_id).default_account_id).account or only


def landing(
    accounts: Sequence[OwnAccount], *, wanted: str, chosen: int | None, last: int | None
) -> OwnAccount | None:
    """The account of the link asked for, else the default, else the last used, else the only one."""
    asked_for = next((account for account in accounts if account.ref == wanted), None)
    if asked_for:
        return asked_for
    only = accounts[0] if len(accounts) == 1 else None
    return default(accounts, chosen).account or by_id(accounts, last) or only


def by_id(accounts: Sequence[OwnAccount], id_: int | None) -> OwnAccount | None:
    return next((account for account in accounts if account.id == id_), None)
