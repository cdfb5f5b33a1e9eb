"""Invitations as the invited see them: by a mailed link, or as a person who is signed in."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..access import table
from ..access.table import Role
from ..keyring import ring
from ..models import Delivery, MemberRole
from ..proofs.links import LinkKind, check_link_secret
from .sql import Row, moment, rows

STATEMENT = """
select i.ref, i.number, i.outcome, i.expires_at, i.delivery, m.id, m.address, i.address_key,
       a.ref, st.name, ms.name, inviter.address, p.id, p.mailbox_proved_at
  from ostiary_invitation i
  join ostiary_member m on m.id = i.member_id
  join ostiary_account a on a.id = i.account_id
  join ostiary_accountsettings st on st.account_id = a.id and st.until is null
  left join ostiary_member inviter on inviter.id = i.inviter_id
  left join ostiary_memberstate ms on ms.member_id = inviter.id and ms.until is null
  left join ostiary_person p on p.address_key = i.address_key
 where {which}
 order by i.sent_at, i.id
"""
BY_REF = STATEMENT.format(which="i.ref = %(ref)s")
OPEN_FOR_PERSON = STATEMENT.format(
    which="p.id = %(person)s and i.address_key = p.address_key and p.mailbox_proved_at is not null"
    " and i.outcome = 'pending' and i.expires_at > %(now)s"
)


class Offer(NamedTuple):
    """An invitation, with whoever has its address now."""

    ref: str
    outcome: str
    expires_at: datetime
    address: str
    account_ref: str
    account_name: str
    inviter_name: str
    inviter_address: str
    roles: list[Role]
    # The person who has the address, and whether they ever proved it.
    person_id: int | None
    is_proved: bool
    # The link was handed to the mailbox alone.
    was_mailed: bool

    @property
    def makes_person(self) -> bool:
        """Accepting it by the link makes a person, or makes one anew whom the mailbox never vouched for."""
        return self.person_id is None or (not self.is_proved and self.was_mailed)


def by_link(ref: str, secret: str) -> Offer | None:
    """The invitation of a link, whatever has become of it; None for a wrong or older secret."""
    found = rows(BY_REF, {"ref": ref})
    if not found or not check_link_secret(ring(), LinkKind.INVITATION, ref, found[0][1], secret):
        return None
    return _offers(found)[0]


def open_for(person_id: int, now: datetime) -> list[Offer]:
    """What a person can accept now, the oldest first: nothing while no mailbox has vouched for them."""
    return _offers(rows(OPEN_FOR_PERSON, {"person": person_id, "now": now}))


def _offers(found: list[Row]) -> list[Offer]:
    # At most sign-ins nobody is invited, and to compose the statement costs more than to ask it.
    roles = _roles([row[5] for row in found]) if found else {}
    return [_offer(row, roles) for row in found]


def _offer(row: Row, roles: dict[int, list[Role]]) -> Offer:
    ref, _, outcome, expires_at, delivery, member, address, _, account, name, *people = row
    inviter, inviter_address, person, proved_at = people
    return Offer(
        ref=ref,
        outcome=outcome,
        expires_at=moment(expires_at),
        address=address,
        account_ref=account,
        account_name=name,
        inviter_name=inviter or "",
        inviter_address=inviter_address or "",
        roles=roles.get(member, []),
        person_id=person,
        is_proved=proved_at is not None,
        was_mailed=delivery in (Delivery.QUEUED, Delivery.SENT),
    )


def _roles(members: Iterable[int]) -> dict[int, list[Role]]:
    found = defaultdict(list)
    held = MemberRole.objects.current().filter(member__in=members)
    for member, role in held.values_list("member", "role"):
        found[member].append(table.role(role))
    return {member: table.in_order(held_roles) for member, held_roles in found.items()}
