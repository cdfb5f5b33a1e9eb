"""The member that a page is about, active or invited, and what stands around their leaving."""

from datetime import datetime
from typing import NamedTuple

from ..models import Contact, Invitation, Outcome
from .member_sessions import living
from .sql import moment, moment_or_none, rows

SUBJECT = """
select m.id, m.ref, s.name, m.address, s.state, s.locked, s.bypass_sso, m.version, m.created_at,
       m.last_active_at, o.id is not null, st.sso
  from ostiary_member m
  join ostiary_memberstate s on s.member_id = m.id and s.until is null
  join ostiary_accountsettings st on st.account_id = m.account_id and st.until is null
  left join ostiary_ownership o on o.member_id = m.id and o.until is null
 where m.account_id = %(account)s and m.ref = %(ref)s and s.state <> 'ended'
"""


class Subject(NamedTuple):
    """An active or invited member. `sso` is what the account asks of everybody who signs in."""

    id: int
    ref: str
    name: str
    address: str
    state: str
    locked: bool
    bypass_sso: bool
    version: int
    created_at: datetime
    last_active_at: datetime | None
    is_owner: bool
    sso: str

    @property
    def shown(self) -> str:
        return self.name or self.address

    @property
    def is_invited(self) -> bool:
        return self.state == "invited"


class Leaving(NamedTuple):
    """What ends with a membership: open sessions, invitations that others wait on, contacts they are."""

    sessions: int
    invitations: list[str]
    contacts: list[str]

    @property
    def is_primary_contact(self) -> bool:
        return "primary" in self.contacts


def subject(account_id: int, ref: str) -> Subject | None:
    """Nobody of another account, and nobody who has left."""
    found = rows(SUBJECT, {"account": account_id, "ref": ref})
    if not found:
        return None
    id_, ref, name, address, state, locked, bypass, version, created_at, active_at, owner, sso = found[0]
    return Subject(
        id=id_,
        ref=ref,
        name=name,
        address=address,
        state=state,
        locked=bool(locked),
        bypass_sso=bool(bypass),
        version=version,
        created_at=moment(created_at),
        last_active_at=moment_or_none(active_at),
        is_owner=bool(owner),
        sso=sso,
    )


def leaving(member_id: int, now: datetime) -> Leaving:
    """Three statements, one for each kind of thing."""
    invitations = Invitation.objects.filter(
        inviter=member_id, outcome=Outcome.PENDING, expires_at__gt=now
    ).order_by("id")
    contacts = Contact.objects.current().filter(member=member_id).order_by("kind")
    return Leaving(
        living(member_id, now).count(),
        list(invitations.values_list("member__address", flat=True)),
        list(contacts.values_list("kind", flat=True)),
    )
