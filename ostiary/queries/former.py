"""Who was here before: what a former member was given by hand until they left, asked of the past."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ..access.sources import Bundle
from ..models import MemberState, State
from ..proofs.addresses import BadAddress, address_key
from .access import GIVEN, access_as_of

JUST_BEFORE = timedelta(microseconds=1)


class Former(NamedTuple):
    member_ref: str
    name: str
    ended_at: datetime
    given: Bundle


def former_access(account_id: int, address: str) -> Former | None:
    """What somebody with this address had here; nothing for whoever never was a member, or is one."""
    try:
        key = address_key(address)
    except BadAddress:
        return None
    left = MemberState.objects.current().filter(
        account=account_id, state=State.ENDED, member__address_key=key
    )
    found = left.values_list("member_id", "member__ref", "name", "since").first()
    if found is None:
        return None
    member, ref, name, ended_at = found
    access = access_as_of(member, ended_at - JUST_BEFORE)
    given = next((bundle for bundle in access.bundles if bundle.key == GIVEN), None)
    if access.state != "active" or given is None or not given.roles:
        return None
    return Former(ref, name, ended_at, given)
