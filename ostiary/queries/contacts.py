"""The contacts of an account."""

from datetime import datetime
from typing import NamedTuple

from .sql import moment, rows

CONTACTS = """
select c.ref, c.kind, m.ref, coalesce(ms.name, c.name), coalesce(m.address, c.address), c.phone, c.since
  from ostiary_contact c
  left join ostiary_member m on m.id = c.member_id
  left join ostiary_memberstate ms on ms.member_id = m.id and ms.until is null
 where c.account_id = %(account)s and c.until is null
 order by c.kind, c.id
"""


class ContactRow(NamedTuple):
    """A member has their own name and address here; anybody else the ones that were entered."""

    ref: str
    kind: str
    member_ref: str | None
    name: str
    address: str
    phone: str
    since: datetime


def of(account_id: int) -> list[ContactRow]:
    """By type, and within a type in the order in which they were named."""
    found = rows(CONTACTS, {"account": account_id})
    return [
        ContactRow(ref, kind, member, name, address, phone, moment(since))
        for ref, kind, member, name, address, phone, since in found
    ]


def one(account_id: int, ref: str) -> ContactRow | None:
    return next((row for row in of(account_id) if row.ref == ref), None)
