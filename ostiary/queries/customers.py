"""An account as its API shows it: its settings, its owner, and its postal addresses."""

from datetime import datetime
from typing import Any, NamedTuple

from ..models import PostalAddress
from .sql import moment, rows

PROFILE = """
select st.name, st.phone, st.postal_address, st.sso, st.allowlist, st.requires_second_factor,
       a.created_at, st.since, owner.ref
  from ostiary_account a
  join ostiary_accountsettings st on st.account_id = a.id and st.until is null
  join ostiary_ownership o on o.account_id = a.id and o.until is null
  join ostiary_member owner on owner.id = o.member_id
 where a.id = %(account)s
"""


class Profile(NamedTuple):
    name: str
    phone: str
    postal_address: str
    sso: str
    allowlist: str
    requires_second_factor: bool
    created_at: datetime
    updated_at: datetime
    owner_ref: str


def profile(account_id: int) -> Profile:
    ((name, phone, postal_address, sso, allowlist, factor, created, since, owner),) = rows(
        PROFILE, {"account": account_id}
    )
    return Profile(
        name=name,
        phone=phone,
        postal_address=postal_address,
        sso=sso,
        allowlist=allowlist,
        requires_second_factor=bool(factor),
        created_at=moment(created),
        updated_at=moment(since),
        owner_ref=owner,
    )


def postal_addresses(account_id: int) -> list[dict[str, Any]]:
    fields = (
        "ref",
        "kind",
        "address_1",
        "address_2",
        "locality",
        "region",
        "country",
        "postal_code",
        "since",
    )
    return list(PostalAddress.objects.current().filter(account=account_id).order_by("-kind").values(*fields))
