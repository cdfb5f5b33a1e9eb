"""Opening an account from outside its allowlist: what the action itself asks, whatever a page has asked."""

from dataclasses import replace

import pytest

from ostiary.access.refusals import Conflict, Forbidden, NotFound
from ostiary.actions import allowlist
from ostiary.actions.kernel import SudoNeeded
from ostiary.models import AccountSettings, Session
from tests.cast import acting, signed_in
from tests.signin.door import demand

OUTSIDE = "198.51.100.9"


@pytest.fixture
def outside(client, olga, sam):
    """`outside(olga)`: the actor that she is to the action, from an address that is not in the list."""
    demand(olga, allowlist="203.0.113.0/24")

    def actor(member, **proofs):
        signed_in(client, member)
        session = Session.objects.get(person=member.person_id)
        there = replace(acting(member, **proofs), session_id=session.pk, ip=OUTSIDE)
        return replace(there, account_id=None, member_id=None)

    return actor


def kept(account) -> str:
    return AccountSettings.objects.current().get(account=account).allowlist


def test_the_owner_adds_their_address(acme, olga, outside):
    allowlist.rescue(outside(olga), acme.ref, turn_off=False)
    assert kept(acme) == f"203.0.113.0/24,{OUTSIDE}"


def test_nobody_else_does(acme, globex, sam, greg, outside):
    for member, refusal in ((sam, Forbidden), (greg, NotFound)):
        with pytest.raises(refusal):
            allowlist.rescue(outside(member), acme.ref, turn_off=True)
    assert kept(acme) == "203.0.113.0/24"


def test_not_without_presence(acme, olga, outside):
    with pytest.raises(SudoNeeded):
        allowlist.rescue(outside(olga, sudo=False), acme.ref, turn_off=True)
    assert kept(acme) == "203.0.113.0/24"


def test_not_without_what_the_account_asks_for_besides(acme, olga, outside):
    demand(olga, requires_second_factor=True)
    with pytest.raises(Conflict, match="account_asks_enrolment"):
        allowlist.rescue(outside(olga), acme.ref, turn_off=True)
    assert kept(acme) == "203.0.113.0/24"
